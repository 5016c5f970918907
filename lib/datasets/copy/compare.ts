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
/** Tables that one look takes together: most are small. */
const TABLES_AT_ONCE = 8;

/**
 * Compares one slice of rows, or some small tables, by one digest each, and row by row where that differs. What the
 * journal names since its last round is only late. What it does not name is noted there, so that it is copied once more
 * and read back, and is counted: more than a few, and something is wrong with the copy. Null once all were compared.
 */
export async function compareSlice(
  copying: Copying,
  cursor: CompareCursor,
  { since }: { readonly since: string },
): Promise<CompareCursor | null> {
  const tables = datasetTables().slice(cursor.table, cursor.table + (cursor.after ? 1 : TABLES_AT_ONCE));
  if (tables.length === 0) return null;
  const { tenantId } = copying;
  const range = { tenantId, after: cursor.after, until: null, limit: SLICE_ROWS };
  const [ours, theirs] = await Promise.all(
    [inSource, inTarget].map((inPlace) =>
      inPlace(copying, (tx) => Promise.all(tables.map((table) => readSum(tx, table, range))))
    ),
  );
  let at = cursor;
  for (const [place, table] of tables.entries()) {
    const [our, their] = [ours![place]!, theirs![place]!];
    const isLast = our.count < SLICE_ROWS || table.key.length === 0;
    const until = isLast ? null : our.last;
    const isSame = their.digest === our.digest && their.count === our.count;
    const closer = { range: { ...range, until, limit: null }, since };
    const { late, differing } = isSame ? NOTHING : await lookCloser(copying, table, closer);
    at = {
      table: isLast ? at.table + 1 : at.table,
      after: until,
      rows: at.rows + our.count,
      late: at.late + late,
      differing: at.differing + differing,
    };
    // The rest of this table first; what was seen of the next is seen again.
    if (!isLast) break;
  }
  return at;
}

const NOTHING = { late: 0, differing: 0 };

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
