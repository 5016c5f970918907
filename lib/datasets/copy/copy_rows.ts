import { savepoint, sqlState, type Tx } from "../../platform/db/transaction.ts";
import { type Line, readSlice, SLICE_BYTES, SLICE_ROWS } from "../dataset_store.ts";
import { type DatasetTable, datasetTables } from "../tables_query.ts";
import { type Change, keyOfLine, selectChanges, writeRows } from "./copy_store.ts";
import { type Copying, inSource, inTarget } from "./places.ts";

/** Where the copying of rows stands: table and last key are all there is to remember. */
export interface RowsCursor {
  /** Place of the table among `datasetTables()`. */
  readonly table: number;
  readonly after: Line | null;
  /** Rows of the present pass over the table whose parent is not there yet. */
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
 * Copies one slice of rows; those that are there already stay. A row whose parent is missing waits for the next pass of
 * its table, or for the journal: it was written after its parent, so after the copy began. Null once all is copied.
 */
export async function copySlice(copying: Copying, cursor: RowsCursor): Promise<RowsCursor | null> {
  const table = datasetTables()[cursor.table];
  if (!table) return null;
  const { tenantId } = copying;
  const read = await inSource(copying, (tx) => readSlice(tx, table, { tenantId, after: cursor.after }));
  const lines = read.map((line): Line => JSON.parse(line));
  const waiting = cursor.waiting + (lines.length > 0 ? await insertSlice(copying, table, lines) : 0);
  const rows = cursor.pass === 1 ? cursor.rows + lines.length : cursor.rows;
  if (!isLast(read) && table.key.length > 0) {
    return { ...cursor, after: keyOfLine(table, lines.at(-1)!), waiting, rows };
  }
  if (waiting > 0 && cursor.pass < MAX_PASSES) return { ...cursor, after: null, waiting: 0, pass: cursor.pass + 1 };
  return { ...FIRST_ROWS, table: cursor.table + 1, rows };
}

/**
 * True of a slice that nothing cut: it reached the end of its table. Waiting for an empty one would run after a table
 * that grows; the journal brings what was written since.
 */
function isLast(read: readonly string[]): boolean {
  const longest = 3 * read.reduce((sum, line) => sum + line.length, 0);
  return read.length < SLICE_ROWS && longest < SLICE_BYTES;
}

/** How many rows wait for their parent. */
async function insertSlice(copying: Copying, table: DatasetTable, lines: readonly Line[]): Promise<number> {
  const { tenantId } = copying;
  try {
    await inTarget(copying, (tx) => writeRows(tx, table, { tenantId, lines, change: "never" }));
    return 0;
  } catch (error) {
    if (sqlState(error) !== "23503") throw error;
    return await inTarget(copying, (tx) => insertOneByOne(tx, { table, lines, change: "never" }, copying));
  }
}

/** Writes rows one by one; returns how many have no parent yet. */
export async function insertOneByOne(
  tx: Tx,
  { table, lines, change }: { table: DatasetTable; lines: readonly Line[]; change: Change },
  { tenantId }: Copying,
): Promise<number> {
  let waiting = 0;
  for (const line of lines) {
    try {
      await savepoint(tx, () => writeRows(tx, table, { tenantId, lines: [line], change }));
    } catch (error) {
      if (!isExpected(error)) throw error;
      waiting += 1;
    }
  }
  return waiting;
}

/** A parent that is not there yet, or a value that another row still holds: the next round knows more. */
export function isExpected(error: unknown): boolean {
  return ["23503", "23505"].includes(sqlState(error) ?? "");
}

/** What each table lets be done to its rows. */
export async function changesOf(copying: Copying): Promise<ReadonlyMap<string, Change>> {
  return await inTarget(copying, selectChanges);
}
