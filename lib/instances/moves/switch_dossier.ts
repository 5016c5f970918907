import { catchUp, type JournalCursor } from "../../datasets/mod.ts";
import { elapsedMs } from "../../platform/clock.ts";
import { sqlState } from "../../platform/db/transaction.ts";
import { RollBack, type Slice, type SliceInfo } from "../procedures/console_procedure.ts";
import { changeDossierRow, loadDossierRow, lockFence } from "./fence_store.ts";
import { countLeased } from "./jobs_travel_store.ts";
import { copyingOf, inCell, type MoveCursor, onControl, type RoutedMove } from "./move.ts";
import { flip, loadStanding } from "./move_store.ts";
import { closeSource } from "./finish_move.ts";

/** How long the mover waits for the writers that are inside. */
const FENCE_WAIT_MS = 2_500;
/** Time after which the fence is opened again, the switch tried later: whoever waits does so for 5 s at most. */
const MAX_HELD_MS = 3_500;
/** Tries after which a dossier that is too busy is left where it is. */
const MAX_SWITCHES = 30;
/** Rounds under the fence: the second looks at what the first had to note again. */
const MAX_ROUNDS = 4;

class TooLong extends Error {}

/**
 * The seconds of the switch. Under the exclusive fence: the source lets nobody write, the last changes are copied and
 * read back, the target is opened, and the directory is turned (the deciding write, in one transaction with the
 * procedure's own progress). Killed before that, the source is opened again; after it, `finishMove` goes on.
 */
export async function switchDossier(info: SliceInfo<MoveCursor>): Promise<Slice<MoveCursor>> {
  const { tenantId, cursor } = info;
  const move = cursor as RoutedMove;
  const since = elapsedMs(0);
  try {
    return await inCell(move.route.from, tenantId, async (held) => {
      await lockFence(held, tenantId, FENCE_WAIT_MS);
      const locked = elapsedMs(0);
      await turn(info, move, () => elapsedMs(locked));
      return { cursor, isDone: true };
    });
  } catch (error) {
    await reopen(info);
    if (!(error instanceof TooLong) && sqlState(error) !== "55P03") throw error;
    if (cursor.switches >= MAX_SWITCHES) throw new RollBack("too_busy");
    const tries = { ...cursor, switches: cursor.switches + 1 };
    return { cursor: tries, isDone: false, waitS: 2, figures: { lastTryMs: Math.round(elapsedMs(since)) } };
  }
}

/** Opens the source again, where the directory still leads to it; the copy is a copy again. */
export async function undoSwitch(info: SliceInfo<MoveCursor>): Promise<Slice<MoveCursor>> {
  await reopen(info);
  const { from } = (info.cursor as RoutedMove).route;
  await inCell(from, info.tenantId, (tx) => changeDossierRow(tx, info.tenantId, { isQueueHeld: false }));
  return { cursor: info.cursor, isDone: true };
}

async function turn(info: SliceInfo<MoveCursor>, move: RoutedMove, heldMs: () => number): Promise<void> {
  const { tenantId } = info;
  const { from, to, epoch } = move.route;
  const source = await inCell(from, tenantId, async (tx) => {
    const row = await loadDossierRow(tx, tenantId);
    // Outlives this process: should it die, nobody writes before the next one has looked.
    if (row) await changeDossierRow(tx, tenantId, { state: "moving" });
    return row;
  });
  if (!source || source.epoch !== epoch) throw new RollBack("source_changed");
  if (await inCell(from, tenantId, (tx) => countLeased(tx, tenantId)) > 0) throw new TooLong();
  await lastRounds(info, move, heldMs);
  const state = source.state === "moving" ? move.openState : source.state as "open" | "read_only";
  await inCell(to, tenantId, (tx) => changeDossierRow(tx, tenantId, { state, revision: source.revision + 1n }));
  await info.decide(async (tx) => {
    if (!await flip(tx, tenantId, move.route)) throw new RollBack("directory_changed");
    return { cursor: { ...move, journal: null }, figures: { heldMs: Math.round(heldMs()) } };
  });
  await closeSource(tenantId, move);
}

/** Until a round finds nothing that differs. */
async function lastRounds(
  { tenantId }: SliceInfo<MoveCursor>,
  move: RoutedMove,
  heldMs: () => number,
): Promise<void> {
  let journal: JournalCursor = move.journal!;
  let rounds = 0;
  for (let isOver = false; !isOver;) {
    const caught = await catchUp(copyingOf(tenantId, move), journal);
    if (heldMs() > MAX_HELD_MS) throw new TooLong();
    journal = caught.cursor;
    if (!caught.isRoundOver) continue;
    isOver = caught.differing === 0;
    rounds += 1;
    if (!isOver && rounds >= MAX_ROUNDS) throw new RollBack("copy_differs");
  }
}

async function reopen({ tenantId, cursor }: SliceInfo<MoveCursor>): Promise<void> {
  const { from, to } = (cursor as RoutedMove).route;
  const standing = await onControl((tx) => loadStanding(tx, tenantId));
  // The answer to the deciding write was lost: it was written, and there is only forward.
  if (standing?.cell !== from) return;
  await inCell(from, tenantId, async (tx) => {
    const row = await loadDossierRow(tx, tenantId);
    if (row?.state === "moving") await changeDossierRow(tx, tenantId, { state: cursor.openState });
  });
  await inCell(to, tenantId, async (tx) => {
    const row = await loadDossierRow(tx, tenantId);
    if (row) await changeDossierRow(tx, tenantId, { state: "copy" });
  }).catch(() => {
    // A target that is down is a copy still, or made one again by the next try: the directory does not lead to it.
  });
}
