import { purgeSlice } from "../../datasets/mod.ts";
import { storeOf } from "../../platform/stores.ts";
import { type ConsoleProcedureKind, RollBack, type Slice, type SliceInfo } from "../procedures/console_procedure.ts";
import { endPurge, grantPurge, loadDossierRow } from "./fence_store.ts";
import { inCell, onControl } from "./move.ts";
import { loadStanding } from "./move_store.ts";

/** Which exemplar goes, and what has gone. */
interface PurgeCursor {
  readonly cell: string;
  readonly rows: number;
  readonly files: number;
}

/**
 * Removes the exemplar that a dossier left in a cell, rows and files, under a warrant that stays as its proof, with the
 * counts in the procedure's log. Never where the directory leads.
 */
export const PURGE_MOVED: ConsoleProcedureKind<PurgeCursor> = {
  kind: "purge_moved",
  label: "Purge de l’exemplaire quitté",
  isExclusive: false,
  decides: "purge",
  steps: [{ name: "purge", in: "slices", run: purge }],
};

async function purge(info: SliceInfo<PurgeCursor>): Promise<Slice<PurgeCursor>> {
  const { tenantId, procedureId: id, cursor } = info;
  const { cell } = cursor;
  const standing = await onControl((tx) => loadStanding(tx, tenantId));
  const isElsewhere = !standing || standing.cell !== cell;
  if (!isElsewhere) throw new RollBack("dossier_lives_there");
  let { rows, files } = cursor;
  const isThere = await inCell(cell, tenantId, async (tx) => {
    const found = await loadDossierRow(tx, tenantId);
    if (found && found.state !== "moved") throw new RollBack("not_moved");
    await grantPurge(tx, { tenantId, id, by: "déménagement" });
    return found !== null;
  });
  while (isThere && info.budget.left() > 0) {
    const gone = await purgeSlice({ cell, tenantId, files: storeOf(cell) });
    rows += gone.rows;
    files += gone.files;
    if (gone.rows + gone.files === 0) break;
    if (info.budget.left() <= 0) return { cursor: { cell, rows, files }, isDone: false, figures: { rows, files } };
  }
  await inCell(cell, tenantId, (tx) => endPurge(tx, { tenantId, id }));
  return { cursor: { cell, rows, files }, isDone: true, figures: { rows, files } };
}
