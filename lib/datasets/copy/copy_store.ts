import { type SQL, sql } from "drizzle-orm";
import { Bug, present } from "../../base/assert.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { bounds, type Line, list, nameOf, textOf, valueOf } from "../dataset_store.ts";
import type { DatasetColumn, DatasetTable } from "../tables_query.ts";

/** One row of one table, by its key after the dossier: texts in the order of the table's key. */
export interface RowKey {
  readonly table: string;
  readonly key: Line;
}

/** What a table lets be done to its rows once they are there, by anybody. */
export type Change = "update" | "replace" | "never";

/** Where the database stands: which transactions are over. */
export async function currentSnapshot(tx: Tx): Promise<string> {
  return (await row<{ s: string }>(tx, sql`select pg_current_snapshot()::text as s`))!.s;
}

/** Where a row of the journal stands: its transaction, and its id in it. */
export interface JournalPlace {
  readonly xid: string;
  readonly id: string;
}

/** Journal rows after a place that a snapshot does not show, the oldest first. */
export async function selectJournal(
  tx: Tx,
  { tenantId, since, after, limit }: { tenantId: Uuid; since: string; after: JournalPlace | null; limit: number },
): Promise<(RowKey & JournalPlace)[]> {
  const beyond = after ? sql` and (xid, id) > (${after.xid}::xid8, ${after.id}::uuid)` : sql``;
  const found = await rows<JournalPlace & { table: string; key: Line | string }>(
    tx,
    sql`select xid::text as xid, id, table_name as "table", key from cell.journal
      where tenant_id = ${tenantId}${beyond}
        and xid >= pg_snapshot_xmin(${since}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${since}::pg_snapshot)
      order by xid, id limit ${limit}`,
  );
  return found.map((one) => ({ ...one, key: typeof one.key === "string" ? JSON.parse(one.key) : one.key }));
}

