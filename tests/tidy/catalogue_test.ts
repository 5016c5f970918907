import assert from "node:assert/strict";
import type postgres from "postgres";
import { API_ROLES, openFreshDatabases } from "./catalogue/databases.ts";
import {
  OUR_SCHEMAS,
  readColumns,
  readForeignKeys,
  readGrants,
  readIndexes,
  readPolicies,
  readRoutines,
  readTables,
} from "./catalogue/read.ts";
import {
  DEFINERS,
  FOREIGN_KEYS_NEVER_FOLLOWED,
  FOREIGN_KEYS_WITHOUT_DOSSIER,
  INDEXES_ACROSS_DOSSIERS,
  POLICIES_ACROSS_DOSSIERS,
  PUBLIC_FUNCTIONS,
  ROLES_OF,
  TABLES_OF_NO_DOSSIER,
  TABLES_WITHOUT_ROW_SECURITY,
} from "./catalogue/reasons.ts";

const fresh = await openFreshDatabases();
Deno.test.afterAll(() => fresh.close());
const OWNER = "postgres";

/** Reads the same thing of both databases. */
async function ofBoth<T>(read: (sql: postgres.Sql) => Promise<readonly T[]>): Promise<T[]> {
  return [...await read(fresh.control), ...await read(fresh.cell)];
}

const tables = await ofBoth(readTables);
const columns = await ofBoth(readColumns);
const indexes = await ofBoth(readIndexes);
const foreignKeys = await ofBoth(readForeignKeys);
const routines = await ofBoth(readRoutines);
const grants = await ofBoth(readGrants);
const policies = await ofBoth(readPolicies);

/** Column that a table's rows belong by; null for those of no dossier. */
function ownerColumn(table: string): "tenant_id" | null {
  return TABLES_OF_NO_DOSSIER[table] === undefined ? "tenant_id" : null;
}

Deno.test("both databases hold tables, keys, functions and policies to look at", () => {
  for (const found of [tables, columns, indexes, foreignKeys, routines, grants, policies]) {
    assert(found.length > 10);
  }
});

Deno.test("every table belongs to a dossier, or stands in the list with its reason", () => {
  const strays = tables.map(({ name }) => name).filter((name) =>
    ownerColumn(name) !== null &&
    !columns.some((column) => column.table === name && column.name === "tenant_id" && column.isRequired)
  );
  assert.deepEqual(strays, []);
});

Deno.test("row security is on and forced for every table", () => {
  const open = tables.filter(({ name, enabled, forced }) => !(enabled && forced) && !TABLES_WITHOUT_ROW_SECURITY[name]);
  assert.deepEqual(open, []);
});

Deno.test("no reason is given for a table, a key or a policy that is not there", () => {
  const names = new Set([
    ...tables.map(({ name }) => name),
    ...indexes.map(({ name }) => name),
    ...foreignKeys.map(({ table, name }) => `${table}.${name}`),
    ...policies.map(({ table, name }) => `${table}.${name}`),
    ...routines.map(({ signature }) => signature),
  ]);
  const given = [
    TABLES_OF_NO_DOSSIER,
    TABLES_WITHOUT_ROW_SECURITY,
    INDEXES_ACROSS_DOSSIERS,
    FOREIGN_KEYS_WITHOUT_DOSSIER,
    FOREIGN_KEYS_NEVER_FOLLOWED,
    POLICIES_ACROSS_DOSSIERS,
  ].flatMap((list) => Object.keys(list));
  assert.deepEqual([...given, ...PUBLIC_FUNCTIONS].filter((name) => !names.has(name)), []);
});

Deno.test("every privilege comes with a policy for that role and that command", () => {
  const bare = grants.filter(({ table, role, privilege }) =>
    !TABLES_WITHOUT_ROW_SECURITY[table] && ["SELECT", "INSERT", "UPDATE", "DELETE"].includes(privilege) &&
    !policies.some((policy) =>
      policy.table === table && policy.roles.includes(role) && ["ALL", privilege].includes(policy.command)
    )
  );
  assert.deepEqual(bare, []);
});

Deno.test("no role holds more than select, insert, update and delete: TRUNCATE, REFERENCES, TRIGGER belong to none", () => {
  const usual = new Set(["SELECT", "INSERT", "UPDATE", "DELETE"]);
  assert.deepEqual(grants.filter(({ role, privilege }) => !usual.has(privilege) || role === "public"), []);
});

