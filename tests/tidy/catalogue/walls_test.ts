import assert from "node:assert/strict";
import type postgres from "postgres";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";
import { SCOPED_FUNCTIONS, UNSCOPED_FUNCTIONS } from "./definer_functions.ts";
import { readColumns, readPolicies, readRoutines, readTables } from "./read.ts";
import { POLICIES_ACROSS_DOSSIERS, ROLES_OF, TABLES_OF_NO_DOSSIER } from "./reasons.ts";
import { insertSamples } from "./sample_rows.ts";
import { attempt, connect, INSUFFICIENT_PRIVILEGE, isNothing, type Outcome, SEALED, type Trier } from "./tries.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

/** A database, the logins' own connections to it, and what stands in it of two dossiers. */
interface Ground {
  readonly name: "control" | "cell";
  readonly owner: postgres.Sql;
  readonly logins: Readonly<Record<keyof typeof ROLES_OF, postgres.Sql>>;
  /** Tables of dossiers, each with one row of ours and one of theirs. */
  readonly tables: readonly string[];
}

const OURS = newId();
const THEIRS = newId();
const grounds = [
  await openGround("control", world.owner.control, "control"),
  await openGround("cell", world.owner.trial, "trial-1"),
];

async function openGround(name: Ground["name"], owner: postgres.Sql, database: string): Promise<Ground> {
  const logins = {
    product_login: connect(world.url(database, "product")),
    console_login: connect(world.url(database, "console")),
  };
  Deno.test.afterAll(async () => {
    await Promise.all(Object.values(logins).map((sql) => sql.end()));
  });
  const tables = (await readTables(owner)).map((table) => table.name).filter((table) => !TABLES_OF_NO_DOSSIER[table]);
  for (const tenantId of [OURS, THEIRS]) await insertSamples(owner, tables, tenantId);
  return { name, owner, logins, tables };
}

/** Every role that a login takes in a database, with that login's connection. */
async function rolesIn(ground: Ground): Promise<{ role: string; sql: postgres.Sql }[]> {
  const known = await ground.owner<{ name: string }[]>`
    select rolname as name from pg_roles where has_schema_privilege(oid, ${ground.name}, 'usage')`;
  return Object.entries(ROLES_OF).flatMap(([login, roles]) =>
    roles.filter((role) => known.some(({ name }) => name === role))
      .map((role) => ({ role, sql: ground.logins[login as keyof typeof ROLES_OF] }))
  );
}

/** Roles that a listed policy lets see the rows of every dossier of a table. */
async function rolesAcross(ground: Ground, table: string): Promise<string[]> {
  return (await readPolicies(ground.owner)).filter((policy) =>
    policy.table === table && POLICIES_ACROSS_DOSSIERS[`${policy.table}.${policy.name}`] && policy.name !== "app"
  ).flatMap((policy) => policy.roles);
}

/** How many times somebody was turned away, for the line that each database prints. */
const tries = { control: 0, cell: 0 };

