import assert from "node:assert/strict";
import {
  checkProof,
  listLog,
  openChain,
  readLog,
  seal,
  verifyAgreement,
  verifyChain,
} from "../../../lib/antifraud/mod.ts";
import { eraseContents } from "../../../lib/antifraud/operator.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { IsoInstant } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { attempt, connect } from "../../tidy/catalogue/tries.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";

const world = await openWorld();
openTestOutside();
const product = connect(world.url(TRIAL_CELL, "product")), console_ = connect(world.url(TRIAL_CELL, "console"));
Deno.test.afterAll(async () => {
  await Promise.all([product.end(), console_.end()]);
  await world.close();
});

/** A log of which records 1 to 3 are of 2011 and the fourth of today. */
async function anOldLog(): Promise<{ ctx: Ctx; subjectId: Uuid }> {
  const ctx = await world.makeDossier(["sealed_log:read"]), subjectId = newId();
  const then = { ...ctx, now: "2011-05-04T10:00:00.000Z" as IsoInstant };
  await withTenant(ctx, (tx) => openChain(tx, then));
  const probe = (n: number) => ({ type: "probe_sealed", subjectId, payload: { n } });
  await withTenant(ctx, (tx) => seal(tx, then, [probe(1), probe(2)]));
  await withTenant(ctx, (tx) => seal(tx, ctx, [probe(3)]));
  return { ctx, subjectId };
}

async function aWarrant(ctx: Ctx, over: Readonly<Record<string, unknown>> = {}): Promise<Uuid> {
  const warrant = {
    tenant_id: ctx.tenantId,
    id: newId(),
    reason: "contents_retention_ended",
    granted_by: "op1",
    seconded_by: "op2",
    expires_at: "2099-01-01",
    contents_before: "2012-01-01",
    ...over,
  };
  await world.owner.trial`insert into cell.purge_warrants ${world.owner.trial(warrant)}`;
  return warrant.id;
}

const erase = (ctx: Ctx, warrantId: Uuid) => eraseContents({ cell: TRIAL_CELL, tenantId: ctx.tenantId, warrantId });

Deno.test("old contents go under a warrant, their digests stay, and the chain verifies and says so", async () => {
  const { ctx, subjectId } = await anOldLog();
  const warrantId = await aWarrant(ctx);
  assert.equal(await erase(ctx, warrantId), 2);
  assert.equal(await erase(ctx, warrantId), 0, "again, nothing is left");
  const payloads = (await readLog(ctx, { after: 0n, limit: 9 })).map(({ payload }) => payload === null);
  assert.deepEqual(payloads, [false, true, true, false]);
  const report = await verifyChain(ctx, { allSignatures: true });
  assert.deepEqual([report.ok, report.erased, report.signaturesChecked], [true, 2, 4]);
  assert.equal((await verifyAgreement(ctx)).ok, true);
  const { records } = await listLog(ctx);
  assert.deepEqual(records.map(({ erasedAt }) => erasedAt !== null), [false, true, true, false]);
  const proof = await checkProof(ctx, subjectId);
  assert.deepEqual(proof.map(({ fault, erasedAt }) => [fault, erasedAt !== null]), [[null, true], [null, true], [
    null,
    false,
  ]]);
});

Deno.test("what is younger than ten years stays, whatever the warrant says", async () => {
  const { ctx } = await anOldLog();
  assert.equal(await erase(ctx, await aWarrant(ctx, { contents_before: "2090-01-01" })), 2);
  assert.equal((await readLog(ctx, { after: 3n, limit: 1 }))[0]!.payload === null, false);
});

Deno.test("an expired warrant, another dossier's, one for something else and one reaching less far erase nothing", async () => {
  const { ctx } = await anOldLog();
  const other = await anOldLog();
  assert.equal(await erase(ctx, await aWarrant(ctx, { expires_at: "2020-01-01" })), 0);
  assert.equal(await erase(ctx, await aWarrant(other.ctx)), 0);
  assert.equal(await erase(ctx, await aWarrant(ctx, { contents_before: "2010-01-01" })), 0);
  const whole = await aWarrant(ctx, { reason: "retention_ended", contents_before: null });
  assert.equal(await erase(ctx, whole), 0);
  assert.equal((await verifyChain(ctx)).erased, 0);
});

Deno.test("a warrant for contents wants two operators and an instant, and no other warrant has one", async () => {
  const { ctx } = await anOldLog();
  await assert.rejects(aWarrant(ctx, { seconded_by: null }), /two_operators/);
  await assert.rejects(aWarrant(ctx, { contents_before: null }), /purge_warrants_contents/);
  await assert.rejects(aWarrant(ctx, { reason: "retention_ended" }), /purge_warrants_contents/);
});

Deno.test("with a warrant standing, no other role erases, and the purger does nothing else with it", async () => {
  const { ctx } = await anOldLog();
  const { tenantId } = ctx, warrantId = await aWarrant(ctx);
  const erasing = `update cell.sealed_records set payload = null, erased_at = now(), erased_under = '${warrantId}'`;
  const roles = [
    ...["app_user", "app_reader", "app_queue"].map((role) => [product, role] as const),
    ...["ops_mover", "ops_reader", "ops_queue"].map((role) => [console_, role] as const),
  ];
  for (const [login, role] of roles) {
    const outcome = await attempt(login, { role, tenantId }, erasing);
    assert.ok(
      "refused" in outcome && ["42501", "PF010"].includes(outcome.refused),
      `${role} ${JSON.stringify(outcome)}`,
    );
  }
  const purger = { role: "ops_purger", tenantId };
  const refused: [string, string][] = [
    [`${erasing} where type = 'chain_opened'`, "23514"],
    [`update cell.sealed_records set type = 'other_type' where seq = 2`, "42501"],
    [`update cell.sealed_records set payload = 'x' where seq = 2`, "PF010"],
    [
      `update cell.sealed_records set payload = null, erased_at = now(), erased_under = gen_random_uuid() where seq = 2`,
      "PF010",
    ],
    ["update cell.signing_keys set algorithm = 'none'", "42501"],
    ["truncate cell.sealed_records", "42501"],
  ];
  for (const [act, code] of refused) {
    assert.deepEqual(await attempt(console_, purger, act), { refused: code }, act);
  }
  for (const table of ["sealed_records", "chains", "signing_keys", "closures"]) {
    assert.deepEqual(await attempt(console_, purger, `delete from cell.${table}`), { rows: 0 }, table);
  }
  assert.deepEqual(await attempt(console_, { role: "ops_purger", tenantId: newId() }, erasing), { rows: 0 });
  assert.deepEqual(await attempt(console_, purger, `${erasing} where seq = 2`), { rows: 1 });
});
