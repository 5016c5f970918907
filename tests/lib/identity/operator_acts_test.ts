import assert from "node:assert/strict";
import postgres from "postgres";
import { ROLES_OF } from "../../tidy/catalogue/reasons.ts";
import { insertSamples } from "../../tidy/catalogue/sample_rows.ts";
import { newId } from "../../../lib/platform/random.ts";
import { ACT_REASON, readActReason } from "../../../lib/identity/mod.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const owner = world.owner.control;
const TABLE = "control.operator_acts";
await insertSamples(owner, [TABLE], newId());
const logins = {
  product_login: postgres(world.url("control", "product"), { max: 1, onnotice: () => {} }),
  console_login: postgres(world.url("control", "console"), { max: 1, onnotice: () => {} }),
};
Deno.test.afterAll(async () => {
  await Promise.all(Object.values(logins).map((sql) => sql.end()));
  await world.close();
});

/** SQLSTATE with which a statement is refused, or null where it was carried out. */
async function refusalOf(sql: postgres.Sql, role: string | null, statement: string): Promise<string | null> {
  try {
    await sql.begin(async (tx) => {
      if (role) await tx.unsafe(`set local role ${role}`);
      await tx.unsafe(statement);
    });
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? "?";
  }
}

const NOT_YOURS = "42501", NEVER = "PF010";
const CHANGES = [
  `update ${TABLE} set reason = 'une autre raison'`,
  `update ${TABLE} set operator = 'Somebody else' where false`,
  `delete from ${TABLE}`,
  `truncate ${TABLE}`,
  `truncate control.operators cascade`,
  `alter table ${TABLE} disable trigger all`,
  `drop table ${TABLE}`,
];

for (const login of ["product_login", "console_login"] as const) {
  for (const role of ROLES_OF[login]) {
    Deno.test(`${role} changes, deletes, empties and disarms nothing in the operators' log`, async () => {
      for (const change of CHANGES) assert.equal(await refusalOf(logins[login], role, change), NOT_YOURS, change);
      assert.equal((await owner`select 1 from control.operator_acts`).length, 1);
    });
  }
}

Deno.test("of the programs' roles, the console's alone reads the log", async () => {
  for (const login of ["product_login", "console_login"] as const) {
    for (const role of ROLES_OF[login].filter((name) => name !== "ops_control")) {
      assert.equal(await refusalOf(logins[login], role, `select 1 from ${TABLE}`), NOT_YOURS, role);
    }
  }
  assert.equal(await refusalOf(logins.console_login, "ops_control", `select 1 from ${TABLE}`), null);
});

Deno.test("the owner of the tables himself is stopped: rows are neither changed, nor deleted, nor emptied", async () => {
  for (const change of [CHANGES[0]!, CHANGES[2]!, CHANGES[3]!]) {
    assert.equal(await refusalOf(owner, null, change), NEVER, change);
  }
  assert.equal((await owner`select 1 from control.operator_acts`).length, 1);
});

Deno.test("a line says who, what, about what and why: the console's role cannot add one without", async () => {
  const line = (act: string, reason: string) =>
    `insert into ${TABLE} (id, at, operator, act, subject_kind, subject_id, reason)
      values (gen_random_uuid(), now(), 'Odile', '${act}', 'cell', 'trial-1', '${reason}')`;
  assert.equal(await refusalOf(logins.console_login, "ops_control", line("close_cell", "Trop pleine")), null);
  assert.equal(await refusalOf(logins.console_login, "ops_control", line("close_cell", "")), "23514");
  assert.equal(await refusalOf(logins.console_login, "ops_control", line("Close the cell", "Trop pleine")), "23514");
  assert.equal(await refusalOf(logins.console_login, "ops_control", line("close_cell", "x".repeat(1_001))), "23514");
});

Deno.test("a reason has ten to a thousand characters that one can read", () => {
  assert.equal(readActReason("  Trop pleine depuis lundi \n"), "Trop pleine depuis lundi");
  for (const wrong of ["", "parce que", " ".repeat(40), "x".repeat(ACT_REASON.max + 1), "Trop\u0000 pleine lundi"]) {
    assert.throws(() => readActReason(wrong), { status: 422 });
  }
});