for (const ground of grounds) {
  for (const table of ground.tables) {
    Deno.test(`from another dossier ${table} gives nothing to see, change, delete or add to`, async () => {
      const wide = await rolesAcross(ground, table);
      const columns = (await readColumns(ground.owner)).filter((column) => column.table === table);
      const copied = columns.map(({ name }) => name === "id" ? "gen_random_uuid()" : `"${name}"`).join(", ");
      await copyRow(ground, table);
      for (const { role, sql } of (await rolesIn(ground)).filter(({ role }) => !wide.includes(role))) {
        const they: Trier = { role, tenantId: THEIRS };
        const tried = {
          select: await attempt(sql, they, `select 1 from ${table} where tenant_id = '${OURS}'`),
          selectAll: await attempt(sql, they, `select 1 from ${table} where tenant_id <> '${THEIRS}'`),
          update: await attempt(sql, they, `update ${table} set tenant_id = tenant_id where tenant_id = '${OURS}'`),
          delete: await attempt(sql, they, `delete from ${table} where tenant_id = '${OURS}'`),
        };
        const seen = Object.entries(tried).filter(([, outcome]) => !isNothing(outcome));
        assert.deepEqual(seen, [], `${role} on ${table}`);
        const added = await attempt(
          sql,
          they,
          `insert into ${table} select ${copied} from spare.${table.split(".")[1]}`,
        );
        assert.deepEqual(added, { refused: INSUFFICIENT_PRIVILEGE }, `${role} inserts into ${table}`);
        tries[ground.name] += Object.keys(tried).length + 1;
      }
    });
  }

  Deno.test(`every table of ${ground.name} that belongs to a dossier was tried, select to insert, by every role`, () => {
    const { name, tables } = ground;
    assert(tries[name] >= tables.length * 5 * 3);
    print(`${name}: ${tables.length} tables × select, select all, update, delete, insert: ${tries[name]} refusals`);
  });

  Deno.test(`in its own scope a role of ${ground.name} sees the one row that is its dossier's`, async () => {
    for (const { role, sql } of (await rolesIn(ground)).filter(({ role }) => role === "app_reader")) {
      for (const table of ground.tables.filter((name) => name !== "control.jobs")) {
        const seen = await attempt(sql, { role, tenantId: OURS }, `select 1 from ${table}`);
        assert.deepEqual(seen, { rows: 1 }, `${role} on ${table}`);
      }
    }
  });

  Deno.test(`without a scope the roles of ${ground.name} see nothing`, async () => {
    for (const { role, sql } of await rolesIn(ground)) {
      for (const table of ground.tables) {
        if ((await rolesAcross(ground, table)).includes(role)) continue;
        assert(isNothing(await attempt(sql, { role }, `select 1 from ${table}`)), `${role} on ${table}`);
      }
    }
  });

  Deno.test(`a login that took no role reaches no table of ${ground.name}`, async () => {
    for (const sql of Object.values(ground.logins)) {
      for (const { name } of await readTables(ground.owner)) {
        const outcome = await attempt(sql, { role: null, tenantId: OURS }, `select 1 from ${name}`);
        assert.deepEqual(outcome, { refused: INSUFFICIENT_PRIVILEGE }, name);
      }
    }
  });

  Deno.test(`no role of ${ground.name} may empty a table with TRUNCATE`, async () => {
    for (const { role, sql } of await rolesIn(ground)) {
      for (const { name } of await readTables(ground.owner)) {
        const outcome = await attempt(sql, { role, tenantId: OURS }, `truncate ${name} cascade`);
        assert.deepEqual(outcome, { refused: INSUFFICIENT_PRIVILEGE }, `${role} on ${name}`);
      }
    }
  });

  Deno.test(`every definer function of ${ground.name} that the product calls is listed here`, async () => {
    const callable = await callableByProduct(ground);
    const listed = Object.keys({ ...SCOPED_FUNCTIONS, ...UNSCOPED_FUNCTIONS }).filter((name) =>
      name.startsWith(`${ground.name}.`)
    );
    assert.deepEqual(callable.sort(), listed.sort());
  });

  Deno.test(`a definer function of ${ground.name} called from another dossier returns nothing of ours`, async () => {
    for (const [name, call] of Object.entries(SCOPED_FUNCTIONS)) {
      if (!name.startsWith(`${ground.name}.`)) continue;
      const person = await personOf(OURS);
      const sql = ground.logins.product_login;
      const ours = await attempt(sql, { role: "app_reader", tenantId: OURS, personId: person }, call("sample"));
      assert.deepEqual(ours, { rows: 1 }, `${name} finds what is ours`);
      for (const tenantId of [newId(), ""]) {
        const theirs = await attempt(sql, { role: "app_reader", tenantId, personId: newId() }, call("sample"));
        assert.deepEqual(theirs, { rows: 0 }, name);
      }
    }
  });
}

