import { catchUp, compareSlice, copyFiles, copySlices, FIRST_COMPARE, type JournalCursor } from "../../datasets/mod.ts";
import { elapsedMs } from "../../platform/clock.ts";
import { type Figures, RollBack, type Slice, type SliceInfo } from "../procedures/console_procedure.ts";
import { changeDossierRow } from "./fence_store.ts";
import { insertContentsWarrants, readContentsWarrants } from "./warrants_travel_store.ts";
import { countLeased, insertJobs, readFinishedJobs, selectNow } from "./jobs_travel_store.ts";
import { copyingOf, inCell, type MoveCursor, type RoutedMove } from "./move.ts";

/** How long one slice of copying or comparing goes on, in milliseconds. */
const SLICE_MS = 1_500;
/** Keys that a round may leave to the switch: looked at within tens of milliseconds. */
export const FEW_KEYS = 200;
/** Rounds after which the switch takes over, however busy the dossier is. */
const MAX_ROUNDS = 8;
/** Rows that nobody changed and that differ: so many are copied once more, more are a copy that is wrong. */
const MAX_DIFFERING = 100;

type Info = SliceInfo<MoveCursor>;

/**
 * Copies the rows, table by table, while the dossier is in use, and files beside them: the database works at the one,
 * this program at the other.
 */
export async function copyRows(info: Info): Promise<Slice<MoveCursor>> {
  const { tenantId, cursor } = info;
  const since = elapsedMs(0);
  const copying = copyingOf(tenantId, cursor as RoutedMove);
  const [{ last, next }, files] = await Promise.all([
    copySlices(copying, cursor.rows!, SLICE_MS),
    copySomeFiles(info),
  ]);
  const spentMs = { ...files.cursor.spentMs, rows: cursor.spentMs.rows + Math.round(elapsedMs(since)) };
  const figures = { ...files.figures, rows: last.rows, rowsMs: spentMs.rows };
  return { cursor: { ...files.cursor, rows: next, spentMs }, isDone: next === null, figures };
}

/** Copies the files that are left, each read back where it arrived. */
export async function copyAllFiles(info: Info): Promise<Slice<MoveCursor>> {
  const { cursor, figures } = await copySomeFiles(info);
  return { cursor, isDone: cursor.files === null, figures };
}

async function copySomeFiles({ tenantId, cursor }: Info): Promise<{ cursor: MoveCursor; figures: Figures }> {
  if (cursor.files === null) return { cursor, figures: {} };
  const copying = copyingOf(tenantId, cursor as RoutedMove);
  const { last, next, ms } = await forAWhile(cursor.files, (files) => copyFiles(copying, files));
  const spentMs = { ...cursor.spentMs, files: cursor.spentMs.files + ms };
  const figures = { files: last.files, fileBytes: last.bytes, filesMs: spentMs.files };
  return { cursor: { ...cursor, files: next, spentMs }, figures };
}

/** Copies the finished jobs, whose keys are remembered, and the warrants under which contents went, their proof. */
export async function copyFinishedJobs({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const { from, to } = (cursor as RoutedMove).route;
  const { since, after } = cursor.jobs ?? { since: await inCell(from, tenantId, selectNow), after: null };
  const { slice, warrants } = await inCell(from, tenantId, async (tx) => ({
    slice: await readFinishedJobs(tx, tenantId, after),
    warrants: after ? [] : await readContentsWarrants(tx, tenantId),
  }));
  await inCell(to, tenantId, async (tx) => {
    await insertJobs(tx, slice.jobs);
    await insertContentsWarrants(tx, warrants);
  });
  return { cursor: { ...cursor, jobs: { since, after: slice.last } }, isDone: slice.last === null };
}

/**
 * Follows the journal until a round finds few keys. Where people write as fast as it reads, some rounds are enough: the
 * switch holds them back while it goes on.
 */
export async function followJournal({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const since = elapsedMs(0);
  const copying = copyingOf(tenantId, cursor as RoutedMove);
  let { journal, rounds } = cursor as RoutedMove & { journal: JournalCursor };
  const compare = cursor.compare ?? FIRST_COMPARE;
  for (;;) {
    const caught = await catchUp(copying, journal);
    journal = caught.cursor;
    if (caught.isRoundOver) rounds += 1;
    const isDone = caught.isRoundOver && (caught.keys <= FEW_KEYS || rounds >= MAX_ROUNDS);
    if (!isDone && elapsedMs(since) <= SLICE_MS) continue;
    return {
      cursor: { ...cursor, journal, compare, rounds: isDone ? 0 : rounds },
      isDone,
      figures: { lateKeys: caught.keys },
    };
  }
}

/** Compares every row of both exemplars by digests. What was changed meanwhile is late; anything else is a fault. */
export async function compareRows({ tenantId, cursor }: Info): Promise<Slice<MoveCursor>> {
  const copying = copyingOf(tenantId, cursor as RoutedMove);
  const { last, next, ms } = await forAWhile(cursor.compare!, (at) => compareSlice(copying, at, cursor.journal!));
  if (last.differing > MAX_DIFFERING) throw new RollBack("copy_differs");
  const spentMs = { ...cursor.spentMs, compare: cursor.spentMs.compare + ms };
  const figures = { compared: last.rows, late: last.late, differing: last.differing, compareMs: spentMs.compare };
  return { cursor: { ...cursor, compare: next ?? last, spentMs }, isDone: next === null, figures };
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

/** Goes on for a second, so that what a death costs is little and what the noting costs is less. */
async function forAWhile<T>(
  first: T,
  slice: (at: T) => Promise<T | null>,
): Promise<{ last: T; next: T | null; ms: number }> {
  const since = elapsedMs(0);
  let last = first;
  let next = await slice(first);
  while (next !== null) {
    last = next;
    if (elapsedMs(since) > SLICE_MS) break;
    next = await slice(last);
  }
  return { last, next, ms: Math.round(elapsedMs(since)) };
}
