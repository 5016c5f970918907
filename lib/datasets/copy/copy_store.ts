import { type SQL, sql } from "drizzle-orm";
import { Bug, present } from "../../base/assert.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { bounds, type Line, list, nameOf, textOf, valueOf } from "../dataset_store.ts";
import type { DatasetColumn, DatasetTable } from "../tables_query.ts";

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

/** Keys of one table, each as the text of a JSON array: what the database writes, and compares by. */
export interface TableKeys {
  readonly table: string;
  readonly keys: readonly string[];
}

/** One look at the journal. */
export interface JournalPage {
  readonly tables: readonly TableKeys[];
  /** Rows of the journal that were looked at: fewer than the limit, and there were no more. */
  readonly entries: number;
  readonly last: JournalPlace | null;
}

/** Where journal rows begin that are of interest, and how many are looked at. */
export interface JournalRange {
  readonly tenantId: Uuid;
  /** Rows that this snapshot shows are known. */
  readonly since: string;
  readonly after: JournalPlace | null;
  readonly limit: number;
}

/** The keys that the next journal rows after a place name, each once; rows that a snapshot shows are left out. */
export async function selectJournal(tx: Tx, { tenantId, since, after, limit }: JournalRange): Promise<JournalPage> {
  const beyond = after ? sql` and (xid, id) > (${after.xid}::xid8, ${after.id}::uuid)` : sql``;
  const found = await rows<{ table: string; keys: string; entries: number; xid: string; id: string }>(
    tx,
    sql`with page as (
        select xid, id, table_name, key from cell.journal where tenant_id = ${tenantId}${beyond}
          and xid >= pg_snapshot_xmin(${since}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${since}::pg_snapshot)
        order by xid, id limit ${limit})
      select p.table_name as "table", jsonb_agg(distinct p.key::text)::text as keys, last.xid::text as xid, last.id,
        (select count(*)::int from page) as entries
      from page p, (select xid, id from page order by xid desc, id desc limit 1) last
      group by p.table_name, last.xid, last.id`,
  );
  const [first] = found;
  return {
    tables: found.map(({ table, keys }) => ({ table, keys: JSON.parse(keys) as string[] })),
    entries: first?.entries ?? 0,
    last: first ? { xid: first.xid, id: first.id } : null,
  };
}

/** Notes keys once more, for the next round to look at. */
export async function insertJournal(tx: Tx, tenantId: Uuid, tables: readonly TableKeys[]): Promise<void> {
  for (const { table, keys } of tables) {
    if (keys.length === 0) continue;
    await tx.execute(sql`insert into cell.journal (tenant_id, table_name, key)
      select ${tenantId}::uuid, ${table}, r from jsonb_array_elements(${asArray(keys)}::jsonb) r`);
  }
}

