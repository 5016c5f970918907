import { type SQL, sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { toHex } from "../platform/crypto.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import type { ChainHead } from "./manifest.ts";
import type { DatasetColumn, DatasetTable } from "./tables_query.ts";

/** Rows of one slice at most. */
export const SLICE_ROWS = 2_000;
/** Bytes after which a slice ends, with the row that passed them: what a step holds in memory. */
export const SLICE_BYTES = 8 * 1024 * 1024;

/** One row as it travels: a text or null for each column. */
export type Line = readonly (string | null)[];

/** The dossier's own row, or null. */
export async function findDossier(tx: Tx, tenantId: Uuid): Promise<{ state: string; epoch: number } | null> {
  return await row(tx, sql`select state, epoch from cell.dossiers where tenant_id = ${tenantId}`);
}

/** What claims an empty dossier: an export, by the digest of its manifest. */
export interface Claim {
  readonly tenantId: Uuid;
  readonly publicId: string;
  readonly epoch: number;
  readonly manifest: string;
}

/**
 * Makes the row of a dossier that is about to be filled: a copy, which nobody may enter to write, claimed by one
 * export. Of two that claim it at once the second waits for the first, and is told false; the same one again is told
 * true.
 */
export async function claimCopy(tx: Tx, { tenantId, publicId, epoch, manifest }: Claim): Promise<boolean> {
  const found = await row<{ is_ours: boolean }>(
    tx,
    sql`insert into cell.dossiers as d (tenant_id, public_id, state, epoch, claimed_by)
      values (${tenantId}, ${publicId}, 'copy', ${epoch}, ${manifest})
      on conflict (tenant_id) do update set claimed_by = coalesce(d.claimed_by, excluded.claimed_by)
      returning d.state = 'copy' and d.claimed_by = ${manifest} as is_ours`,
  );
  return found!.is_ours;
}

/** Head of the dossier's chain, or null. */
export async function findChainHead(tx: Tx, tenantId: Uuid): Promise<ChainHead | null> {
  const found = await row<{ chain_id: Uuid; head_seq: bigint; head_hash: Uint8Array }>(
    tx,
    sql`select chain_id, head_seq, head_hash from cell.chains where tenant_id = ${tenantId}`,
  );
  return found && { id: found.chain_id, seq: String(found.head_seq), hash: toHex(found.head_hash) };
}

/** How many rows of a table the dossier has. */
export async function countRows(tx: Tx, table: DatasetTable, tenantId: Uuid): Promise<number> {
  const found = await row<{ n: number }>(
    tx,
    sql`select count(*)::int as n from ${nameOf(table)} where tenant_id = ${tenantId}`,
  );
  return found!.n;
}

/** How many rows the dossier has in each of some tables, in their order, by one statement. */
export async function countAll(tx: Tx, tables: readonly DatasetTable[], tenantId: Uuid): Promise<number[]> {
  const counts = tables.map((table) => sql`(select count(*) from ${nameOf(table)} where tenant_id = ${tenantId})`);
  const found = await row<{ counts: string }>(
    tx,
    sql`select json_build_array(${sql.join(counts, sql`, `)})::text as counts`,
  );
  return JSON.parse(found!.counts);
}

/** True when the dossier has at least one row in a table. */
export async function hasRows(tx: Tx, table: DatasetTable, tenantId: Uuid): Promise<boolean> {
  return await row(tx, sql`select from ${nameOf(table)} where tenant_id = ${tenantId} limit 1`) !== null;
}

/** The next rows after a key (or the first), each as a line of JSON that the database wrote. */
export async function readSlice(
  tx: Tx,
  table: DatasetTable,
  { tenantId, after, limit = SLICE_ROWS }: { tenantId: Uuid; after: Line | null; limit?: number },
): Promise<string[]> {
  const order = list(["tenant_id", ...table.key]);
  const beyond = after ? sql` and (${list(table.key)}) > (${bounds(table, after)})` : sql``;
  const found = await rows<{ line: string }>(
    tx,
    sql`select line from (
        select *, sum(octet_length(line)) over (order by ${order} rows unbounded preceding) - octet_length(line) as before
        from (
          select ${list(["tenant_id", ...table.key])},
            json_build_array(${sql.join(table.columns.map(textOf), sql`, `)})::text as line
          from ${nameOf(table)} where tenant_id = ${tenantId}${beyond} order by ${order} limit ${limit}
        ) page
      ) measured where before < ${SLICE_BYTES} order by ${order}`,
  );
  return found.map(({ line }) => line);
}

/**
 * Inserts lines under a dossier's id, by one statement: they travel as one JSON parameter and are cast one by one. Rows
 * that are there under the same key stay.
 */
export async function insertLines(
  tx: Tx,
  table: DatasetTable,
  { tenantId, lines }: { tenantId: Uuid; lines: readonly Line[] },
): Promise<void> {
  const names = list(["tenant_id", ...table.columns.map(({ name }) => name)]);
  const values = table.columns.map((column, place) => valueOf(column, place));
  const json = JSON.stringify(lines);
  await tx.execute(sql`insert into ${nameOf(table)} (${names})
    select ${sql.join([sql`${tenantId}::uuid`, ...values], sql`, `)} from jsonb_array_elements(${json}::jsonb) as r
    on conflict (${list(["tenant_id", ...table.key])}) do nothing`);
}

/** Has every row's parent looked for as the row comes, not at the commit: whoever inserts one by one must know. */
export async function checkParentsAtOnce(tx: Tx): Promise<void> {
  await tx.execute(sql`set constraints all immediate`);
}

/** The rows of some keys as they stand. */
export async function readLinesOf(
  tx: Tx,
  table: DatasetTable,
  { tenantId, keys }: { tenantId: Uuid; keys: readonly Line[] },
): Promise<Line[]> {
  const columns = table.key.map((name) => table.columns.find((column) => column.name === name)!);
  const values = columns.map(({ type }, place) => sql`(r->>${place}::int)::${sql.identifier(type)}`);
  const within = columns.length === 0 ? sql`` : sql` and (${list(table.key)}) in (
    select ${sql.join(values, sql`, `)} from jsonb_array_elements(${JSON.stringify(keys)}::jsonb) as r)`;
  const found = await rows<{ line: string }>(
    tx,
    sql`select json_build_array(${sql.join(table.columns.map(textOf), sql`, `)})::text as line
      from ${nameOf(table)} where tenant_id = ${tenantId}${within}`,
  );
  return found.map(({ line }) => JSON.parse(line));
}

/** The key of a line, in the order of the table's key. */
export function keyOf(table: DatasetTable, line: Line): Line {
  return table.key.map((name) => line[table.columns.findIndex((column) => column.name === name)]!);
}

/**
 * True of a slice that nothing cut: it reached the end of its table. Waiting for an empty one would run after a table
 * that grows.
 */
export function isLastSlice(lines: readonly string[], limit = SLICE_ROWS): boolean {
  const longest = 3 * lines.reduce((sum, line) => sum + line.length, 0);
  return lines.length < limit && longest < SLICE_BYTES;
}

/** The table, as SQL. */
export function nameOf(table: DatasetTable): SQL {
  return sql`cell.${sql.identifier(table.name)}`;
}

/** Names of columns, as SQL. */
export function list(names: readonly string[]): SQL {
  return sql.join(names.map((name) => sql.identifier(name)), sql`, `);
}

/** The values of a key, as SQL. */
export function bounds(table: DatasetTable, after: Line): SQL {
  return sql.join(
    table.key.map((name, place) => {
      const column = table.columns.find((one) => one.name === name)!;
      return sql`${after[place]}::${sql.identifier(column.type)}`;
    }),
    sql`, `,
  );
}

/** A column as exact text: Postgres's own, in UTC for instants, base 64 for bytes. */
export function textOf(column: DatasetColumn): SQL {
  const name = sql.identifier(column.name);
  return column.type === "bytea" ? sql`translate(encode(${name}, 'base64'), chr(10), '')` : sql`${name}::text`;
}

/** A column of the JSON row `r`, as SQL. */
export function valueOf(column: DatasetColumn, place: number): SQL {
  const text = sql`r->>${place}::int`;
  return column.type === "bytea" ? sql`decode(${text}, 'base64')` : sql`(${text})::${sql.identifier(column.type)}`;
}
