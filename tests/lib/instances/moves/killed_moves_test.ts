/**
 * Processes die at every step of a move, as hosted programs do. Whatever the moment, the dossier is in one place, and
 * the next process brings it whole to where it goes.
 */
import assert from "node:assert/strict";
import { cancelConsoleProcedure } from "../../../../lib/instances/operator.ts";
import { MOVE_DOSSIER } from "../../../../lib/instances/moves/move_dossier.ts";
import { CONSOLE_PROCEDURES } from "../../../../lib/instances/procedures/kinds.ts";
import { type Death, dieAt, eachStepAnew, type Place } from "../../../support/steps.ts";
import { PRODUCTION_CELL, TRIAL_CELL } from "../../../support/world.ts";
import { aVisitor } from "../../identity/_people.ts";
import { openSellersWorld } from "../../sales/_seller.ts";
import {
  ASKED,
  askMove,
  aSmallDossier,
  dossierRows,
  inOnePlace,
  livesWhole,
  openCells,
  standingOf,
  toStep,
  toTheEnd,
} from "./_moves.ts";

const world = await openSellersWorld();
const folder = await Deno.makeTempDir({ prefix: "paraphe-killed-moves-" });
const stores = await openCells(folder);
Deno.test.afterAll(async () => {
  await world.close();
  await Deno.remove(folder, { recursive: true });
});
const { trial, production } = world.owner;
const place: Place = { world, folderOf: (cell) => `${folder}/${cell}` };

/** Processes at once: each loads the program, then waits for Postgres. */
const AT_ONCE = 3;

async function all<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

Deno.test("each step in a process of its own, with two seconds, brings a dossier to the other cell", async () => {
  const ctx = await aSmallDossier(world);
  const before = await dossierRows(trial, ctx.tenantId);
  const key = await askMove(ctx.tenantId);
  assert(await eachStepAnew(place, key) >= MOVE_DOSSIER.steps.length);
  assert.equal((await standingOf(world, key)).state, "done");
  assert.deepEqual(await dossierRows(production, ctx.tenantId), before);
  await livesWhole(world, ctx, PRODUCTION_CELL);
});

Deno.test("killed once the work of a step is done and nobody knows, a move ends by itself, the dossier whole", async () => {
  const deaths: Death[] = MOVE_DOSSIER.steps.filter(({ name }) => name !== "switch")
    .map(({ name }) => ({ step: name, moment: "end" }));
  // Before it, the source is closed to writers; after it, it is left, and the target not yet known to everybody.
  deaths.push({ step: "switch", moment: "begin" }, { step: "switch", moment: "decided" });
  await all(deaths, async (death) => {
    const ctx = await aSmallDossier(world);
    const before = await dossierRows(trial, ctx.tenantId);
    const key = await askMove(ctx.tenantId);
    assert(await dieAt(place, key, death), `${death.step} kills`);
    await inOnePlace(world, ctx.tenantId);
    await toTheEnd(key);
    assert.equal((await standingOf(world, key)).state, "done", death.step);
    assert.deepEqual(await dossierRows(production, ctx.tenantId), before);
    await livesWhole(world, ctx, PRODUCTION_CELL);
  });
});

Deno.test("killed once everything is gone and nobody knows, a purge ends by itself, with its proof", async () => {
  const ctx = await aSmallDossier(world);
  const { tenantId } = ctx;
  await toTheEnd(await askMove(tenantId));
  const [purge] = await world.owner.control`update control.procedures set not_before = now()
    where tenant_id = ${tenantId} and kind = 'purge_moved' returning id`;
  const key = { tenantId, id: purge!.id };
  assert(await dieAt(place, key, { step: "purge", moment: "end" }));
  await toTheEnd(key);
  assert.equal((await standingOf(world, key)).state, "done");
  assert.deepEqual(Object.values(await dossierRows(trial, tenantId)).flat(), []);
  const warrants = await trial`select reason, expires_at <= now() as is_over from cell.purge_warrants
    where tenant_id = ${tenantId}`;
  assert.deepEqual(warrants.map((row) => ({ ...row })), [{ reason: "moved", is_over: true }]);
  await livesWhole(world, ctx, PRODUCTION_CELL);
});

Deno.test("killed while it is undone, a cancelled move leaves the dossier where it was and nothing elsewhere", async () => {
  await all(["switch", "prepare"], async (step) => {
    const ctx = await aSmallDossier(world);
    const key = await askMove(ctx.tenantId);
    await toStep(world, key, "move_dossier", "switch");
    await cancelConsoleProcedure(aVisitor(), key, { ...ASKED, kinds: CONSOLE_PROCEDURES });
    assert(await dieAt(place, key, { step, moment: "undone" }), `undoing ${step} kills`);
    assert.equal(await inOnePlace(world, ctx.tenantId), TRIAL_CELL);
    await toTheEnd(key);
    assert.equal((await standingOf(world, key)).state, "abandoned");
    await livesWhole(world, ctx, TRIAL_CELL);
    const left = Object.values(await dossierRows(production, ctx.tenantId)).flat();
    const { files } = await stores.get(PRODUCTION_CELL)!.list(`${ctx.tenantId}/`);
    assert.deepEqual([left, files], [[], []]);
    const [row] = await trial`select followed, queue_held from cell.dossiers where tenant_id = ${ctx.tenantId}`;
    assert.deepEqual({ ...row }, { followed: false, queue_held: false });
  });
});
