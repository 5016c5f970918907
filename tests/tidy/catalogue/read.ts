import type postgres from "postgres";

/** Schemas that are ours; the third holds extensions alone. */
export const OUR_SCHEMAS = ["control", "cell"] as const;

/** One column of one table. */
export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
}

/** A primary key, a unique constraint, a unique or an ordinary index. */
export interface Index {
  readonly table: string;
  readonly name: string;
  readonly isPrimary: boolean;
  readonly columns: readonly string[];
}

/** A foreign key, its columns and those it points to; `cleared` are the columns that `on delete set …` empties. */
export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
  readonly cleared: readonly string[];
}

/** A function or a procedure. */
export interface Routine {
  /** `cell.search_items(text, uuid)`. */
  readonly signature: string;
  readonly name: string;
  readonly kind: "function" | "procedure" | "trigger";
  readonly owner: string;
  readonly isDefiner: boolean;
  readonly searchPath: string | null;
  /** True for a body in standard SQL, parsed when the routine was made: no search path reaches it. */
  readonly isParsed: boolean;
  readonly isPublic: boolean;
  readonly arguments: readonly string[];
}

/** Tables of our schemas, `cell.items`, with their row security. */
export async function readTables(sql: postgres.Sql): Promise<{ name: string; enabled: boolean; forced: boolean }[]> {
  return Array.from(
    await sql<{ name: string; enabled: boolean; forced: boolean }[]>`
      select c.relnamespace::regnamespace || '.' || c.relname as name,
        c.relrowsecurity as enabled, c.relforcerowsecurity as forced
      from pg_class c where c.relnamespace::regnamespace::text in ${sql(OUR_SCHEMAS)} and c.relkind in ('r', 'p')
      order by 1`,
  );
}

/** Columns of every table of our schemas. Types are Postgres's own names, without the digits of a numeric. */
export async function readColumns(sql: postgres.Sql): Promise<Column[]> {
  return Array.from(
    await sql<Column[]>`
      select c.relnamespace::regnamespace || '.' || c.relname as table, a.attname as name,
        regexp_replace(format_type(a.atttypid, a.atttypmod), '^numeric\\(.*\\)$', 'numeric') as type,
        a.attnotnull as "isRequired", a.atthasdef as "hasDefault"
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace::regnamespace::text in ${sql(OUR_SCHEMAS)} and c.relkind in ('r', 'p')
        and a.attnum > 0 and not a.attisdropped
      order by 1, a.attnum`,
  );
}

/** Every index, those behind primary keys and unique constraints among them. An expression counts as `(…)`. */
export async function readIndexes(sql: postgres.Sql): Promise<Index[]> {
  return Array.from(
    await sql<Index[]>`
      select c.relnamespace::regnamespace || '.' || c.relname as table, x.relname as name,
        i.indisprimary as "isPrimary",
        (select array_agg(coalesce(a.attname::text, '(…)') order by k.place)
          from unnest(i.indkey::int2[]) with ordinality k (number, place)
          left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          where k.place <= i.indnkeyatts) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
      where c.relnamespace::regnamespace::text in ${sql(OUR_SCHEMAS)} order by 1, 2`,
  );
}

/** Every foreign key. */
export async function readForeignKeys(sql: postgres.Sql): Promise<ForeignKey[]> {
  return Array.from(
    await sql<ForeignKey[]>`
      select c.relnamespace::regnamespace || '.' || c.relname as table, k.conname as name,
        t.relnamespace::regnamespace || '.' || t.relname as target,
        (select array_agg(a.attname::text order by n.place) from unnest(k.conkey) with ordinality n (number, place)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.number) as columns,
        (select array_agg(a.attname::text order by n.place) from unnest(k.confkey) with ordinality n (number, place)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = n.number) as "targetColumns",
        coalesce((select array_agg(a.attname::text) from unnest(
            case when k.confdeltype in ('n', 'd') then coalesce(k.confdelsetcols, k.conkey) end) number
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = number), '{}') as cleared
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      where k.contype = 'f' and c.relnamespace::regnamespace::text in ${sql(OUR_SCHEMAS)} order by 1, 2`,
  );
}

/** Every function and procedure of our schemas. */
export async function readRoutines(sql: postgres.Sql): Promise<Routine[]> {
  return Array.from(
    await sql<Routine[]>`
      select p.oid::regprocedure::text as signature, p.proname as name,
        case when p.prokind = 'p' then 'procedure' when p.prorettype = 'trigger'::regtype then 'trigger'
          else 'function' end as kind,
        p.proowner::regrole::text as owner, p.prosecdef as "isDefiner",
        (select substring(setting from 'search_path=(.*)') from unnest(p.proconfig) setting
          where setting like 'search_path=%') as "searchPath",
        p.prosqlbody is not null as "isParsed",
        exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))
          where grantee = 0 and privilege_type = 'EXECUTE') as "isPublic",
        array(select format_type(t, null) from unnest(p.proargtypes::oid[]) t) as arguments
      from pg_proc p where p.pronamespace::regnamespace::text in ${sql(OUR_SCHEMAS)} order by 1`,
  );
}

/** What each role but the owner holds on each table, columns included: `app_user`, `cell.items`, `SELECT`. */
export async function readGrants(sql: postgres.Sql): Promise<{ role: string; table: string; privilege: string }[]> {
  return Array.from(
    await sql<{ role: string; table: string; privilege: string }[]>`
      select distinct coalesce(nullif(g.grantee, 0)::regrole::text, 'public') as role, t.name as table,
        g.privilege_type as privilege
      from (
        select c.relnamespace::regnamespace || '.' || c.relname as name, c.relowner as owner, c.relacl as acl
          from pg_class c where c.relnamespace::regnamespace::text in ${sql(OUR_SCHEMAS)} and c.relkind in ('r', 'p')
        union all
        select c.relnamespace::regnamespace || '.' || c.relname, c.relowner, a.attacl
          from pg_class c join pg_attribute a on a.attrelid = c.oid
          where c.relnamespace::regnamespace::text in ${sql(OUR_SCHEMAS)} and c.relkind in ('r', 'p')
      ) t, aclexplode(t.acl) g where g.grantee <> t.owner order by 1, 2, 3`,
  );
}

/** Every policy: the table, the roles it is for, the command (`ALL` for any), and what it lets through. */
export async function readPolicies(
  sql: postgres.Sql,
): Promise<{ table: string; name: string; roles: string[]; command: string; using: string; check: string }[]> {
  return Array.from(
    await sql<{ table: string; name: string; roles: string[]; command: string; using: string; check: string }[]>`
      select schemaname || '.' || tablename as table, policyname as name, roles::text[] as roles, cmd as command,
        coalesce(qual, '') as using, coalesce(with_check, '') as check
      from pg_policies where schemaname in ${sql(OUR_SCHEMAS)} order by 1, 2`,
  );
}
