import assert from "node:assert/strict";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openWorld } from "../../../support/world.ts";
import { attempt, connect, INSUFFICIENT_PRIVILEGE } from "../../../tidy/catalogue/tries.ts";
import { askRecovery } from "../../../../lib/access/operator.ts";
import { aVisitor } from "../../identity/_people.ts";
import { anOwner, openDirectory } from "../_cast.ts";
import { aForm, anOperator, aWaiting, stateOf } from "./_recovery.ts";

const world = await openWorld();
const product = connect(world.url("control", "product")), operators = connect(world.url("control", "console"));
Deno.test.afterAll(async () => {
  await Promise.all([product.end(), operators.end()]);
  await world.close();
});
await openDirectory(world);
const { control } = world.owner;
const team = [await anOperator("Odile"), await anOperator("Omar")];
const { tenantId, personId } = await anOwner(world, { name: "Alice", companyName: "Atelier" });
const id = await askRecovery(aVisitor(), team[0]!, { ...aForm(), tenantId });
const other = await anOwner(world, { name: "Denis", companyName: "Garage" });
const waiting = await aWaiting(other.tenantId, team);
const DENIED = { refused: INSUFFICIENT_PRIVILEGE };
const [odile, omar] = team.map(({ operatorId }) => operatorId) as [Uuid, Uuid];

function asking(state = ""): string {
  return `insert into control.recoveries (tenant_id, id, email, email_key, name, owners_leave, reason, evidence,
      evidence_note, administrator_seen, asked_by, asked_by_name, asked_at${state && ", state"})
    values ('${other.tenantId}', '${newId()}', 'x@y.fr', 'x@y.fr', 'X', false, 'x', '{}', '', false, '${odile}', 'O',
      now()${state && `, '${state}'`})`;
}

const PRODUCTS_TRIES = [
  asking().replace(other.tenantId, tenantId),
  "update control.recoveries set state = 'done', waits_until = now()",
  "delete from control.recoveries",
  `select control.decide_recovery('${tenantId}', '${id}', '${omar}', 'Omar', true, null, now())`,
  `select control.cancel_recovery('${tenantId}', '${id}', 'x', now())`,
  `select control.is_governed_since('${tenantId}', 'administrator', now())`,
  "delete from control.recovery_notices",
];

Deno.test("the product's roles neither ask, approve, refuse, cancel nor change a recovery, in its own dossier", async () => {
  for (const role of ["app_user", "app_reader", "app_queue", null]) {
    for (const statement of PRODUCTS_TRIES) {
      assert.deepEqual(await attempt(product, { role, tenantId, personId }, statement), DENIED, `${role} ${statement}`);
    }
  }
});

Deno.test("the product may not begin what nobody approved, finish what still waits, nor either of another dossier", async () => {
  const steps = [
    [tenantId, `select control.begin_recovery('${id}', now()) as yes`],
    [tenantId, `select control.finish_recovery('${id}', now() + interval '9 days') as yes`],
    [other.tenantId, `select control.finish_recovery('${waiting.id}', now()) as yes`],
    [tenantId, `select control.finish_recovery('${waiting.id}', now() + interval '9 days') as yes`],
    [other.tenantId, `select control.object_recovery('\\x00', now()) as yes`],
  ] as const;
  for (const [scope, step] of steps) {
    const asked = `select 1 from (${step}) found where yes`;
    assert.deepEqual(await attempt(product, { role: "app_user", tenantId: scope }, asked), { rows: 0 }, step);
  }
});

Deno.test("the product's login takes no role of the console, nor the console's one of the product", async () => {
  const tries = [[product, "ops_control"], [product, "ops_queue"], [operators, "app_user"], [operators, "app_reader"]];
  for (const [sql, role] of tries as [typeof product, string][]) {
    assert.deepEqual(await attempt(sql, { role }, "select 1"), DENIED, role);
  }
});

Deno.test("the console asks and looks; states, decisions and ends are out of its reach", async () => {
  const role = "ops_control";
  const tries = [
    asking("done"),
    asking("approved"),
    `update control.recoveries set state = 'approved', decided_by = '${omar}' where id = '${id}'`,
    `delete from control.recoveries where id = '${id}'`,
    `select control.begin_recovery('${id}', now())`,
    `select control.finish_recovery('${waiting.id}', now() + interval '9 days')`,
    "select * from control.find_objection('\\x00', now())",
    "select control.object_recovery('\\x00', now())",
    `select control.recovery_until('${tenantId}')`,
  ];
  for (const statement of tries) assert.deepEqual(await attempt(operators, { role }, statement), DENIED, statement);
  const seen = await attempt(operators, { role }, "select 1 from control.recoveries");
  assert.deepEqual(seen, { rows: 2 });
});

Deno.test("the database itself refuses that one operator both asks and approves", async () => {
  const alone = `select 1 from (select control.decide_recovery(
    '${tenantId}', '${id}', '${odile}', 'Odile', true, null, now()) as yes) found where yes`;
  assert.deepEqual(await attempt(operators, { role: "ops_control" }, alone), { rows: 0 });
  await assert.rejects(
    control`update control.recoveries set state = 'approved', decided_by = asked_by where id = ${id}`,
    /recoveries_two_operators/,
  );
  assert.equal(await stateOf(control, { tenantId, id }), "asked");
});

Deno.test("the console reads neither notices, memberships, invitations nor acts", async () => {
  const role = "ops_control";
  for (const table of ["recovery_notices", "memberships", "invitations", "access_acts"]) {
    assert.deepEqual(await attempt(operators, { role }, `select 1 from control.${table}`), DENIED, table);
  }
});

Deno.test("the product sees the recovery of the dossier in scope, and none of another or without scope", async () => {
  for (const role of ["app_user", "app_reader"]) {
    for (const table of ["recoveries", "recovery_notices"]) {
      const all = `select 1 from control.${table}`;
      assert.deepEqual(await attempt(product, { role, tenantId: other.tenantId }, all), { rows: 1 }, table);
      assert.deepEqual(await attempt(product, { role, tenantId: newId() }, all), { rows: 0 }, table);
      assert.deepEqual(await attempt(product, { role }, all), { rows: 0 }, table);
    }
  }
});