Deno.test("neither login takes a role of the other program, nor a definer's", async () => {
  for (const { logins } of grounds) {
    const all = [...Object.values(ROLES_OF).flat(), "app_definer", "app_founder", "identity_definer", "postgres"];
    for (const login of ["product_login", "console_login"] as const) {
      for (const role of all.filter((name) => !(ROLES_OF[login] as readonly string[]).includes(name))) {
        const outcome = await attempt(logins[login], { role }, "select 1");
        assert.deepEqual(outcome, { refused: INSUFFICIENT_PRIVILEGE }, `${login} takes ${role}`);
      }
    }
  }
});

Deno.test("words that try to climb over the wall are words to a search", async () => {
  const [, cell] = grounds;
  const hostile = [
    "'",
    "';--",
    `'; select set_config('app.tenant_id', '${OURS}', true); --`,
    `%' or tenant_id = '${OURS}' or 'a' like '%`,
    "%",
    "\\",
    "$$; reset role; $$",
  ];
  for (const [name, call] of Object.entries(SCOPED_FUNCTIONS).filter(([name]) => name.startsWith("cell."))) {
    for (const words of hostile) {
      const statement = call(words.replaceAll("'", "''"));
      const outcome = await attempt(cell!.logins.product_login, { role: "app_user", tenantId: newId() }, statement);
      assert.deepEqual(outcome, { rows: 0 }, `${name}: ${words}`);
      const { rows } = await attempt(
        cell!.logins.product_login,
        { role: "app_user", tenantId: THEIRS },
        `select from (${statement}) found, set_config('app.x', '', true) where cell.app_tenant_id() <> '${THEIRS}'`,
      ) as { rows: number };
      assert.equal(rows, 0, `${name} leaves the scope as it was: ${words}`);
    }
  }
});

Deno.test("sealed tables refuse every role a change and a deletion in its own dossier; the purger needs a warrant", async () => {
  const cell = grounds[1]!;
  const sealed = await cell.owner<{ name: string }[]>`
    select distinct tgrelid::regclass::text as name from pg_trigger
    where tgname = 'sealed_rows' and tgfoid in ('cell.refuse_change'::regproc, 'cell.refuse_file_change'::regproc)`;
  assert(sealed.length >= 6);
  await cell.owner`update cell.purge_warrants set expires_at = now() - interval '1 day'`;
  for (const { name } of sealed) {
    for (const { role, sql } of await rolesIn(cell)) {
      const us: Trier = { role, tenantId: OURS };
      const updated = await attempt(sql, us, `update ${name} set tenant_id = tenant_id`);
      const deleted = await attempt(sql, us, `delete from ${name}`);
      assert(isRefused(updated), `${role} updates ${name}`);
      assert(isRefused(deleted), `${role} deletes from ${name}`);
    }
  }
});

Deno.test("no role changes, deletes or moves an issued document, its lines or its totals, in its own dossier", async () => {
  const cell = grounds[1]!;
  const id = newId();
  await insertIssued(cell.owner, id);
  await cell.owner`update cell.purge_warrants set expires_at = now() - interval '1 day'`;
  const statements = [
    `update cell.sales_documents set net_cents = 1, gross_cents = 1 where id = '${id}'`,
    `update cell.sales_documents set state = 'draft' where id = '${id}'`,
    `update cell.sales_documents set number = 'FA-2' where id = '${id}'`,
    `delete from cell.sales_documents where id = '${id}'`,
    `update cell.sales_lines set label = 'x' where document_id = '${id}'`,
    `update cell.sales_lines set document_id = (select min(id::text)::uuid from cell.sales_documents where id <> '${id}')
      where document_id = '${id}'`,
    `delete from cell.sales_lines where document_id = '${id}'`,
    `update cell.sales_vat_totals set vat_cents = 1 where document_id = '${id}'`,
    `delete from cell.sales_vat_totals where document_id = '${id}'`,
  ];
  for (const { role, sql } of await rolesIn(cell)) {
    for (const statement of statements) {
      const outcome = await attempt(sql, { role, tenantId: OURS }, statement);
      assert(isRefused(outcome), `${role}: ${statement}`);
    }
  }
  const line =
    `insert into cell.sales_lines (tenant_id, document_id, position, kind) values ('${OURS}', '${id}', 2, 'note')`;
  const added = await attempt(cell.logins.product_login, { role: "app_user", tenantId: OURS }, line);
  assert.deepEqual(added, { refused: SEALED });
  // A dossier that is moved or restored brings the lines of its issued documents along.
  assert.deepEqual(await attempt(cell.logins.console_login, { role: "ops_mover", tenantId: OURS }, line), { rows: 1 });
});

