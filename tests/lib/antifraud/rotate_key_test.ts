import assert from "node:assert/strict";
import { openChain, readLog, readLogKeys, rotateKey, seal, verifyChain } from "../../../lib/antifraud/mod.ts";
import { lockHead } from "../../../lib/antifraud/chain_store.ts";
import { drawKey } from "../../../lib/antifraud/signing_key.ts";
import { type Ctx, Forbidden } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { toBase64Url } from "../../../lib/platform/crypto.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

async function aChain(): Promise<Ctx> {
  const ctx = await world.makeDossier(["members:write", "sealed_log:read"]);
  await withTenant(ctx, (tx) => openChain(tx, ctx));
  return ctx;
}

function sealProbe(ctx: Ctx) {
  return withTenant(ctx, (tx) => seal(tx, ctx, [{ type: "probe_sealed", subjectId: null, payload: {} }]));
}

async function tamper(ctx: Ctx, change: string): Promise<void> {
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql.unsafe(change.replaceAll("$T", `tenant_id = '${ctx.tenantId}'`));
  });
}

Deno.test("the old key signs the record that names the new, which signs what follows", async () => {
  const ctx = await aChain(), to = newId();
  const [old] = await readLogKeys(ctx);
  await rotateKey(ctx, to);
  await sealProbe(ctx);
  const [, rotated, next] = await readLog(ctx, { after: 0n, limit: 10 });
  assert.deepEqual([rotated!.type, rotated!.keyId, next!.keyId], ["key_rotated", old!.id, to]);
  const key = (await readLogKeys(ctx)).find(({ id }) => id === to)!;
  const { salt: _, ...payload } = JSON.parse(new TextDecoder().decode(rotated!.payload!));
  assert.deepEqual(payload, { from: old!.id, to, publicKey: toBase64Url(key.publicKey) });
  const report = await verifyChain(ctx, { allSignatures: true });
  assert.deepEqual([report.ok, report.signaturesChecked], [true, 3]);
});

Deno.test("the same form sent twice makes one key, two administrators at once make two, one after the other", async () => {
  const ctx = await aChain(), same = newId();
  await Promise.all([rotateKey(ctx, same), rotateKey(ctx, same)]);
  assert.equal((await readLogKeys(ctx)).length, 2);
  await Promise.all([rotateKey(ctx, newId()), rotateKey(ctx, newId()), sealProbe(ctx), sealProbe(ctx)]);
  assert.equal((await readLogKeys(ctx)).length, 4);
  const { ok, records } = await verifyChain(ctx, { allSignatures: true });
  assert.deepEqual([ok, records], [true, 6n]);
});

Deno.test("a change that rolls back leaves the old key", async () => {
  const ctx = await aChain();
  await withTenant(ctx, async (tx) => {
    const keyId = newId(), publicKey = (await drawKey(tx, ctx, keyId))!;
    const head = (await lockHead(tx, ctx.tenantId))!;
    const payload = { from: head.keyId, to: keyId, publicKey: toBase64Url(publicKey) };
    await seal(tx, ctx, [{ type: "key_rotated", subjectId: null, payload }], { nextKeyId: keyId });
    throw new Error("changed my mind");
  }).catch(() => {});
  assert.equal((await readLogKeys(ctx)).length, 1);
  await sealProbe(ctx);
  assert.deepEqual((await readLog(ctx, { after: 1n, limit: 9 })).map(({ type }) => type), ["probe_sealed"]);
  assert.equal((await verifyChain(ctx, { allSignatures: true })).ok, true);
});

Deno.test("a key before its time, after its time, or whose public half was exchanged is found", async () => {
  const cases: [string, bigint][] = [
    ["update cell.sealed_records r set key_id = (select key_id from cell.chains where $T) where r.$T and seq = 2", 2n],
    [
      "update cell.sealed_records r set key_id = (select key_id from cell.sealed_records where $T and seq = 1) where r.$T and seq = 4",
      4n,
    ],
    [
      "update cell.signing_keys k set public_key = (select public_key from cell.signing_keys where $T and id <> k.id) where k.$T and id = (select key_id from cell.chains where $T)",
      3n,
    ],
  ];
  for (const [change, at] of cases) {
    const ctx = await aChain();
    await sealProbe(ctx);
    await rotateKey(ctx, newId());
    await sealProbe(ctx);
    await tamper(ctx, change);
    const { firstBad } = await verifyChain(ctx);
    assert.deepEqual([firstBad?.code, firstBad?.seq], ["unknown_key", at], change);
  }
});

Deno.test("changing the key is refused without the administrator's right, and without a chain", async () => {
  const ctx = await aChain();
  const others = new Set(["sealed_log:read", "sealed_log:close", "sealed_log:archive", "sealed_log:control"] as const);
  await assert.rejects(rotateKey({ ...ctx, rights: others }, newId()), Forbidden);
  const empty = await world.makeDossier(["members:write"]);
  await assert.rejects(
    rotateKey(empty, newId()),
    (error) => error instanceof Refusal && error.code === "antifraud.no_chain",
  );
  const [{ n }] = await world.owner.trial`
    select count(*)::int as n from cell.signing_keys where tenant_id = ${empty.tenantId}` as unknown as [{ n: number }];
  assert.equal(n, 0);
});
