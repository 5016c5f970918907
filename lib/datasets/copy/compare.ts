import type { Line } from "../dataset_store.ts";
import { type DatasetTable, datasetTables } from "../tables_query.ts";
import { differingKeys } from "./bring.ts";
import { insertJournal, readDigests, readSum, selectUnnamed } from "./copy_store.ts";
import { type Copying, inSource, inTarget } from "./places.ts";

/** Where the comparing stands. */
export interface CompareCursor {
  readonly table: number;
  readonly after: Line | null;
  readonly rows: number;
  /** Rows that were changed meanwhile: the journal names them and brings them. */
  readonly late: number;
  /** Rows that differ and that the journal does not name: a copy that went wrong. */
  readonly differing: number;
}

/** The beginning of a comparison. */
export const FIRST_COMPARE: CompareCursor = { table: 0, after: null, rows: 0, late: 0, differing: 0 };

const SLICE_ROWS = 5_000;

/**
 * Compares one slice of rows by one digest, and row by row where that differs. What the journal names since its last
 * round is only late. What it does not name is noted there, so that it is copied once more and read back, and is
 * counted: more than a few, and something is wrong with the copy. Null once every table was compared.
 */
export async function compareSlice(
  copying: Copying,
  cursor: CompareCursor,
  { since }: { readonly since: string },
): Promise<CompareCursor | null> {
  const table = datasetTables()[cursor.table];
  if (!table) return null;
  const { tenantId } = copying;
  const { after } = cursor;
  const ours = await inSource(copying, (tx) => readSum(tx, table, { tenantId, after, until: null, limit: SLICE_ROWS }));
  const isLast = ours.count < SLICE_ROWS || table.key.length === 0;
  const range = { tenantId, after, until: isLast ? null : ours.last, limit: null };
  const theirs = await inTarget(copying, (tx) => readSum(tx, table, range));
  const isSame = theirs.digest === ours.digest && theirs.count === ours.count;
  const { late, differing } = isSame ? { late: 0, differing: 0 } : await lookCloser(copying, table, { range, since });
  return {
    table: isLast ? cursor.table + 1 : cursor.table,
    after: isLast ? null : ours.last,
    rows: cursor.rows + ours.count,
    late: cursor.late + late,
    differing: cursor.differing + differing,
  };
}

/** The source is read first: whatever was changed before that and is not in the copy stands in the journal by now. */
async function lookCloser(
  copying: Copying,
  table: DatasetTable,
  { range, since }: { range: Parameters<typeof readDigests>[2]; since: string },
): Promise<Pick<CompareCursor, "late" | "differing">> {
  const { tenantId } = copying;
  const ours = await inSource(copying, (tx) => readDigests(tx, table, range));
  const theirs = await inTarget(copying, (tx) => readDigests(tx, table, range));
  const keys = differingKeys(ours, theirs);
  if (keys.length === 0) return { late: 0, differing: 0 };
  const unnamed = await inSource(copying, async (tx) => {
    const found = await selectUnnamed(tx, { tenantId, since }, { table: table.name, keys });
    await insertJournal(tx, tenantId, [{ table: table.name, keys: found }]);
    return found;
  });
  return { late: keys.length - unnamed.length, differing: unnamed.length };
}
