import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";
import { readTables } from "./read.ts";
import { ROLES_OF, TABLES_OF_NO_DOSSIER } from "./reasons.ts";
import { insertSamples } from "./sample_rows.ts";
import { attempt, connect, INSUFFICIENT_PRIVILEGE } from "./tries.ts";

const world = await openWorld();
const sessions = {
  control: { product: connect(world.url("control", "product")), console: connect(world.url("control", "console")) },
  cell: { product: connect(world.url("trial-1", "product")), console: connect(world.url("trial-1", "console")) },
};
Deno.test.afterAll(async () => {
  await Promise.all(Object.values(sessions).flatMap((of) => Object.values(of)).map((sql) => sql.end()));
  await world.close();
});

/** Tables in which people's work stands, by the catalogue: every table of a cell but those of the platform. */
const BUSINESS = (await readTables(world.owner.trial)).map(({ name }) => name)
  .filter((name) => name.startsWith("cell.") && !TABLES_OF_NO_DOSSIER[name])
  .filter((name) => !["cell.dossiers", "cell.jobs", "cell.journal", "cell.purge_warrants"].includes(name));
const OURS = newId();
await insertSamples(
  world.owner.trial,
  (await readTables(world.owner.trial)).map(({ name }) => name).filter((name) => !TABLES_OF_NO_DOSSIER[name]),
  OURS,
);

/** Every role of the server that is ours, logins left out. */
const roles = (await world.owner.control<{ name: string }[]>`
  select rolname as name from pg_roles where rolname ~ '^(app|ops|identity)_' order by 1`).map(({ name }) => name);

Deno.test("each login may take the roles that are listed for it, and has no power of its own", async () => {
  const found = await world.owner.control<{ login: string; roles: string[] }[]>`
    select l.rolname as login, array(select r.rolname::text from pg_roles r
      where pg_has_role(l.oid, r.oid, 'member') and r.oid <> l.oid order by 1) as roles
    from pg_roles l where l.rolname in ('product_login', 'console_login') order by 1`;
  assert.deepEqual(Object.fromEntries(found.map((one) => [one.login, one.roles])), {
    console_login: [...ROLES_OF.console_login],
    product_login: [...ROLES_OF.product_login],
  });
  const strong = await world.owner.control`
    select rolname from pg_roles where (rolname in ('product_login', 'console_login') or rolname = any(${roles}))
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit)`;
  assert.deepEqual(strong.map(({ rolname }) => rolname), []);
});

Deno.test("signed in as the product, no ops role is taken by any way of asking", async () => {
  const ops = roles.filter((name) => name.startsWith("ops_"));
  assert.deepEqual(ops, ["ops_control", "ops_mover", "ops_purger", "ops_queue", "ops_reader"]);
  for (const { product } of Object.values(sessions)) {
    for (const role of [...ops, "console_login", "postgres"]) {
      for (
        const statement of [
          `set role ${role}`,
          `set local role ${role}`,
          `set session authorization ${role}`,
          `select set_config('role', '${role}', false)`,
          `grant ${role} to product_login`,
        ]
      ) {
        const tried = await attempt(product, { role: null }, statement);
        assert.ok("refused" in tried, `${statement}: ${JSON.stringify(tried)}`);
        for (const from of ROLES_OF.product_login) {
          const again = await attempt(product, { role: from }, statement);
          assert.ok("refused" in again, `${from}: ${statement}: ${JSON.stringify(again)}`);
        }
      }
    }
  }
});

Deno.test("signed in as the console, every business table is closed to reading", async () => {
  assert.ok(BUSINESS.length >= 36, `${BUSINESS.length} tables`);
  for (const table of BUSINESS) {
    const read = `select 1 from ${table}`;
    for (const role of [null, "ops_reader", "ops_queue", "ops_control"]) {
      const outcome = await attempt(sessions.cell.console, { role, tenantId: OURS }, read);
      assert.deepEqual(outcome, { refused: INSUFFICIENT_PRIVILEGE }, `${role} reads ${table}`);
    }
    // The mover copies one dossier at a time, which it names; the purger sees what a warrant lets it delete.
    assert.deepEqual(await attempt(sessions.cell.console, { role: "ops_mover" }, read), { rows: 0 }, table);
    const other = await attempt(sessions.cell.console, { role: "ops_mover", tenantId: newId() }, read);
    assert.deepEqual(other, { rows: 0 }, table);
    const purger = await attempt(sessions.cell.console, { role: "ops_purger", tenantId: newId() }, read);
    assert.deepEqual(purger, { rows: 0 }, table);
  }
});
