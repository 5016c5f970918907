import assert from "node:assert/strict";
import { checkQueue } from "../../../../lib/instances/alerts/check_queue.ts";
import { changeThreshold, dropThreshold, listThresholds, thresholdOf } from "../../../../lib/instances/operator.ts";
import { withOperator } from "../../../../lib/platform/db/tenant.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld, TRIAL_CELL } from "../../../support/world.ts";
import { aVisitor } from "../../identity/_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control, trial } = world.owner;
const odile = { operatorId: newId(), name: "Odile" };
await control`insert into control.operators (id, email, email_key, name, password_hash, totp_secret)
  values (${odile.operatorId}, 'o@x.example', 'o@x.example', 'Odile', 'x', '\\x00')`;
const REASON = "La file est longue le lundi matin.";

async function openAlerts(): Promise<string[]> {
  const found = await control`select kind, subject, level, figures from control.alerts where resolved_at is null
    order by kind, subject`;
  return found.map(({ kind, subject, level, figures }) => `${kind} ${subject} ${level} ${JSON.stringify(figures)}`);
}

async function park(database: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const values = { tenant_id: newId(), id: newId(), kind: "x.y", dedupe_key: newId(), state: "parked" };
    if (database === "control") await control`insert into control.jobs ${control(values)}`;
    else await trial`insert into cell.jobs ${trial(values)}`;
  }
}

Deno.test("parked jobs raise the alert of their queue, more of them make it critical, none clear it", async () => {
  await checkQueue(aVisitor(), "control");
  assert.deepEqual(await openAlerts(), []);
  await park("control", 1);
  await checkQueue(aVisitor(), "control");
  assert.deepEqual(await openAlerts(), ['jobs_parked control warning {"parked":1}']);
  await park("control", 9);
  await checkQueue(aVisitor(), "control");
  assert.deepEqual(await openAlerts(), ['jobs_parked control critical {"parked":10}']);
  await control`delete from control.jobs where state = 'parked'`;
  await checkQueue(aVisitor(), "control");
  assert.deepEqual(await openAlerts(), []);
});

Deno.test("the job that has waited longest raises another, in a cell as in control; a silent cell raises none here", async () => {
  const values = { tenant_id: newId(), id: newId(), kind: "x.y", dedupe_key: "late" };
  await trial`insert into cell.jobs ${trial(values)}`;
  await trial`update cell.jobs set run_at = now() - interval '61 minutes 20 seconds'`;
  await checkQueue(aVisitor(), TRIAL_CELL);
  assert.deepEqual(await openAlerts(), [`jobs_late ${TRIAL_CELL} critical {"ready":1,"minutes":61}`]);
  await trial`delete from cell.jobs`;
  await checkQueue(aVisitor(), TRIAL_CELL);
  assert.deepEqual(await openAlerts(), []);
});

Deno.test("what tells of alerts does not raise one itself", async () => {
  await control`insert into control.jobs (tenant_id, id, kind, dedupe_key, state)
    values (gen_random_uuid(), gen_random_uuid(), 'instances.call_webhook', 'x', 'parked')`;
  await checkQueue(aVisitor(), "control");
  assert.deepEqual(await openAlerts(), []);
});

Deno.test("a subject's own threshold goes before that of all, that of all before the program's; each may be taken back", async () => {
  const ctx = aVisitor();
  const held = (subject: string) =>
    withOperator({ database: "control", role: "ops_control" }, (tx) => thresholdOf(tx, "jobs_parked", subject));
  const form = { metric: "jobs_parked", subject: "", warning: "5", critical: "50", reason: REASON };
  assert.deepEqual((await held("control")).warning, 1);
  await changeThreshold(ctx, odile, form);
  await changeThreshold(ctx, odile, { ...form, subject: TRIAL_CELL, warning: "7" });
  assert.deepEqual([(await held("control")).warning, (await held(TRIAL_CELL)).warning], [5, 7]);
  await park("control", 4);
  await checkQueue(ctx, "control");
  assert.deepEqual(await openAlerts(), []);
  assert.deepEqual((await listThresholds(ctx)).map(({ subject, changedBy }) => [subject, changedBy]), [
    ["", "Odile"],
    [TRIAL_CELL, "Odile"],
  ]);
  await dropThreshold(ctx, odile, form);
  await dropThreshold(ctx, odile, { ...form, subject: TRIAL_CELL });
  await assert.rejects(dropThreshold(ctx, odile, form), { status: 404 });
  assert.equal((await held(TRIAL_CELL)).warning, 1);
  const [row] = await control`select count(*)::integer as n from control.operator_acts where act = 'change_threshold'`;
  assert.equal(row!["n"], 4);
});

Deno.test("thresholds refuse measures that are none, figures that are none or the wrong way round, and no reason", async () => {
  const form = { metric: "jobs_late", subject: "", warning: "5", critical: "50", reason: REASON };
  const wrong = [
    { metric: "toString" },
    { metric: "" },
    { warning: "0" },
    { warning: "-1" },
    { warning: "1.5" },
    { warning: "" },
    { critical: "5" },
    { critical: "4" },
    { critical: "99999999" },
    { subject: "x".repeat(101) },
    { subject: "a\u202eb" },
    { reason: "court" },
  ];
  for (const wish of wrong) {
    await assert.rejects(
      changeThreshold(aVisitor(), odile, { ...form, ...wish }),
      { status: 422 },
      JSON.stringify(wish),
    );
  }
  assert.deepEqual(await listThresholds(aVisitor()), []);
});
