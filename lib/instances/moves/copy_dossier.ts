import { catchUp, compareSlice, copyFiles, copySlice, FIRST_COMPARE } from "../../datasets/mod.ts";
import { RollBack, type Slice, type SliceInfo } from "../procedures/console_procedure.ts";
import { changeDossierRow } from "./fence_store.ts";
import { countLeased, insertJobs, readFinishedJobs, selectNow } from "./jobs_travel_store.ts";
import { copyingOf, inCell, type MoveCursor, type RoutedMove } from "./move.ts";

/** Keys that a round may leave to the switch: looked at within tens of milliseconds. */
const FEW_KEYS = 200;
/** Differences beyond which a copy is not late but wrong. */
const MAX_DIFFERING = 20_000;

type Info = SliceInfo<MoveCursor>;

/** Copies the rows, table by table, while the dossier is in use. */
export async function copyRows({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const rows = await copySlice(copyingOf(tenantId, cursor as RoutedMove), cursor.rows!);
  if (rows) return { cursor: { ...cursor, rows }, isDone: false, figures: { rows: rows.rows } };
  return { cursor: { ...cursor, rows: null, files: { after: null, files: 0, bytes: 0 } }, isDone: true };
}

/** Copies the files, each read back where it arrived. */
export async function copyAllFiles({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const files = await copyFiles(copyingOf(tenantId, cursor as RoutedMove), cursor.files!);
  const next = files ?? cursor.files!;
  const figures = { files: next.files, fileBytes: next.bytes };
  return { cursor: { ...cursor, files }, isDone: files === null, figures };
}

/** Copies the finished jobs, whose keys are remembered. */
export async function copyFinishedJobs({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const { from, to } = (cursor as RoutedMove).route;
  const { since, after } = cursor.jobs ?? { since: await inCell(from, tenantId, selectNow), after: null };
  const slice = await inCell(from, tenantId, (tx) => readFinishedJobs(tx, tenantId, after));
  await inCell(to, tenantId, (tx) => insertJobs(tx, slice.jobs));
  return { cursor: { ...cursor, jobs: { since, after: slice.last } }, isDone: slice.last === null };
}

/** Follows the journal until a round finds few keys. */
export async function followJournal({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const caught = await catchUp(copyingOf(tenantId, cursor as RoutedMove), cursor.journal!);
  const isDone = caught.isRoundOver && caught.keys <= FEW_KEYS;
  const compare = cursor.compare ?? FIRST_COMPARE;
  return { cursor: { ...cursor, journal: caught.cursor, compare }, isDone, figures: { lateKeys: caught.keys } };
}

/** Compares every row of both exemplars by its digest; what differs is noted and brought up to date. */
export async function compareRows({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const compare = await compareSlice(copyingOf(tenantId, cursor as RoutedMove), cursor.compare!);
  const seen = compare ?? cursor.compare!;
  if (seen.differing > MAX_DIFFERING) throw new RollBack("copy_differs");
  const figures = { compared: seen.rows, late: seen.differing };
  return { cursor: { ...cursor, compare: seen }, isDone: compare === null, figures };
}

/** Holds the dossier's queue and waits for the jobs that are under way: none is cut in two by the switch. */
export async function holdQueue({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const { from } = (cursor as RoutedMove).route;
  const leased = await inCell(from, tenantId, async (tx) => {
    await changeDossierRow(tx, tenantId, { isQueueHeld: true });
    return await countLeased(tx, tenantId);
  });
  return leased > 0 ? { cursor, isDone: false, waitS: 1, figures: { leasedJobs: leased } } : {
    cursor,
    isDone: true,
    figures: { leasedJobs: 0 },
  };
}
