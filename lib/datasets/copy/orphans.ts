import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { Line } from "../dataset_store.ts";
import { type DatasetTable, datasetTables, type ParentLink } from "../tables_query.ts";
import { readPresent } from "./copy_store.ts";

/** Lines of one table, those whose parents are in the target or among them first. */
export interface Sorted {
  readonly ready: readonly string[];
  /** Lines that point to a row that is not there yet. */
  readonly orphans: readonly string[];
}

/** One line, as text and read. */
interface Read {
  readonly text: string;
  readonly line: Line;
}

/** Tells the lines that may be written from those that must wait for a parent. */
export async function sortOrphans(
  tx: Tx,
  table: DatasetTable,
  { tenantId, lines }: { tenantId: Uuid; lines: readonly string[] },
): Promise<Sorted> {
  let ready = lines.map((text): Read => ({ text, line: JSON.parse(text) }));
  for (const link of table.parents) {
    const there = await presentParents(tx, table, link, { tenantId, read: ready });
    ready = link.table === table.name
      ? rooted(table, link, { read: ready, there })
      : ready.filter(({ line }) => isNullOr(there, valueOf(table, link.columns, line)));
  }
  const kept = new Set(ready.map(({ text }) => text));
  return { ready: [...kept], orphans: lines.filter((text) => !kept.has(text)) };
}

async function presentParents(
  tx: Tx,
  table: DatasetTable,
  { table: name, columns, parentColumns }: ParentLink,
  { tenantId, read }: { tenantId: Uuid; read: readonly Read[] },
): Promise<ReadonlySet<string>> {
  const parent = datasetTables().find((one) => one.name === name);
  const values = [...new Set(read.map(({ line }) => valueOf(table, columns, line)).filter((one) => one !== null))];
  // A table that no copy holds has what it has: the database judges.
  if (!parent || values.length === 0) return new Set(values);
  return new Set(await readPresent(tx, parent, { tenantId, columns: parentColumns, values }));
}

/** Lines of a table that points to itself whose ancestors are all there, or come along. */
function rooted(
  table: DatasetTable,
  { columns, parentColumns }: ParentLink,
  { read, there }: { read: readonly Read[]; there: ReadonlySet<string> },
): Read[] {
  let kept = [...read];
  for (let before = Infinity; kept.length < before;) {
    before = kept.length;
    const coming = new Set(kept.map(({ line }) => valueOf(table, parentColumns, line)));
    kept = kept.filter(({ line }) => {
      const value = valueOf(table, columns, line);
      return isNullOr(there, value) || coming.has(value);
    });
  }
  return kept;
}

function isNullOr(there: ReadonlySet<string>, value: string | null): boolean {
  return value === null || there.has(value);
}

/** The values of some columns as the database writes a JSON array; null where one of them is. */
function valueOf(table: DatasetTable, columns: readonly string[], line: Line): string | null {
  const values = columns.map((name) => line[table.columns.findIndex((column) => column.name === name)]);
  return values.some((value) => value === null) ? null : `[${values.map((one) => JSON.stringify(one)).join(", ")}]`;
}
