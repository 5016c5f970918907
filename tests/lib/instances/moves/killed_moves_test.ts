/**
 * Processes die at every step of a move, as hosted programs do. Whatever the moment, the next one brings the dossier to
 * one place, whole.
 */
import assert from "node:assert/strict";
import { verifyAgreement, verifyChain } from "../../../../lib/antifraud/mod.ts";
import type { Ctx } from "../../../../lib/base/ctx.ts";
import { findPlace } from "../../../../lib/instances/mod.ts";
import { MOVE_DOSSIER } from "../../../../lib/instances/moves/move_dossier.ts";
import { anIssuedInvoice } from "../../../../lib/sales/testing.ts";
import { eachStepAnew, type Place } from "../../../support/steps.ts";
import { PRODUCTION_CELL } from "../../../support/world.ts";
import { aBuyer, openSellersWorld } from "../../sales/_seller.ts";
import { aKnownDossier, askMove, dossierRows, openCells, standingOf } from "./_moves.ts";

const world = await openSellersWorld();
const folder = await Deno.makeTempDir({ prefix: "paraphe-killed-moves-" });
await openCells(folder);
Deno.test.afterAll(async () => {
  await world.close();
  await Deno.remove(folder, { recursive: true });
});
const { trial, production } = world.owner;
const place: Place = { world, folderOf: (cell) => `${folder}/${cell}` };

Deno.test("each step in a process of its own, with two seconds, brings a dossier to the other cell", async () => {
  const ctx = await aKnownDossier(world);
  const before = await dossierRows(trial, ctx.tenantId);
  const key = await askMove(ctx.tenantId);
  assert(await eachStepAnew(place, key) >= MOVE_DOSSIER.steps.length);
  assert.equal((await standingOf(world, key)).state, "done");
  assert.deepEqual(await dossierRows(production, ctx.tenantId), before);
  await livesWhole(ctx, PRODUCTION_CELL);
});

/** One exemplar alone is open, it is the one that the directory leads to, it verifies and it can go on. */
async function livesWhole(ctx: Ctx, cell: string): Promise<void> {
  const { tenantId } = ctx;
  const there = await findPlace(tenantId);
  assert.equal(there!.cell, cell);
  const now = { ...ctx, ...there! };
  assert.equal((await verifyChain(now, { allSignatures: true })).ok, true);
  assert.equal((await verifyAgreement(now)).ok, true);
  await anIssuedInvoice(now, await aBuyer(now));
}
