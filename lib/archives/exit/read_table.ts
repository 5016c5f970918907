import { present } from "../../base/assert.ts";
import type { Ctx } from "../../base/ctx.ts";
import {
  type DatasetTable,
  datasetTables,
  isLastSlice,
  keyOf,
  type Line,
  readLinesOf,
  readSlice,
} from "../../datasets/mod.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import type { RowKey } from "./exit.ts";

/** A row by the names of its columns, each as the database writes it. */
export type Row = Readonly<Record<string, string | null>>;

/** The next rows of a table after a key; `last` is null once there are no more. */
export async function readTable(
  ctx: Ctx,
  name: string,
  { after, limit }: { after: RowKey | null; limit: number },
): Promise<{ rows: Row[]; last: RowKey | null }> {
  const table = tableNamed(name);
  const read = await withTenant(ctx, (tx) => readSlice(tx, table, { tenantId: ctx.tenantId, after, limit }), {
    mode: "read",
    oneStatement: true,
  });
  const lines = read.map((line): Line => JSON.parse(line)), last = lines.at(-1);
  const rows = lines.map((line) => rowOf(table, line));
  const isOver = !last || table.key.length === 0 || isLastSlice(read, limit);
  return { rows, last: isOver ? null : keyOf(table, last) };
}

/** Rows of a table by their only key; those that are not there are missing. */
export async function lookUp(ctx: Ctx, name: string, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Row>> {
  if (ids.size === 0) return new Map();
  const table = tableNamed(name), keys = [...ids].map((id) => [id]);
  const lines = await withTenant(ctx, (tx) => readLinesOf(tx, table, { tenantId: ctx.tenantId, keys }), {
    mode: "read",
    oneStatement: true,
  });
  return new Map(lines.map((line) => [keyOf(table, line)[0]!, rowOf(table, line)]));
}

function tableNamed(name: string): DatasetTable {
  return present(datasetTables().find((table) => table.name === name), `table ${name}`);
}

function rowOf(table: DatasetTable, line: Line): Row {
  return Object.fromEntries(table.columns.map((column, n) => [column.name, line[n] ?? null]));
}