Deno.test("every policy lets through the dossier in scope alone, but for those listed with their reason", () => {
  const wide = policies.filter(({ table, name, roles, using, check }) => {
    const isDefiners = roles.every((role) => DEFINERS[role] !== undefined) && name === "definer";
    if (isDefiners || POLICIES_ACROSS_DOSSIERS[`${table}.${name}`]) return false;
    const own = new RegExp("(tenant|person)_id = \\( SELECT (cell|control)\\.app_(tenant|person)_id\\(\\)");
    return ![using, check].filter((part) => part !== "").every((part) => own.test(part) && !/ OR /.test(part));
  });
  assert.deepEqual(wide, []);
});

Deno.test("every key and index starts with the dossier, or stands in the list with its reason", () => {
  const strays = indexes.filter(({ table, name, columns: [first] }) =>
    ownerColumn(table) !== null && first !== "tenant_id" && !INDEXES_ACROSS_DOSSIERS[name]
  );
  assert.deepEqual(strays, []);
});

Deno.test("every table has a primary key", () => {
  const without = tables.filter(({ name }) => !indexes.some((index) => index.table === name && index.isPrimary));
  assert.deepEqual(without, []);
});

Deno.test("every foreign key of a dossier's table carries the dossier on both sides", () => {
  const strays = foreignKeys.filter(({ table, name, columns, targetColumns }) =>
    ownerColumn(table) !== null && !FOREIGN_KEYS_WITHOUT_DOSSIER[`${table}.${name}`] &&
    (columns[0] !== "tenant_id" || targetColumns[0] !== "tenant_id")
  );
  assert.deepEqual(strays, []);
});

Deno.test("no deletion empties the dossier's column of another row", () => {
  assert.deepEqual(foreignKeys.filter(({ cleared }) => cleared.includes("tenant_id")), []);
});

Deno.test("every foreign key finds its rows by an index, so that a deletion reads no table whole", () => {
  const slow = foreignKeys.filter(({ table, columns: wanted }) =>
    !indexes.some((index) => index.table === table && wanted.every((column, i) => index.columns[i] === column))
  ).map(({ table, name }) => `${table}.${name}`);
  assert.deepEqual(slow.filter((name) => !FOREIGN_KEYS_NEVER_FOLLOWED[name]), []);
});

Deno.test("every view asks as its caller", async () => {
  const views = await ofBoth((sql) =>
    sql`select c.oid::regclass::text as name from pg_class c
      where c.relkind in ('v', 'm') and c.relnamespace::regnamespace::text in ${sql([...OUR_SCHEMAS, "public"])}
        and (c.relkind = 'm' or not coalesce('security_invoker=true' = any (c.reloptions), false))`
  );
  assert.deepEqual(views, []);
});

Deno.test("every routine is parsed already or names an empty search path, and nobody but those named may call it", () => {
  assert.deepEqual(routines.filter(({ searchPath, isParsed }) => searchPath !== '""' && !isParsed), []);
  const open = routines.filter(({ signature, isPublic }) => isPublic && !PUBLIC_FUNCTIONS.has(signature));
  assert.deepEqual(open.map(({ signature }) => signature), []);
});

Deno.test("definer functions belong to roles nobody logs in as, all other routines to the owner", () => {
  const strays = routines.filter(({ isDefiner, owner }) => isDefiner ? !DEFINERS[owner] : owner !== OWNER);
  assert.deepEqual(strays, []);
});

Deno.test("a definer that only reads holds no other privilege", () => {
  const writing = grants.filter(({ role, privilege }) => DEFINERS[role]?.writes === false && privilege !== "SELECT");
  assert.deepEqual(writing, []);
});

Deno.test("no role is a superuser, bypasses row security, makes roles or databases, or inherits", async () => {
  const wanted = [...Object.keys(ROLES_OF), ...Object.values(ROLES_OF).flat(), ...Object.keys(DEFINERS)];
  const found = await fresh.control`
    select rolname as name from pg_roles where rolname in ${fresh.control(wanted)}
      and not (rolsuper or rolbypassrls or rolinherit or rolcreaterole or rolcreatedb or rolreplication)
      and rolcanlogin = (rolname in ${fresh.control(Object.keys(ROLES_OF))})`;
  assert.deepEqual(found.map(({ name }) => name).sort(), wanted.sort());
});

