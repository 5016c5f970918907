import assert from "node:assert/strict";
import { closeDueJob } from "../../../../lib/antifraud/closures/close_due_job.ts";
import { findDueClosures } from "../../../../lib/antifraud/closures/find_due_job.ts";
import type { Ctx } from "../../../../lib/base/ctx.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld, TRIAL_CELL } from "../../../support/world.ts";
import { aBook, automate, record, when } from "./_book.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

/** The dossiers whose closing is asked for when the job looks at a moment. */
async function askedAt(at: string): Promise<string[]> {
  await world.owner.trial`delete from cell.jobs`;
  const now = new Date(at).toISOString() as Ctx["now"];
  await findDueClosures({ now, personId: null, request: { id: newId(), ip: "" } }, { cell: TRIAL_CELL });
  const asked = await world.owner.trial`select tenant_id from cell.jobs where kind = 'antifraud.close_due'`;
  return asked.map((job) => job.tenant_id);
}

async function runAt(ctx: Ctx, at: string): Promise<string[]> {
  await closeDueJob(automate(when(ctx, at)), {}, { dedupeKey: at.slice(0, 10) });
  const closed = await world.owner.trial`
    select period from cell.closures where tenant_id = ${ctx.tenantId} and is_automatic order by seal_seq`;
  return closed.map(({ period }) => period);
}

Deno.test("the job asks for the dossiers that have a day over and open, and for no other", async () => {
  const busy = await aBook(world, "2026-03-01T08:00Z"), quiet = await aBook(world, "2026-03-01T08:00Z");
  await record(busy, "2026-03-10T09:00Z", [{ kind: "invoice", net: 100 }]);
  assert.deepEqual(await askedAt("2026-03-10T22:59Z"), [], "the day goes on in Paris");
  assert.deepEqual(await askedAt("2026-03-10T23:00Z"), [busy.tenantId]);
  assert.deepEqual(await runAt(busy, "2026-03-10T23:00Z"), ["2026-03-10"]);
  assert.deepEqual(await askedAt("2026-03-11T23:00Z"), [], "its own closure is nothing to close");
  assert.deepEqual(await runAt(quiet, "2026-03-11T23:00Z"), []);
});

Deno.test("the job closes the month on the 1st and the year on 1 January, though nothing more happened", async () => {
  const ctx = await aBook(world, "2025-11-01T08:00Z");
  await record(ctx, "2025-11-10T09:00Z", [{ kind: "invoice", net: 100 }]);
  await runAt(ctx, "2025-11-11T00:00Z");
  assert.deepEqual(await askedAt("2025-11-30T22:59Z"), []);
  assert.deepEqual(await askedAt("2025-11-30T23:00Z"), [ctx.tenantId]);
  assert.deepEqual(await runAt(ctx, "2025-11-30T23:00Z"), ["2025-11-10", "2025-11"]);
  assert.deepEqual(await askedAt("2025-12-31T22:59Z"), []);
  assert.deepEqual(await askedAt("2025-12-31T23:00Z"), [ctx.tenantId]);
  assert.deepEqual(await runAt(ctx, "2025-12-31T23:00Z"), ["2025-11-10", "2025-11", "2025"]);
  assert.ok(!(await askedAt("2026-06-01T00:00Z")).includes(ctx.tenantId), "nothing is left");
});

Deno.test("weeks without anybody to run it are caught up with, whatever the job is asked twice", async () => {
  const ctx = await aBook(world, "2026-03-01T08:00Z");
  const days = ["2026-03-10", "2026-03-17", "2026-04-02"];
  for (const day of days) await record(ctx, `${day}T09:00Z`, [{ kind: "payment", amount: 100 }]);
  const wanted = ["2026-03-10", "2026-03-17", "2026-03", "2026-04-02"];
  await Promise.all([runAt(ctx, "2026-04-05T00:00Z"), runAt(ctx, "2026-04-05T00:00Z")]);
  assert.deepEqual(await runAt(ctx, "2026-04-05T01:00Z"), wanted);
});

Deno.test("a dossier that is read-only or moved is left alone", async () => {
  const ctx = await aBook(world, "2026-03-01T08:00Z");
  await record(ctx, "2026-03-10T09:00Z", [{ kind: "invoice", net: 100 }]);
  await world.owner.trial`update cell.dossiers set state = 'read_only' where tenant_id = ${ctx.tenantId}`;
  assert.deepEqual(await askedAt("2026-03-12T00:00Z"), []);
});

Deno.test("a company whose year begins in July closes it at the end of June", async () => {
  const ctx = await aBook(world, "2025-05-01T08:00Z");
  await world.owner.trial`update cell.companies set fiscal_year_start = '07-01' where tenant_id = ${ctx.tenantId}`;
  for (const at of ["2025-06-30T21:59Z", "2025-06-30T22:00Z", "2026-06-30T21:00Z"]) {
    await record(ctx, at, [{ kind: "invoice", net: 100 }]);
  }
  const wanted = ["2025-06-30", "2025-06", "2024-07-01", "2025-07-01", "2025-07"];
  assert.deepEqual(await runAt(ctx, "2026-06-30T21:59Z"), wanted);
  assert.ok(!(await askedAt("2026-06-30T21:59Z")).includes(ctx.tenantId));
  assert.ok((await askedAt("2026-06-30T22:00Z")).includes(ctx.tenantId));
  const after = await runAt(ctx, "2026-06-30T22:00Z");
  assert.deepEqual(after.slice(wanted.length), ["2026-06-30", "2026-06", "2025-07-01"]);
});
