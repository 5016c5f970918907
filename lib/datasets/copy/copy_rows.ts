import { elapsedMs } from "../../platform/clock.ts";
import { sqlState } from "../../platform/db/transaction.ts";
import { type Line, readSlice, SLICE_BYTES, SLICE_ROWS } from "../dataset_store.ts";
import { type DatasetTable, datasetTables } from "../tables_query.ts";
import { keyOfLine, writeRows } from "./copy_store.ts";
import { sortOrphans } from "./orphans.ts";
import { type Copying, inSource, inTarget } from "./places.ts";

/** Where the copying of rows stands: table and last key are all there is to remember. */
export interface RowsCursor {
  /** Place of the table among `datasetTables()`. */
  readonly table: number;
  readonly after: Line | null;
  /** Rows of the present pass over a table that points to itself whose parent is not there yet. */
  readonly waiting: number;
  /** Passes over the present table. A row may point to a later one of its own table. */
  readonly pass: number;
  readonly rows: number;
}

/** The beginning of a copy. */
export const FIRST_ROWS: RowsCursor = { table: 0, after: null, waiting: 0, pass: 1, rows: 0 };

/** Passes over one table at most; what still waits was changed meanwhile, and its journal brings it. */
const MAX_PASSES = 3;

/**
 * Copies slices of rows for some milliseconds, the next one read while the last is written; rows that are there
 * already stay. A row that points to another table's row which is not there was written after that table was copied,
 * so since the copy began: its journal brings it. One that points into its own table waits for the next pass. Null
 * once all is copied.
 */
export async function copySlices(
  copying: Copying,
  from: RowsCursor,
  forMs: number,
): Promise<{ last: RowsCursor; next: RowsCursor | null }> {
  let [last, at]: [RowsCursor, RowsCursor | null] = [from, from];
  let [since, longestMs] = [elapsedMs(0), 0];
  const begun = since;
  for (let reading = readPage(copying, from); reading && at;) {
    const { table, lines, isLast } = await reading;
    // Where nothing can wait, what is read next does not depend on how the writing goes.
    const isWanted = !(isLast && pointsToItself(table)) && elapsedMs(begun) + longestMs < forMs;
    const ahead = isWanted ? readPage(copying, passed(at, { table, lines, isLast })) : null;
    ahead?.catch(() => {});
    const waiting = at.waiting + (lines.length > 0 ? await writeSlice(copying, table, lines) : 0);
    last = passed({ ...at, waiting }, { table, lines, isLast });
    at = last.table < datasetTables().length ? last : null;
    longestMs = Math.max(longestMs, elapsedMs(since));
    since = elapsedMs(0);
    if (!ahead && elapsedMs(begun) + longestMs >= forMs) break;
    reading = at && (ahead ?? readPage(copying, at));
  }
  return { last, next: at };
}

interface Page {
  readonly table: DatasetTable;
  readonly lines: readonly string[];
  /** True of a slice that nothing cut: it reached the end of its table. */
  readonly isLast: boolean;
}

function readPage(copying: Copying, { table: place, after }: RowsCursor): Promise<Page> | null {
  const table = datasetTables()[place];
  if (!table) return null;
  const { tenantId } = copying;
  return inSource(copying, (tx) => readSlice(tx, table, { tenantId, after })).then((lines) => {
    // Waiting for an empty slice would run after a table that grows; the journal brings what was written since.
    const longest = 3 * lines.reduce((sum, line) => sum + line.length, 0);
    const isCut = lines.length >= SLICE_ROWS || longest >= SLICE_BYTES;
    return { table, lines, isLast: !isCut || table.key.length === 0 };
  });
}

/** The cursor behind a slice. */
function passed(at: RowsCursor, { table, lines, isLast }: Page): RowsCursor {
  const rows = at.pass === 1 ? at.rows + lines.length : at.rows;
  if (!isLast) return { ...at, after: keyOfLine(table, JSON.parse(lines.at(-1)!)), rows };
  if (at.waiting > 0 && at.pass < MAX_PASSES) return { ...at, after: null, waiting: 0, pass: at.pass + 1, rows };
  return { ...FIRST_ROWS, table: at.table + 1, rows };
}

function pointsToItself(table: DatasetTable): boolean {
  return table.parents.some((parent) => parent.table === table.name);
}

/** How many rows wait for a row of their own table. */
async function writeSlice(copying: Copying, table: DatasetTable, lines: readonly string[]): Promise<number> {
  const { tenantId } = copying;
  try {
    await inTarget(copying, (tx) => writeRows(tx, table, { tenantId, lines, change: "never" }));
    return 0;
  } catch (error) {
    if (sqlState(error) !== "23503") throw error;
  }
  return await inTarget(copying, async (tx) => {
    const { ready, orphans } = await sortOrphans(tx, table, { tenantId, lines });
    if (ready.length > 0) await writeRows(tx, table, { tenantId, lines: ready, change: "never" });
    return pointsToItself(table) ? orphans.length : 0;
  });
}
