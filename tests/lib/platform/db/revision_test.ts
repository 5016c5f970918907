import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { DossierMoved, readRevision, withTenant } from "../../../../lib/platform/db/tenant.ts";
import type { Tx } from "../../../../lib/platform/db/transaction.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

Deno.test("each committed write raises the dossier's number; reads and what is rolled back do not", async () => {
  const ctx = await world.makeDossier([]);
  const before = await readRevision(ctx);
  await withTenant(ctx, (tx: Tx) => tx.execute(sql`select 1`), { mode: "read" });
  await assert.rejects(withTenant(ctx, () => Promise.reject(new Error("changed my mind"))), /changed my mind/);
  assert.equal(await readRevision(ctx), before);
  await withTenant(ctx, (tx) => tx.execute(sql`select 1`));
  assert.equal(await readRevision(ctx), before + 1n);
});

Deno.test("writers at once are all counted, and another dossier's writes are not", async () => {
  const ctx = await world.makeDossier([]), other = await world.makeDossier([]);
  const before = [await readRevision(ctx), await readRevision(other)];
  await Promise.all(Array.from({ length: 20 }, () => withTenant(ctx, (tx) => tx.execute(sql`select 1`))));
  assert.deepEqual([await readRevision(ctx), await readRevision(other)], [before[0]! + 20n, before[1]]);
});

Deno.test("a write is seen by whoever reads the number after it was answered", async () => {
  const ctx = await world.makeDossier([]);
  for (let n = 0; n < 20; n++) {
    const before = await readRevision(ctx);
    await withTenant(ctx, (tx) => tx.execute(sql`select 1`));
    assert.equal(await readRevision(ctx) > before, true);
  }
});

Deno.test("the number of a dossier that moved away is asked for in vain", async () => {
  const ctx = await world.makeDossier([]);
  await assert.rejects(readRevision({ ...ctx, epoch: ctx.epoch + 1 }), (error) => error instanceof DossierMoved);
  await assert.rejects(readRevision({ ...ctx, tenantId: newId() }), (error) => error instanceof DossierMoved);
});

Deno.test("the product may raise the number of its own dossier, and change nothing else of the row", async () => {
  const ctx = await world.makeDossier([]), other = await world.makeDossier([]);
  const changes = [
    sql`update cell.dossiers set epoch = epoch + 1 where tenant_id = ${ctx.tenantId}`,
    sql`update cell.dossiers set state = 'moved' where tenant_id = ${ctx.tenantId}`,
    sql`update cell.dossiers set public_id = '00000000' where tenant_id = ${ctx.tenantId}`,
  ];
  for (const change of changes) {
    await assert.rejects(withTenant(ctx, (tx) => tx.execute(change)), (error) => /42501/.test(codeOf(error)));
  }
  const before = await readRevision(other);
  await withTenant(
    ctx,
    (tx) => tx.execute(sql`update cell.dossiers set revision = 99 where tenant_id = ${other.tenantId}`),
  );
  assert.equal(await readRevision(other), before);
});

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) if ("code" in at) return String(at.code);
  return "";
}