Deno.test("the purger deletes sealed rows under a warrant in force, of that dossier alone, and never the warrant", async () => {
  const { owner, logins } = grounds[1]!;
  const purger: Trier = { role: "ops_purger", tenantId: OURS };
  const purge = "delete from cell.sealed_records";
  await owner`update cell.purge_warrants set expires_at = now() - interval '1 second' where tenant_id = ${OURS}`;
  assert.deepEqual(await attempt(logins.console_login, purger, purge), { rows: 0 });
  await owner`update cell.purge_warrants set expires_at = now() + interval '1 hour' where tenant_id = ${OURS}`;
  assert.deepEqual(await attempt(logins.console_login, purger, purge), { rows: 1 });
  assert.deepEqual(await attempt(logins.console_login, { ...purger, tenantId: newId() }, purge), { rows: 0 });
  const warrant = await attempt(logins.console_login, purger, "delete from cell.purge_warrants");
  assert.deepEqual(warrant, { refused: INSUFFICIENT_PRIVILEGE });
});

/** An issued invoice of ours with a line and a total. */
async function insertIssued(owner: postgres.Sql, id: string): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into cell.sales_documents (tenant_id, id, kind, state, number, issue_on, seller, buyer, mentions,
        verification_code, seal_seq, issued_at, customer_id, terms, created_at, updated_at)
      values (${OURS}, ${id}, 'invoice', 'issued', 'FA-1', '2026-01-15', '{}', '{}', '{}', 'code', 1, now(), ${newId()},
        '{}', now(), now())`;
    await tx`insert into cell.sales_lines (tenant_id, document_id, position, kind) values (${OURS}, ${id}, 1, 'note')`;
    await tx`insert into cell.sales_vat_totals values (${OURS}, ${id}, 'S', 2000, 0, 0, 0)`;
  });
}

function isRefused(outcome: Outcome): boolean {
  return isNothing(outcome) || ("refused" in outcome && outcome.refused === SEALED);
}

async function personOf(tenantId: string): Promise<string> {
  const [member] = await world.owner.control<{ person: string }[]>`
    select person_id as person from control.memberships where tenant_id = ${tenantId}`;
  return member!.person;
}

async function callableByProduct(ground: Ground): Promise<string[]> {
  const definers = (await readRoutines(ground.owner)).filter(({ isDefiner }) => isDefiner);
  const callable = await ground.owner<{ name: string }[]>`
    select distinct p.oid::regproc::text as name from pg_proc p, unnest(${[...ROLES_OF.product_login]}::text[]) role
    where p.pronamespace = ${ground.name}::regnamespace and p.prosecdef and has_function_privilege(role, p.oid, 'execute')`;
  assert(definers.length >= callable.length);
  return callable.map(({ name }) => name);
}

/** Keeps our row of a table where every role may read it, so that only the wall stands between it and an insert. */
async function copyRow(ground: Ground, table: string): Promise<void> {
  const name = table.split(".")[1]!;
  await ground.owner`create schema if not exists spare`;
  await ground.owner`grant usage on schema spare to public`;
  await ground.owner`create table ${ground.owner(`spare.${name}`)} as
    select * from ${ground.owner(table)} where tenant_id = ${OURS}`;
  await ground.owner`grant select on ${ground.owner(`spare.${name}`)} to public`;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
