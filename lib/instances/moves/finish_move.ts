import { clearJournal } from "../../datasets/mod.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { Slice, SliceInfo } from "../procedures/console_procedure.ts";
import { instantIn } from "../procedures/console_procedure_store.ts";
import { startConsoleProcedure } from "../procedures/start_console_procedure.ts";
import { changeDossierRow } from "./fence_store.ts";
import { insertJobs, type JobSlice, markJobsMoved, readRemainingJobs } from "./jobs_travel_store.ts";
import { inCell, type MoveCursor, type RoutedMove } from "./move.ts";
import { PURGE_MOVED } from "./purge_moved.ts";

/** How long the exemplar that a dossier left is kept, in days. */
export const SOURCE_KEPT_DAYS = 7;

/** Sends whoever still comes to the source back to the directory. */
export async function closeSource(tenantId: Uuid, { route: { from, epoch } }: RoutedMove): Promise<void> {
  const left = { state: "moved", epoch: epoch + 1, isFollowed: false } as const;
  await inCell(from, tenantId, (tx) => changeDossierRow(tx, tenantId, left));
}

/** After the deciding write, forward only: source closed, jobs carried over, and the target's queue let go. */
export async function finishMove({ tenantId, cursor }: SliceInfo<MoveCursor>): Promise<Slice<MoveCursor>> {
  const move = cursor as RoutedMove;
  const { from, to } = move.route;
  await closeSource(tenantId, move);
  const since = cursor.jobs!.since;
  let carried = 0;
  let slice: JobSlice = { jobs: [], last: null };
  do {
    const after: Uuid | null = slice.last;
    slice = await inCell(from, tenantId, (tx) => readRemainingJobs(tx, { tenantId, since, after }));
    const { jobs } = slice;
    await inCell(to, tenantId, (tx) => insertJobs(tx, jobs));
    carried += jobs.length;
  } while (slice.last !== null);
  await inCell(from, tenantId, async (tx) => {
    await markJobsMoved(tx, tenantId);
    await clearJournal(tx, tenantId);
  });
  await inCell(to, tenantId, (tx) => changeDossierRow(tx, tenantId, { isQueueHeld: false }));
  return { cursor, isDone: true, figures: { jobs: carried } };
}

/** Asks for the removal of what the dossier left behind, once it has been kept for its days. */
export async function planPurge(tx: Tx, info: SliceInfo<MoveCursor>): Promise<MoveCursor> {
  const { tenantId, procedureId, cursor } = info;
  const { from } = (cursor as RoutedMove).route;
  // A purge too early could not be taken back: the clock of one program does not decide of it.
  const notBefore = await instantIn(tx, SOURCE_KEPT_DAYS * 86_400);
  await startConsoleProcedure(tx, info.ctx, {
    kind: PURGE_MOVED,
    tenantId,
    idempotencyKey: procedureId,
    cursor: { cell: from, rows: 0, files: 0 },
    notBefore,
  });
  return cursor;
}
