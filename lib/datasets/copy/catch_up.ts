import type { Line } from "../dataset_store.ts";
import { type DatasetTable, datasetTables } from "../tables_query.ts";
import { bringUpToDate, type TableRows } from "./bring.ts";
import { copyBlobs } from "./copy_files.ts";
import { currentSnapshot, insertJournal, type JournalPlace, readRows, selectJournal } from "./copy_store.ts";
import { type Copying, inSource } from "./places.ts";

/** Where the following of the journal stands. */
export interface JournalCursor {
  /** What this snapshot shows is in the copy. */
  readonly since: string;
  /** Snapshot noted when the present round began; null between rounds. */
  readonly next: string | null;
  /** Last journal row of the present round. */
  readonly after: JournalPlace | null;
  /** Keys that the present round has brought up to date so far. */
  readonly keys: number;
}

/** Journal rows that one slice looks at. */
const SLICE_ENTRIES = 5_000;

/** What a slice of catching up did. */
export interface CaughtUp {
  readonly cursor: JournalCursor;
  /** Keys brought up to date, this slice and those before in the same round. */
  readonly keys: number;
  /** Keys of this slice whose rows still differ: noted again in the journal. */
  readonly differing: number;
  /** True when the round is over: all that was written before it began has been looked at. */
  readonly isRoundOver: boolean;
}

/** Notes where the database stands, before the first row is copied. */
export async function beginJournal(copying: Copying): Promise<JournalCursor> {
  return { since: await inSource(copying, currentSnapshot), next: null, after: null, keys: 0 };
}

/**
 * Brings the rows of one slice of the journal to what they are now, or removes them, then reads them back and compares.
 * What still differs is noted again: a row that came between two readings is right at the next.
 */
export async function catchUp(
  copying: Copying,
  cursor: JournalCursor,
  { limit = SLICE_ENTRIES }: { limit?: number } = {},
): Promise<CaughtUp> {
  const { tenantId } = copying;
  const { next, page, rows } = await inSource(copying, async (tx) => {
    // Before the journal is read: whatever is not over now is looked at again by the next round.
    const noted = cursor.next ?? await currentSnapshot(tx);
    const { since, after } = cursor;
    const found = await selectJournal(tx, { tenantId, since, after, limit });
    const keysOf = new Map(found.tables.map(({ table, keys }) => [table, keys]));
    const touched = datasetTables().filter(({ name }) => keysOf.has(name));
    return { next: noted, page: found, rows: await Promise.all(touched.map(read)) };

    async function read(table: DatasetTable): Promise<TableRows> {
      const keys = keysOf.get(table.name)!;
      return { table, keys, rows: await readRows(tx, table, { tenantId, keys }) };
    }
  });
  for (const { table, rows: found } of rows) {
    if (table.blob) await copyBlobs(copying, table, found.map(({ line }): Line => JSON.parse(line)));
  }
  const differing = rows.length === 0 ? [] : await bringUpToDate(copying, rows);
  if (differing.some(({ keys }) => keys.length > 0)) {
    await inSource(copying, (tx) => insertJournal(tx, tenantId, differing));
  }
  const isRoundOver = page.entries < limit;
  const keys = cursor.keys + rows.reduce((sum, { keys: all }) => sum + all.length, 0);
  return {
    cursor: isRoundOver
      ? { since: next, next: null, after: null, keys: 0 }
      : { since: cursor.since, next, after: page.last, keys },
    keys,
    differing: differing.reduce((sum, one) => sum + one.keys.length, 0),
    isRoundOver,
  };
}