/** Those of some keys that the journal does not name beyond what a snapshot shows. */
export async function selectUnnamed(
  tx: Tx,
  { tenantId, since }: Pick<JournalRange, "tenantId" | "since">,
  { table, keys }: TableKeys,
): Promise<string[]> {
  const found = await rows<{ key: string }>(
    tx,
    sql`select r::text as key from jsonb_array_elements(${asArray(keys)}::jsonb) r where not exists (
      select from cell.journal j where j.tenant_id = ${tenantId} and j.table_name = ${table} and j.key = r
        and j.xid >= pg_snapshot_xmin(${since}::pg_snapshot)
        and not pg_visible_in_snapshot(j.xid, ${since}::pg_snapshot))`,
  );
  return found.map(({ key }) => key);
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

/** A row as it is found: its key and its line as texts, and a digest of the line. */
export interface FoundRow {
  readonly key: string;
  readonly line: string;
  readonly digest: string;
}

/** The rows of some keys as they stand. */
export async function readRows(
  tx: Tx,
  table: DatasetTable,
  { tenantId, keys }: { tenantId: Uuid; keys: readonly string[] },
): Promise<FoundRow[]> {
  return await rows(
    tx,
    sql`select key, line, md5(line) as digest from (
      select ${keyText(table)} as key, ${lineText(table)} as line from ${rowsOf(table, { tenantId, keys })}) found`,
  );
}

/** Keys and digests of the rows of some keys. */
export async function readDigestsOf(
  tx: Tx,
  table: DatasetTable,
  { tenantId, keys }: { tenantId: Uuid; keys: readonly string[] },
): Promise<Digest[]> {
  return await rows(
    tx,
    sql`select ${keyText(table)} as key, md5(${lineText(table)}) as digest from ${rowsOf(table, { tenantId, keys })}`,
  );
}

/** Removes the rows of some keys. */
export async function deleteRows(
  tx: Tx,
  table: DatasetTable,
  { tenantId, keys }: { tenantId: Uuid; keys: readonly string[] },
): Promise<void> {
  await tx.execute(sql`delete from ${nameOf(table)} where tenant_id = ${tenantId}
    and ctid = any(array(select row_place from ${rowsOf(table, { tenantId, keys })}))`);
}

/** Removes the rows of some keys that are not what their digest says. */
export async function deleteOthers(
  tx: Tx,
  table: DatasetTable,
  { tenantId, wanted }: { tenantId: Uuid; wanted: readonly Digest[] },
): Promise<void> {
  const keys = wanted.map(({ key }) => key);
  const digests = JSON.stringify(Object.fromEntries(wanted.map(({ key, digest }) => [key, digest])));
  await tx.execute(sql`delete from ${nameOf(table)} where tenant_id = ${tenantId}
    and ctid = any(array(select row_place from ${rowsOf(table, { tenantId, keys })}
      where md5(${lineText(table)}) is distinct from ${digests}::jsonb ->> ${keyText(table)}))`);
}

/** Those of some values of columns that some row of a table holds, each as the text of a JSON array. */
export async function readPresent(
  tx: Tx,
  table: DatasetTable,
  { tenantId, columns, values }: { tenantId: Uuid; columns: readonly string[]; values: readonly string[] },
): Promise<string[]> {
  const typed = columns.map((name) => present(table.columns.find((one) => one.name === name), name));
  const asked = typed.map((column, place) => sql`(r->>${place}::int)::${sql.identifier(column.type)}`);
  const found = await rows<{ value: string }>(
    tx,
    sql`select r::text as value from jsonb_array_elements(${asArray(values)}::jsonb) r
      where exists (select from ${nameOf(table)} where tenant_id = ${tenantId}
        and (${list(columns)}) = (${sql.join(asked, sql`, `)}) offset 0)`,
  );
  return found.map(({ value }) => value);
}

/** Writes rows: those that are there under the same key take the new values, where the table lets them. */
export async function writeRows(
  tx: Tx,
  table: DatasetTable,
  { tenantId, lines, change }: { tenantId: Uuid; lines: readonly string[]; change: Change },
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
    select ${values} from jsonb_array_elements(${asArray(lines)}::jsonb) as r on conflict ${conflict}`);
}

/** Columns of one side, as what can be compared: json itself has no equality. */
function comparable(columns: readonly DatasetColumn[], side: SQL): SQL {
  return sql.join(
    columns.map(({ name, type }) => sql`${side}.${sql.identifier(name)}${type === "json" ? sql`::text` : sql``}`),
    sql`, `,
  );
}

/** Key of a row as text, and the digest of its line. */
export interface Digest {
  readonly key: string;
  readonly digest: string;
}

/** Rows after a key up to and including another, or to the end: as many as the limit allows. */
export interface RowRange {
  readonly tenantId: Uuid;
  readonly after: Line | null;
  readonly until: Line | null;
  readonly limit: number | null;
}

/** Key and digest of each row of a range. */
export async function readDigests(tx: Tx, table: DatasetTable, range: RowRange): Promise<Digest[]> {
  return await rows(tx, digestsOf(table, range));
}

/** One digest of a whole range, how many rows it holds and the key of the last. */
export async function readSum(
  tx: Tx,
  table: DatasetTable,
  range: RowRange,
): Promise<{ readonly count: number; readonly digest: string | null; readonly last: Line | null }> {
  const found = await row<{ count: number; digest: string | null; last: string | null }>(
    tx,
    sql`select count(*)::int as count, md5(string_agg(digest, '' order by place)) as digest,
      (array_agg(key order by place desc))[1] as last from (${digestsOf(table, range)}) each`,
  );
  return { count: found!.count, digest: found!.digest, last: found!.last === null ? null : JSON.parse(found!.last) };
}

function digestsOf(table: DatasetTable, { tenantId, after, until, limit }: RowRange): SQL {
  const order = list(["tenant_id", ...table.key]);
  const hasKey = table.key.length > 0;
  const beyond = after && hasKey ? sql` and (${list(table.key)}) > (${bounds(table, after)})` : sql``;
  const within = until && hasKey ? sql` and (${list(table.key)}) <= (${bounds(table, until)})` : sql``;
  return sql`select ${keyText(table)} as key, md5(${
    lineText(table)
  }) as digest, row_number() over (order by ${order}) as place
    from ${nameOf(table)} where tenant_id = ${tenantId}${beyond}${within} order by ${order}
    ${limit === null ? sql`` : sql`limit ${limit}`}`;
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

/** The key of a line as the database writes it. */
export function keyTextOf(key: Line): string {
  return asArray(key.map((value) => JSON.stringify(value)), ", ");
}

/**
 * The rows of some keys, to be selected from, with their place. Each is looked up by its key: for a dossier that is
 * alone in its cell the database would read whole tables instead.
 */
function rowsOf(table: DatasetTable, { tenantId, keys }: { tenantId: Uuid; keys: readonly string[] }): SQL {
  const own = sql`select *, ctid as row_place from ${nameOf(table)} where tenant_id = ${tenantId}`;
  if (table.key.length === 0) return sql`(${own}) own`;
  const values = keyColumns(table).map((column, place) => sql`(r->>${place}::int)::${sql.identifier(column.type)}`);
  return sql`jsonb_array_elements(${asArray(keys)}::jsonb) as r
    cross join lateral (${own} and (${list(table.key)}) = (${sql.join(values, sql`, `)}) offset 0) own`;
}

function keyText(table: DatasetTable): SQL {
  const key = keyColumns(table).map((column) => sql`${sql.identifier(column.name)}::text`);
  return sql`jsonb_build_array(${sql.join(key, sql`, `)})::text`;
}

function lineText(table: DatasetTable): SQL {
  return sql`json_build_array(${sql.join(table.columns.map((column) => textOf(column)), sql`, `)})::text`;
}

function asArray(texts: readonly string[], comma = ","): string {
  return `[${texts.join(comma)}]`;
}

function keyColumns(table: DatasetTable) {
  return table.key.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    if (!column || column.type === "bytea") throw new Bug(`the key of ${table.name} is no text`);
    return column;
  });
}