Deno.test("each login may take its own roles and no other, and no role may take another", async () => {
  const found = await fresh.control<{ member: string; role: string; admin: boolean }[]>`
    select member::regrole::text as member, roleid::regrole::text as role, admin_option as admin
    from pg_auth_members where member::regrole::text <> ${OWNER} and roleid::regrole::text !~ '^pg_'
      and member::regrole::text !~ '^pg_' order by 1, 2`;
  const expected = Object.entries(ROLES_OF).flatMap(([member, roles]) =>
    roles.map((role) => ({ member, role, admin: false }))
  );
  assert.deepEqual(Array.from(found), expected.sort((a, b) => a.member < b.member ? -1 : a.member > b.member ? 1 : 0));
});

Deno.test("nobody but the owner may create in a schema, and the logins hold nothing of their own", async () => {
  const creators = await ofBoth((sql) =>
    sql`select n.nspname as schema, coalesce(nullif(g.grantee, 0)::regrole::text, 'public') as role
      from pg_namespace n, aclexplode(n.nspacl) g
      where n.nspname !~ '^pg_|^information_schema$' and g.privilege_type = 'CREATE' and g.grantee <> n.nspowner
        and g.grantee::regrole::text <> 'pg_database_owner'`
  );
  assert.deepEqual(creators, []);
  assert.deepEqual(grants.filter(({ role }) => role in ROLES_OF), []);
});

Deno.test("the schema public holds the list of migrations and nothing else", async () => {
  const found = await ofBoth((sql) =>
    sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind <> 'i'
      union all select proname from pg_proc where pronamespace = 'public'::regnamespace`
  );
  assert.deepEqual(found, [{ name: "paraphe_migrations" }, { name: "paraphe_migrations" }]);
});

Deno.test("no enum, domain or sequence: states are text under a check, numbers are counted without gap", async () => {
  const found = await ofBoth((sql) =>
    sql`select t.oid::regtype::text as name from pg_type t
        where t.typnamespace::regnamespace::text in ${sql([...OUR_SCHEMAS, "public"])} and t.typtype in ('e', 'd')
      union all select c.oid::regclass::text from pg_class c
        where c.relnamespace::regnamespace::text in ${sql([...OUR_SCHEMAS, "public"])} and c.relkind = 'S'`
  );
  assert.deepEqual(found, []);
});

Deno.test("money is bigint cents, instants carry a zone, and no column is a float or a fixed width", () => {
  const floats = /^(real|double precision|money|timestamp without|time without|character|"char")/;
  const strays = columns.filter(({ name, type }) =>
    name.endsWith("_cents") ? type !== "bigint" : floats.test(type) || (name.endsWith("_at") && !/zone$/.test(type))
  );
  assert.deepEqual(strays, []);
});

Deno.test("the roles of a hosted data API are refused every table and every function, the migrations' list too", async () => {
  for (const sql of [fresh.control, fresh.cell]) {
    for (const role of API_ROLES) {
      for (const { name } of [...await readTables(sql), { name: "public.paraphe_migrations" }]) {
        assert.equal(await refusalOf(sql, role, sql`select from ${sql(name)}`), "42501", `${role} reads ${name}`);
        assert.equal(await refusalOf(sql, role, sql`delete from ${sql(name)}`), "42501", `${role} writes ${name}`);
      }
      for (const { signature, kind, arguments: types } of await readRoutines(sql)) {
        if (kind === "trigger") continue;
        const nothing = sql.unsafe(types.map((type) => `null::${type}`).join(", "));
        const name = sql(signature.slice(0, signature.indexOf("(")));
        const call = kind === "procedure" ? sql`call ${name}(${nothing})` : sql`select ${name}(${nothing})`;
        assert.equal(await refusalOf(sql, role, call), "42501", `${role} calls ${signature}`);
      }
    }
  }
});

/** SQLSTATE with which a statement of a role is refused, or null. */
async function refusalOf(sql: postgres.Sql, role: string, statement: postgres.PendingQuery<postgres.Row[]>) {
  const refusal = await sql.begin(async (tx) => {
    await tx`set local role ${tx(role)}`;
    await tx`${statement}`;
  }).catch((error: { code?: string }) => error);
  return refusal && "code" in refusal ? refusal.code : null;
}
