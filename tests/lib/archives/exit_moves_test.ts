import assert from "node:assert/strict";
import { advanceExit } from "../../../lib/archives/mod.ts";
import { ALL_RIGHTS } from "../../../lib/access/mod.ts";
import { findPlace } from "../../../lib/instances/mod.ts";
import { startMove } from "../../../lib/instances/operator.ts";
import { CONSOLE_PROCEDURES } from "../../../lib/instances/procedures/kinds.ts";
import { runTurn } from "../../../lib/instances/procedures/run_turn.ts";
import { CONTROL } from "../../../lib/platform/db/pools.ts";
import { withOperator } from "../../../lib/platform/db/tenant.ts";
import { now } from "../../../lib/platform/clock.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { aCtx, openWorld, PRODUCTION_CELL } from "../../support/world.ts";
import { aVisitor } from "../identity/_people.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, atelier: { tenantId, slug } } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

Deno.test("an exit archive in the making begins again by itself where its dossier has moved to, and is handed over", async () => {
  const exitId = newId(), by = { operatorId: null, name: "Odile" };
  await app.runJobs();
  assert.equal((await alice.client.postJson(paths.exit(slug), { exitId })).status, 202);
  const here = { ...aCtx(tenantId, { rights: [...ALL_RIGHTS] }), ...(await findPlace(tenantId))! };
  for (let step = 0; step < 3; step++) await advanceExit(here, { id: exitId, step }, { budgetMs: 0 });
  await world.owner.trial`delete from cell.jobs where kind = 'archives.make_exit' and payload->>'step' in ('0', '1')`;
  const key = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => {
    const asked = { tenantId, to: { kind: "production" }, by, reason: "activation demandée par le client" } as const;
    return startMove(tx, { ...aVisitor(), now: now() }, asked);
  });
  while (await runTurn({ ...aVisitor(), now: now() }, key, { kinds: CONSOLE_PROCEDURES }));
  assert.equal((await findPlace(tenantId))!.cell, PRODUCTION_CELL);
  const gone = (await alice.client.getJson(paths.exit(slug))).json<{ exit: unknown }>();
  assert.equal(gone.exit, null, "its row has stayed behind");
  for (let round = 0; round < 3; round++) await app.runJobs();
  const { exit } = (await alice.client.getJson(paths.exit(slug))).json<{ exit: { id: string; state: string } }>();
  assert.deepEqual([exit.id, exit.state], [exitId, "done"]);
  assert.equal((await alice.client.get(paths.exitZip(slug, exitId))).status, 200);
  assert.match((await alice.client.get(paths.activity(slug))).text, /Archive de sortie reprise du début/);
});

Deno.test("where another was asked for meanwhile, the one that came with the move makes way", async () => {
  const place = (await findPlace(tenantId))!;
  const there = { ...aCtx(tenantId, { rights: [...ALL_RIGHTS] }), ...place };
  assert.equal((await alice.client.postJson(paths.exit(slug), { exitId: newId() })).status, 202);
  const stray = newId();
  await advanceExit(there, { id: stray, step: 4 });
  const left = await world.owner.production`select 1 from cell.exit_archives where id = ${stray}`;
  assert.equal(left.length, 0);
});
