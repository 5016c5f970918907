import type { Line } from "../dataset_store.ts";
import { type DatasetTable, datasetTables } from "../tables_query.ts";
import { insertJournal, readDigests, type RowKey } from "./copy_store.ts";
import { type Copying, inSource, inTarget } from "./places.ts";

/** Where the comparing stands. */
export interface CompareCursor {
  readonly table: number;
  readonly after: Line | null;
  readonly rows: number;
  readonly differing: number;
}

/** The beginning of a comparison. */
export const FIRST_COMPARE: CompareCursor = { table: 0, after: null, rows: 0, differing: 0 };

const SLICE_ROWS = 4_000;

/**
 * Compares one slice of rows by their digests. Where the dossier is in use some differ that are only late: their keys
 * are noted in the journal, so that each is brought up to date and read back. Null once every table was compared.
 */
export async function compareSlice(copying: Copying, cursor: CompareCursor): Promise<CompareCursor | null> {
  const table = datasetTables()[cursor.table];
  if (!table) return null;
  const { tenantId } = copying;
  const { after } = cursor;
  const ours = await inSource(
    copying,
    (tx) => readDigests(tx, table, { tenantId, after, until: null, limit: SLICE_ROWS }),
  );
  const isLast = ours.length < SLICE_ROWS || table.key.length === 0;
  const until = isLast ? null : ours.at(-1)!.key;
  const theirs = await inTarget(copying, (tx) => readDigests(tx, table, { tenantId, after, until, limit: null }));
  const differing = differingKeys(table, { ours, theirs });
  if (differing.length > 0) await inSource(copying, (tx) => insertJournal(tx, tenantId, differing));
  const rows = cursor.rows + ours.length;
  const seen = { rows, differing: cursor.differing + differing.length };
  return isLast ? { table: cursor.table + 1, after: null, ...seen } : { table: cursor.table, after: until, ...seen };
}

type Digests = readonly { readonly key: Line; readonly digest: string }[];

function differingKeys(table: DatasetTable, { ours, theirs }: { ours: Digests; theirs: Digests }): RowKey[] {
  const there = new Map(theirs.map(({ key, digest }) => [JSON.stringify(key), digest]));
  const keys: string[] = [];
  for (const { key, digest } of ours) {
    const text = JSON.stringify(key);
    if (there.get(text) !== digest) keys.push(text);
    there.delete(text);
  }
  return [...keys, ...there.keys()].map((text) => ({ table: table.name, key: JSON.parse(text) as Line }));
}