/** Notes keys once more, for the next round to look at. */
export async function insertJournal(tx: Tx, tenantId: Uuid, keys: readonly RowKey[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.execute(sql`insert into cell.journal (tenant_id, table_name, key)
    select ${tenantId}::uuid, r->>'table', r->'key' from jsonb_array_elements(${JSON.stringify(keys)}::jsonb) r`);
}

/** Forgets a dossier's journal. */
export async function clearJournal(tx: Tx, tenantId: Uuid): Promise<void> {
  await tx.execute(sql`delete from cell.journal where tenant_id = ${tenantId}`);
}

/** What each table of the cell lets be done to its rows, by what the program itself may do to them. */
export async function selectChanges(tx: Tx): Promise<ReadonlyMap<string, Change>> {
  const found = await rows<{ name: string; change: Change }>(
    tx,
    sql`select c.relname as name, case
        when has_any_column_privilege('app_user', c.oid, 'update') then 'update'
        when has_table_privilege('app_user', c.oid, 'delete') then 'replace' else 'never' end as change
      from pg_catalog.pg_class c where c.relnamespace = 'cell'::regnamespace and c.relkind = 'r'`,
  );
  return new Map(found.map(({ name, change }) => [name, change]));
}

/** The rows of some keys as they stand, each as its line. */
export async function readRows(
  tx: Tx,
  table: DatasetTable,
  { tenantId, keys }: { tenantId: Uuid; keys: readonly Line[] },
): Promise<Line[]> {
  const found = await rows<{ line: Line }>(
    tx,
    sql`select json_build_array(${sql.join(table.columns.map((column) => textOf(column)), sql`, `)}) as line
      from ${nameOf(table)} where tenant_id = ${tenantId} and ${isOneOf(table, keys)}`,
  );
  return found.map(({ line }) => typeof line === "string" ? JSON.parse(line) : line);
}

/** Removes the rows of some keys. */
export async function deleteRows(
  tx: Tx,
  table: DatasetTable,
  { tenantId, keys }: { tenantId: Uuid; keys: readonly Line[] },
): Promise<void> {
  await tx.execute(sql`delete from ${nameOf(table)} where tenant_id = ${tenantId} and ${isOneOf(table, keys)}`);
}

/** Writes rows: those that are there under the same key take the new values, where the table lets them. */
export async function writeRows(
  tx: Tx,
  table: DatasetTable,
  { tenantId, lines, change }: { tenantId: Uuid; lines: readonly Line[]; change: Change },
): Promise<void> {
  const names = table.columns.map(({ name }) => name);
  const rest = table.columns.filter(({ name }) => !table.key.includes(name));
  const key = list(["tenant_id", ...table.key]);
  const values = sql.join([sql`${tenantId}::uuid`, ...table.columns.map((one, at) => valueOf(one, at))], sql`, `);
  const conflict = change === "update" && rest.length > 0
    ? sql`(${key}) do update set ${
      sql.join(rest.map(({ name }) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`), sql`, `)
    } where (${comparable(rest, sql`old`)}) is distinct from (${comparable(rest, sql`excluded`)})`
    : sql`(${key}) do nothing`;
  await tx.execute(sql`insert into ${nameOf(table)} as old (${list(["tenant_id", ...names])})
    select ${values} from jsonb_array_elements(${JSON.stringify(lines)}::jsonb) as r on conflict ${conflict}`);
}

/** Columns of one side, as what can be compared: json itself has no equality. */
function comparable(columns: readonly DatasetColumn[], side: SQL): SQL {
  return sql.join(
    columns.map(({ name, type }) => sql`${side}.${sql.identifier(name)}${type === "json" ? sql`::text` : sql``}`),
    sql`, `,
  );
}

/** Key and digest of each row after a key, up to and including another (or to the end). */
export async function readDigests(
  tx: Tx,
  table: DatasetTable,
  { tenantId, after, until, limit }: { tenantId: Uuid; after: Line | null; until: Line | null; limit: number | null },
): Promise<{ readonly key: Line; readonly digest: string }[]> {
  const order = list(["tenant_id", ...table.key]);
  const beyond = after && table.key.length > 0 ? sql` and (${list(table.key)}) > (${bounds(table, after)})` : sql``;
  const within = until && table.key.length > 0 ? sql` and (${list(table.key)}) <= (${bounds(table, until)})` : sql``;
  const key = sql.join(keyColumns(table).map((column) => sql`${sql.identifier(column.name)}::text`), sql`, `);
  const found = await rows<{ key: Line; digest: string }>(
    tx,
    sql`select jsonb_build_array(${key}) as key, md5(json_build_array(${
      sql.join(table.columns.map((column) => textOf(column)), sql`, `)
    })::text) as digest
      from ${nameOf(table)} where tenant_id = ${tenantId}${beyond}${within} order by ${order}
      ${limit === null ? sql`` : sql`limit ${limit}`}`,
  );
  return found.map(({ key: read, digest }) => ({ key: typeof read === "string" ? JSON.parse(read) : read, digest }));
}

/** How many blobs the rows of a table describe, and how many bytes they hold. */
export async function sumBlobs(
  tx: Tx,
  table: DatasetTable,
  tenantId: Uuid,
): Promise<{ readonly files: number; readonly bytes: number }> {
  const bytes = sql.identifier(present(table.blob, `${table.name} has blobs`).bytes);
  const found = await row<{ files: number; bytes: string }>(
    tx,
    sql`select count(*)::int as files, coalesce(sum(${bytes}), 0)::text as bytes
      from ${nameOf(table)} where tenant_id = ${tenantId}`,
  );
  return { files: found!.files, bytes: Number(found!.bytes) };
}

/** Removes some rows of a table, whichever; true when more may be left. With the purger's role. */
export async function deleteSome(
  tx: Tx,
  table: string,
  { tenantId, limit }: { tenantId: Uuid; limit: number },
): Promise<number> {
  const name = sql`cell.${sql.identifier(table)}`;
  const gone = await row<{ n: number }>(
    tx,
    sql`with gone as (delete from ${name} where ctid = any(array(
        select ctid from ${name} where tenant_id = ${tenantId} limit ${limit})) and tenant_id = ${tenantId} returning 1)
      select count(*)::int as n from gone`,
  );
  return gone!.n;
}

/** The key of a line, in the order of the table's key. */
export function keyOfLine(table: DatasetTable, line: Line): Line {
  return table.key.map((name) => line[table.columns.findIndex((column) => column.name === name)]!);
}

function isOneOf(table: DatasetTable, keys: readonly Line[]): SQL {
  if (table.key.length === 0) return sql`true`;
  const values = keyColumns(table).map((column, place) => sql`(r->>${place}::int)::${sql.identifier(column.type)}`);
  return sql`(${list(table.key)}) in (select ${sql.join(values, sql`, `)}
    from jsonb_array_elements(${JSON.stringify(keys)}::jsonb) as r)`;
}

function keyColumns(table: DatasetTable) {
  return table.key.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    if (!column || column.type === "bytea") throw new Bug(`the key of ${table.name} is no text`);
    return column;
  });
}
