import assert from "node:assert/strict";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { withControl, withTenant } from "../../../lib/platform/db/tenant.ts";
import { enqueue, GiveUp, jobKind, NO_TENANT } from "../../../lib/platform/jobs.ts";
import { cellJob, controlJob, handlersByName, runDueJobs } from "../../../lib/platform/job_runner.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

const PROBE = jobKind<{ n: number }>("probe.run", { runner: "product", in: "cell", maxAttempts: 2 });
const CONTROL_PROBE = jobKind<{ n: number }>("probe.control", { runner: "product", in: "control" });

function round(handler: (ctx: Ctx | null, payload: { n: number }) => Promise<void>, databases = [TRIAL_CELL]) {
  return runDueJobs({
    program: "product",
    databases,
    handlers: handlersByName([
      cellJob(PROBE, handler),
      controlJob(CONTROL_PROBE, (_ctx, payload) => handler(null, payload)),
    ]),
    budgetMs: 5_000,
    rights: new Set(),
  });
}

async function stateOf(tenantId: string) {
  return await world.owner.trial`
    select state, attempts, last_error from cell.jobs where tenant_id = ${tenantId} order by id`;
}

Deno.test("a job asked for in a transaction runs once, in its dossier, after the commit", async () => {
  const ctx = await world.makeDossier([]);
  const ran: [string, number, number][] = [];
  for (const _ of [1, 2]) {
    await withTenant(ctx, (tx) => enqueue(tx, PROBE, { tenantId: ctx.tenantId, payload: { n: 7 }, dedupeKey: "once" }));
  }
  await round((job, payload) => Promise.resolve(void ran.push([job!.tenantId, job!.epoch, payload.n])));
  assert.deepEqual(ran, [[ctx.tenantId, 1, 7]]);
  assert.equal(await round(() => Promise.reject(new Error("ran again"))), 0);
});

Deno.test("a job of a transaction that rolled back never exists", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, async (tx) => {
    await enqueue(tx, PROBE, { tenantId: ctx.tenantId, payload: { n: 1 }, dedupeKey: "ghost" });
    throw new Error("no");
  }).catch(() => {});
  assert.equal((await stateOf(ctx.tenantId)).length, 0);
});

Deno.test("a job that fails waits and is tried again, and is parked after its last try", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, (tx) => enqueue(tx, PROBE, { tenantId: ctx.tenantId, payload: { n: 1 }, dedupeKey: "f" }));
  await round(() => Promise.reject(new Error("server away")));
  const [once] = await stateOf(ctx.tenantId);
  assert.deepEqual([once!.state, once!.attempts], ["ready", 1]);
  await world.owner.trial`update cell.jobs set run_at = now() where tenant_id = ${ctx.tenantId}`;
  await round(() => Promise.reject(new Error("server away")));
  const [twice] = await stateOf(ctx.tenantId);
  assert.deepEqual([twice!.state, twice!.attempts], ["parked", 2]);
  assert.match(twice!.last_error as string, /server away/);
});

Deno.test("a job that gives up is parked at once", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, (tx) => enqueue(tx, PROBE, { tenantId: ctx.tenantId, payload: { n: 1 }, dedupeKey: "g" }));
  await round(() => Promise.reject(new GiveUp("address refused")));
  assert.equal((await stateOf(ctx.tenantId))[0]!.state, "parked");
});

Deno.test("a job whose worker died is taken again once its lease is over", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, (tx) => enqueue(tx, PROBE, { tenantId: ctx.tenantId, payload: { n: 1 }, dedupeKey: "d" }));
  await world.owner.trial`update cell.jobs set state = 'running', attempts = 1, lock_token = gen_random_uuid(),
    locked_until = now() + interval '1 minute' where tenant_id = ${ctx.tenantId}`;
  assert.equal(await round(() => Promise.resolve()), 0);
  await world.owner
    .trial`update cell.jobs set locked_until = now() - interval '1 second' where tenant_id = ${ctx.tenantId}`;
  assert.equal(await round(() => Promise.resolve()), 1);
});

Deno.test("four workers racing run each of two hundred jobs once", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, async (tx) => {
    for (let n = 0; n < 200; n++) {
      await enqueue(tx, PROBE, { tenantId: ctx.tenantId, payload: { n }, dedupeKey: String(n) });
    }
  });
  const seen: number[] = [];
  await Promise.all([1, 2, 3, 4].map(() => round((_ctx, { n }) => Promise.resolve(void seen.push(n)))));
  assert.equal(seen.length, 200);
  assert.equal(new Set(seen).size, 200);
});

Deno.test("a job of no dossier is asked for on control and run by its program only", async () => {
  await withControl({}, (tx) => enqueue(tx, CONTROL_PROBE, { tenantId: NO_TENANT, payload: { n: 3 }, dedupeKey: "c" }));
  const seen: number[] = [];
  await round((_ctx, { n }) => Promise.resolve(void seen.push(n)), ["control"]);
  assert.deepEqual(seen, [3]);
});

Deno.test("a dossier cannot ask for work in another's name", async () => {
  const mine = await world.makeDossier([]), theirs = await world.makeDossier([]);
  await assert.rejects(
    withTenant(mine, (tx) => enqueue(tx, PROBE, { tenantId: theirs.tenantId, payload: { n: 1 }, dedupeKey: "x" })),
  );
  assert.equal((await stateOf(theirs.tenantId)).length, 0);
});
