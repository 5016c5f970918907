import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { addSeconds, type IsoInstant } from "../../../../lib/base/dates.ts";
import { type Alarm, clearAlert, raiseAlert } from "../../../../lib/instances/operator.ts";
import { now } from "../../../../lib/platform/clock.ts";
import { withControl, withOperator } from "../../../../lib/platform/db/tenant.ts";
import { sqlState, type Tx } from "../../../../lib/platform/db/transaction.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
const { control } = world.owner;

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: "control", role: "ops_control" }, work);
}

function alarm(id: string, wish: Partial<Alarm> = {}): Alarm {
  return { at: now(), kind: "cell_load", subject: { kind: "cell", id }, level: "warning", figures: {}, ...wish };
}

async function historyOf(id: string): Promise<string[]> {
  const found = await control`select e.act from control.alert_events e join control.alerts a on a.id = e.alert_id
    where a.subject = ${id} order by e.at, e.id`;
  return found.map(({ act }) => act);
}

async function told(id: string): Promise<number> {
  const [row] = await control`select count(*)::integer as n from control.jobs j join control.alerts a
    on a.id = (j.payload ->> 'alertId')::uuid where a.subject = ${id} and j.kind = 'instances.tell_alert'`;
  return row!["n"];
}

function isForbidden(error: unknown): boolean {
  return sqlState(error) === "42501";
}

Deno.test("raised twice it is one alert with the last figures, told once; cleared it is over, and may come again", async () => {
  const first = await onControl((tx) => raiseAlert(tx, alarm("a", { figures: { share: 66 } })));
  const again = await onControl((tx) => raiseAlert(tx, alarm("a", { figures: { share: 70 } })));
  assert.equal(again, first);
  const [row] = await control`select figures, resolved_at from control.alerts where id = ${first}`;
  assert.deepEqual({ ...row }, { figures: { share: 70 }, resolved_at: null });
  assert.equal(await told("a"), 1);
  assert.equal(await onControl((tx) => clearAlert(tx, alarm("a"))), true);
  assert.equal(await onControl((tx) => clearAlert(tx, alarm("a"))), false);
  assert.notEqual(await onControl((tx) => raiseAlert(tx, alarm("a"))), first);
  assert.deepEqual(await historyOf("a"), ["raised", "cleared", "raised"]);
  assert.equal(await told("a"), 3);
});

Deno.test("a warning that becomes critical is told again; what eases is noted and told to nobody", async () => {
  await onControl((tx) => raiseAlert(tx, alarm("b")));
  await onControl((tx) => raiseAlert(tx, alarm("b", { level: "critical" })));
  await onControl((tx) => raiseAlert(tx, alarm("b")));
  assert.deepEqual(await historyOf("b"), ["raised", "worsened", "eased"]);
  assert.equal(await told("b"), 2);
});

Deno.test("sixteen at once raise one alert", async () => {
  const ids = await Promise.all(Array.from({ length: 16 }, () => onControl((tx) => raiseAlert(tx, alarm("c")))));
  assert.equal(new Set(ids).size, 1);
  assert.deepEqual(await historyOf("c"), ["raised"]);
});

Deno.test("muted, it tells nobody; once the mute is over and it still holds, it does; a worse one ends the mute", async () => {
  const at = now(), hour = (n: number): IsoInstant => addSeconds(at, n * 3600);
  const id = await onControl((tx) => raiseAlert(tx, alarm("d", { at })));
  await control`update control.alerts set muted_until = ${hour(2)} where id = ${id}`;
  await onControl((tx) => raiseAlert(tx, alarm("d", { at: hour(1) })));
  assert.equal(await told("d"), 1);
  await onControl((tx) => raiseAlert(tx, alarm("d", { at: hour(2) })));
  assert.deepEqual(await historyOf("d"), ["raised", "unmuted"]);
  assert.equal(await told("d"), 2);
  await control`update control.alerts set muted_until = ${hour(9)} where id = ${id}`;
  await onControl((tx) => raiseAlert(tx, alarm("d", { at: hour(3), level: "critical" })));
  assert.equal(await told("d"), 3);
  await control`update control.alerts set muted_until = ${hour(9)} where id = ${id}`;
  await onControl((tx) => clearAlert(tx, alarm("d", { at: hour(4) })));
  assert.equal(await told("d"), 3);
});

Deno.test("what is over stays as it ended, and its history is rewritten by nobody, the owner included", async () => {
  const id = await onControl((tx) => raiseAlert(tx, alarm("e")));
  await onControl((tx) => clearAlert(tx, alarm("e")));
  await onControl((tx) => tx.execute(sql`update control.alerts set resolved_at = null where id = ${id}`));
  const [row] = await control`select resolved_at is null as open from control.alerts where id = ${id}`;
  assert.equal(row!["open"], false);
  for (
    const write of [
      sql`update control.alert_events set reason = 'x'`,
      sql`delete from control.alert_events`,
      sql`truncate control.alert_events`,
      sql`delete from control.alerts`,
      sql`update control.alerts set kind = 'x'`,
    ]
  ) await assert.rejects(onControl((tx) => tx.execute(write)), isForbidden);
  await assert.rejects(control`update control.alert_events set reason = 'x'`.execute(), { code: "PF010" });
  await assert.rejects(control`truncate control.alert_events`.execute(), { code: "PF010" });
  await assert.rejects(
    withControl({ tenantId: newId() }, (tx) => tx.execute(sql`select * from control.alerts`)),
    isForbidden,
  );
});
