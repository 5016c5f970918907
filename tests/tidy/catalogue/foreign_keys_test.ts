import assert from "node:assert/strict";
import postgres from "postgres";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";
import { type ForeignKey, readColumns, readForeignKeys, readPolicies, readTables } from "./read.ts";
import { FOREIGN_KEYS_WITHOUT_DOSSIER, POLICIES_ACROSS_DOSSIERS, ROLES_OF, TABLES_OF_NO_DOSSIER } from "./reasons.ts";
import { insertSamples } from "./sample_rows.ts";
import { attempt, connect, FOREIGN_KEY_VIOLATION, INSUFFICIENT_PRIVILEGE, isNothing, SEALED } from "./tries.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

const OURS = newId();
const THEIRS = newId();
/** A key of a dossier's row, and what makes their row point to ours through it. */
interface Pointing {
  readonly key: ForeignKey;
  /** `update … set customer_id = '<id of our customer>' where tenant_id = '<theirs>'`. */
  readonly statement: string;
}

for (
  const [schema, owner, database] of [
    ["control", world.owner.control, "control"],
    ["cell", world.owner.trial, "trial-1"],
  ] as const
) {
  const logins = {
    product_login: connect(world.url(database, "product")),
    console_login: connect(world.url(database, "console")),
  };
  Deno.test.afterAll(async () => {
    await Promise.all(Object.values(logins).map((sql) => sql.end()));
  });
  const tables = (await readTables(owner)).map(({ name }) => name).filter((name) => !TABLES_OF_NO_DOSSIER[name]);
  for (const tenantId of [OURS, THEIRS]) await insertSamples(owner, tables, tenantId);
  const pointings = await pointingsOf(owner, tables);

  Deno.test(`no foreign key of ${schema} lets a row point to a row of another dossier, not even its owner's`, async () => {
    // Control's rows name people, cells and their own dossier; only a cell's name rows of the same dossier.
    assert(schema === "control" || pointings.length > 15);
    for (const { key, statement } of pointings) {
      assert.equal(await constraintThatRefuses(owner, key, statement), key.name, statement);
    }
  });

  Deno.test(`no role of ${schema} that a login takes makes such a row`, async () => {
    const known = (await owner<{ name: string }[]>`
      select rolname as name from pg_roles where has_schema_privilege(oid, ${schema}, 'usage')`).map(({ name }) =>
      name
    );
    const policies = await readPolicies(owner);
    for (const { key, statement } of pointings) {
      for (const login of ["product_login", "console_login"] as const) {
        for (const role of ROLES_OF[login].filter((name) => known.includes(name))) {
          const isWide = policies.some((policy) =>
            policy.table === key.table && policy.roles.includes(role) && policy.name !== "app" &&
            POLICIES_ACROSS_DOSSIERS[`${policy.table}.${policy.name}`]
          );
          if (isWide) continue;
          const outcome = await attempt(logins[login], { role, tenantId: THEIRS }, statement);
          const isRefused = "refused" in outcome &&
            [FOREIGN_KEY_VIOLATION, INSUFFICIENT_PRIVILEGE, SEALED].includes(outcome.refused);
          assert(isRefused || isNothing(outcome), `${role}: ${statement}: ${JSON.stringify(outcome)}`);
        }
      }
    }
    print(`${schema}: ${tables.length} tables of dossiers, ${pointings.length} foreign keys tried from next door`);
  });
}

/** Every key from one row of a dossier to another that names it by an id. */
async function pointingsOf(owner: postgres.Sql, tables: readonly string[]): Promise<Pointing[]> {
  const columns = await readColumns(owner);
  const pointings: Pointing[] = [];
  for (const key of await readForeignKeys(owner)) {
    if (!tables.includes(key.table) || FOREIGN_KEYS_WITHOUT_DOSSIER[`${key.table}.${key.name}`]) continue;
    const named = key.columns.map((column, at) => ({ column, target: key.targetColumns[at]! }))
      .filter(({ column }) => column !== "tenant_id");
    const mine = columns.filter(({ table }) => table === key.table);
    const types = named.map(({ column }) => mine.find(({ name }) => name === column)?.type);
    // A row that is found by its dossier, or by a month or a position in it, has no name that could be mistaken.
    if (!types.includes("uuid")) continue;
    const [ours] = await owner`select * from ${owner(key.target)} where tenant_id = ${OURS}`;
    assert(ours, `${key.target} holds no row of ours`);
    const assignments = named.map(({ column, target }) => `"${column}" = ${literal(ours[target])}`).join(", ");
    pointings.push({ key, statement: `update ${key.table} set ${assignments} where tenant_id = '${THEIRS}'` });
  }
  return pointings;
}

function literal(value: unknown): string {
  assert(typeof value === "string" || typeof value === "number", `a key holds ${typeof value}`);
  return `'${String(value).replaceAll("'", "''")}'`;
}

/** The key that stands in the way of the tables' owner, whom no policy, trigger or check of ours stops here. */
async function constraintThatRefuses(owner: postgres.Sql, key: ForeignKey, statement: string): Promise<string | null> {
  const undone = new Error("undone");
  try {
    await owner.begin(async (tx) => {
      await tx.unsafe(`alter table ${key.table} disable trigger user`);
      const checks = await tx`select conname from pg_constraint
        where conrelid = ${key.table}::regclass and contype = 'c'`;
      for (const { conname } of checks) await tx`alter table ${tx(key.table)} drop constraint ${tx(conname)}`;
      await tx`set constraints all immediate`;
      const { count } = await tx.unsafe(statement);
      assert.equal(count, 1, statement);
      throw undone;
    });
  } catch (error) {
    if (error instanceof postgres.PostgresError) return error.constraint_name ?? error.code;
    if (error !== undone) throw error;
  }
  return null;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
