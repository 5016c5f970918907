import assert from "node:assert/strict";
import { openChain, readLog, readLogHead, readLogKeys, seal } from "../../../lib/antifraud/mod.ts";
import { type Ctx, Forbidden } from "../../../lib/base/ctx.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

async function aReaderOf(records: number): Promise<Ctx> {
  const ctx = await world.makeDossier(["sealed_log:read"]);
  await withTenant(ctx, (tx) => openChain(tx, ctx));
  const events = Array.from({ length: records - 1 }, (_, n) => ({
    type: "probe_sealed",
    subjectId: null,
    payload: { n },
  }));
  await withTenant(ctx, (tx) => seal(tx, ctx, events));
  return ctx;
}

Deno.test("a chain is read in slices, in order, and ends at its head", async () => {
  const ctx = await aReaderOf(5);
  const first = await readLog(ctx, { after: 0n, limit: 3 });
  const rest = await readLog(ctx, { after: first.at(-1)!.seq, limit: 3 });
  assert.deepEqual([...first, ...rest].map(({ seq }) => seq), [1n, 2n, 3n, 4n, 5n]);
  const head = await readLogHead(ctx);
  assert.deepEqual([head!.seq, head!.hash], [5n, rest.at(-1)!.hash]);
  assert.deepEqual(await readLog(ctx, { after: 5n, limit: 3 }), []);
});

Deno.test("every key that signed is given, as the records name it", async () => {
  const ctx = await aReaderOf(2);
  const [key, ...others] = await readLogKeys(ctx);
  const [record] = await readLog(ctx, { after: 0n, limit: 1 });
  assert.deepEqual([key!.id, key!.algorithm, others], [record!.keyId, record!.algorithm, []]);
});

Deno.test("another dossier's chain is not read", async () => {
  const [mine, theirs] = [await aReaderOf(3), await aReaderOf(4)];
  const all = await readLog(mine, { after: 0n, limit: 100 });
  assert.equal(all.length, 3);
  assert.notEqual((await readLogHead(mine))!.chainId, (await readLogHead(theirs))!.chainId);
});

Deno.test("reading the log is refused without the right, and a dossier without a chain has no head", async () => {
  const ctx = await world.makeDossier([]);
  await assert.rejects(readLog(ctx, { after: 0n, limit: 1 }), Forbidden);
  await assert.rejects(readLogKeys(ctx), Forbidden);
  await assert.rejects(readLogHead(ctx), Forbidden);
  assert.equal(await readLogHead({ ...ctx, rights: new Set(["sealed_log:read"] as const) }), null);
});
