import { catchUp, isSameWhole, type JournalCursor } from "../../datasets/mod.ts";
import { elapsedMs } from "../../platform/clock.ts";
import { sqlState } from "../../platform/db/transaction.ts";
import { RollBack, type Slice, type SliceInfo } from "../procedures/console_procedure.ts";
import { FEW_KEYS } from "./copy_dossier.ts";
import { changeDossierRow, loadDossierRow, lockFence } from "./fence_store.ts";
import { closeSource } from "./finish_move.ts";
import { countLeased } from "./jobs_travel_store.ts";
import { copyingOf, inCell, type MoveCursor, onControl, type RoutedMove } from "./move.ts";
import { flip, loadStanding } from "./move_store.ts";

/** How long the mover waits for the writers that are inside; those who come meanwhile wait behind it. */
const FENCE_WAIT_MS = 1_500;
/** Time under the fence after which it is opened again: what is left to do then takes some hundred milliseconds. */
const MAX_CATCHING_MS = 1_200;
/** Journal rows of one slice under the fence, so that the time is looked at often enough. */
const FENCED_ENTRIES = 1_500;
/** Tries after which a dossier that is too busy is left where it is. */
const MAX_SWITCHES = 30;
/** Rounds under the fence: nobody writes, so what differs after the second never agrees. */
const MAX_ROUNDS = 4;

/** The fence has to be opened again; what was brought up to date stays. */
class TooLong extends Error {
  readonly journal: JournalCursor | null;

  constructor(journal: JournalCursor | null) {
    super("too long under the fence");
    this.journal = journal;
  }
}

/**
 * The seconds of the switch. Under the exclusive fence: the source lets nobody write, the last changes are copied and
 * read back, both exemplars are counted, the target is opened, and the directory is turned (the deciding write, in one
 * transaction with the procedure's own progress). Killed before that, the source is opened again; after it,
 * `finishMove` goes on. A try that takes too long opens the fence and keeps what it has brought up to date, so the next
 * one has less to do, however fast people write.
 */
export async function switchDossier(info: SliceInfo<MoveCursor>): Promise<Slice<MoveCursor>> {
  const { tenantId } = info;
  const { route } = info.cursor as RoutedMove;
  const move = { ...info.cursor, route, journal: await comeNear(info) };
  try {
    const asked = elapsedMs(0);
    return await inCell(route.from, tenantId, async (held) => {
      await lockFence(held, tenantId, FENCE_WAIT_MS);
      const locked = elapsedMs(0);
      try {
        await turn(info, move, { heldMs: () => elapsedMs(locked), waitedMs: Math.round(locked - asked) });
      } catch (error) {
        // Before the fence goes: whoever waits behind it finds an open dossier.
        await reopen(info);
        throw error;
      }
      return { cursor: move, isDone: true };
    });
  } catch (error) {
    await reopen(info);
    const isBusy = sqlState(error) === "55P03";
    if (!(error instanceof TooLong) && !isBusy) throw error;
    if (move.switches >= MAX_SWITCHES) throw new RollBack("too_busy");
    const caught = error instanceof TooLong ? error.journal : null;
    const cursor = { ...move, journal: caught ?? move.journal, switches: move.switches + 1 };
    // A try that got somewhere is followed by the next: those who waited write while it comes near again.
    return { cursor, isDone: false, waitS: caught ? 0 : 1, figures: { tries: cursor.switches } };
  }
}

/** Opens the source again, where the directory still leads to it; the copy is a copy again. */
export async function undoSwitch(info: SliceInfo<MoveCursor>): Promise<Slice<MoveCursor>> {
  await reopen(info);
  const { from } = (info.cursor as RoutedMove).route;
  await inCell(from, info.tenantId, (tx) => changeDossierRow(tx, info.tenantId, { isQueueHeld: false }));
  return { cursor: info.cursor, isDone: true };
}

/** One or two rounds before the fence is asked for: what they bring up to date, nobody waits for. */
async function comeNear({ tenantId, cursor }: SliceInfo<MoveCursor>): Promise<JournalCursor> {
  let journal = cursor.journal!;
  for (let rounds = 0; rounds < 2;) {
    const caught = await catchUp(copyingOf(tenantId, cursor as RoutedMove), journal);
    journal = caught.cursor;
    if (!caught.isRoundOver) continue;
    rounds += 1;
    if (caught.keys <= FEW_KEYS) break;
  }
  return journal;
}

interface Held {
  readonly heldMs: () => number;
  readonly waitedMs: number;
}

async function turn(info: SliceInfo<MoveCursor>, move: RoutedMove, { heldMs, waitedMs }: Held): Promise<void> {
  const { tenantId } = info;
  const { from, to, epoch } = move.route;
  const { source, leased } = await inCell(from, tenantId, async (tx) => {
    const row = await loadDossierRow(tx, tenantId);
    // Outlives this process: should it die, nobody writes before the next one has looked.
    if (row) await changeDossierRow(tx, tenantId, { state: "moving" });
    return { source: row, leased: await countLeased(tx, tenantId) };
  });
  if (!source || source.epoch !== epoch) throw new RollBack("source_changed");
  if (leased > 0) throw new TooLong(null);
  await lastRounds(info, move, heldMs);
  if (!await isSameWhole(copyingOf(tenantId, move))) throw new RollBack("copy_differs");
  const state = source.state === "moving" ? move.openState : source.state as "open" | "read_only";
  await inCell(to, tenantId, (tx) => changeDossierRow(tx, tenantId, { state, revision: source.revision + 1n }));
  await info.decide(async (tx) => {
    if (!await flip(tx, tenantId, move.route)) throw new RollBack("directory_changed");
    return { cursor: { ...move, journal: null }, figures: { heldMs: Math.round(heldMs()), waitedMs } };
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
  let differing = 0;
  for (let rounds = 0;;) {
    const caught = await catchUp(copyingOf(tenantId, move), journal, { limit: FENCED_ENTRIES });
    journal = caught.cursor;
    differing += caught.differing;
    if (caught.isRoundOver) {
      if (differing === 0) return;
      [differing, rounds] = [0, rounds + 1];
      if (rounds >= MAX_ROUNDS) throw new RollBack("copy_differs");
    }
    if (heldMs() > MAX_CATCHING_MS) throw new TooLong(journal);
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
