import { beginJournal, clearJournal, FIRST_FILES, FIRST_ROWS, purgeSlice, weighDossier } from "../../datasets/mod.ts";
import { RollBack, type Slice, type SliceInfo } from "../procedures/console_procedure.ts";
import { changeDossierRow, endPurge, grantPurge, insertArrival, loadDossierRow, lockFence } from "./fence_store.ts";
import { copyingOf, inCell, type MoveCursor, onControl, type RoutedMove } from "./move.ts";
import { loadStanding, selectTarget } from "./move_store.ts";

/** How long the mover waits for those who are inside, in milliseconds. Whoever comes meanwhile waits behind it. */
const FENCE_WAIT_MS = 2_500;

/**
 * Finds out where from and where to, makes the row that the dossier will have there, a copy that nobody enters, and
 * lets the source note its changes: from the first writer after that on, every change is in the journal.
 */
export async function prepareMove(info: SliceInfo<MoveCursor>): Promise<Slice<MoveCursor>> {
  const { tenantId } = info;
  const cursor = info.cursor.route ? info.cursor as RoutedMove : await findRoute(info);
  // Known before anything is changed, so that an undoing knows where to look.
  if (!info.cursor.route) return { cursor, isDone: false };
  const { from, to, epoch } = cursor.route;
  const source = await inCell(from, tenantId, (tx) => loadDossierRow(tx, tenantId));
  if (!source || source.state === "moved") throw new RollBack("source_gone");
  const arrival = { tenantId, publicId: source.publicId, epoch: epoch + 1 };
  if (!await inCell(to, tenantId, (tx) => insertArrival(tx, arrival))) throw new RollBack("target_not_empty");
  await inCell(from, tenantId, async (tx) => {
    await lockFence(tx, tenantId, FENCE_WAIT_MS);
    await changeDossierRow(tx, tenantId, { isFollowed: true });
  });
  const journal = await beginJournal(copyingOf(tenantId, cursor));
  const { rows: rowsTotal, files: filesTotal, bytes: bytesTotal } = await weighDossier(copyingOf(tenantId, cursor));
  return {
    cursor: {
      ...cursor,
      journal,
      rows: FIRST_ROWS,
      files: FIRST_FILES,
      openState: source.state === "read_only" ? "read_only" : "open",
    },
    isDone: true,
    figures: { rowsTotal, filesTotal, bytesTotal },
  };
}

/** Gives the source back to its people first, whatever the target says; then removes the copy under a warrant. */
export async function undoPrepare(info: SliceInfo<MoveCursor>): Promise<Slice<MoveCursor>> {
  const { tenantId, procedureId, cursor } = info;
  if (!cursor.route) return { cursor, isDone: true };
  const { from, to } = cursor.route;
  await inCell(from, tenantId, async (tx) => {
    await changeDossierRow(tx, tenantId, { isFollowed: false, isQueueHeld: false });
    await clearJournal(tx, tenantId);
  });
  const standing = await onControl((tx) => loadStanding(tx, tenantId));
  if (standing?.cell === to) throw new RollBack("dossier_lives_there");
  const warrant = { tenantId, id: procedureId, by: "annulation d’un déménagement" };
  const there = await inCell(to, tenantId, async (tx) => {
    const found = await loadDossierRow(tx, tenantId);
    if (found?.state === "copy") await grantPurge(tx, warrant);
    return found?.state === "copy";
  });
  if (!there) return { cursor, isDone: true };
  const { filesTo: files } = copyingOf(tenantId, cursor as RoutedMove);
  while (info.budget.left() > 0) {
    const gone = await purgeSlice({ cell: to, tenantId, files });
    if (gone.rows + gone.files > 0) continue;
    await inCell(to, tenantId, (tx) => endPurge(tx, warrant));
    return { cursor, isDone: true };
  }
  return { cursor, isDone: false };
}

async function findRoute({ tenantId, cursor }: SliceInfo<MoveCursor>): Promise<RoutedMove> {
  return await onControl(async (tx) => {
    const standing = await loadStanding(tx, tenantId);
    if (!standing || ["provisioning", "kept", "erased"].includes(standing.state)) throw new RollBack("dossier_gone");
    const target = await selectTarget(tx, { tenantId, from: standing.cell }, cursor.wish);
    if (target === null) throw new RollBack("no_target");
    if (target.keptUntil) throw new RollBack("exemplar_kept");
    return { ...cursor, route: { from: standing.cell, to: target.cell, epoch: standing.epoch } };
  });
}
