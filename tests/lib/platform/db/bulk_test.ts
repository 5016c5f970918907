import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { decimal } from "../../../../lib/base/decimal.ts";
import { idList, insertRows } from "../../../../lib/platform/db/bulk.ts";
import { withTenant } from "../../../../lib/platform/db/tenant.ts";
import { rows, sqlState } from "../../../../lib/platform/db/transaction.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { salesDocuments, salesLines } from "../../../../lib/sales/schema.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

type Ctx = Awaited<ReturnType<typeof world.makeDossier>>;

function aDocument(ctx: Ctx, over: Partial<typeof salesDocuments.$inferInsert> = {}) {
  const head = {
    tenantId: ctx.tenantId,
    id: newId(),
    kind: "invoice" as const,
    terms: { kind: "net" as const, days: 30 },
  };
  return { ...head, subject: "L’été «\n\\'\"", createdAt: ctx.now, updatedAt: ctx.now, ...over };
}

function aLine(ctx: Ctx, documentId: ReturnType<typeof newId>, position: number) {
  return {
    tenantId: ctx.tenantId,
    documentId,
    position,
    kind: "item" as const,
    itemId: null,
    label: "Ligne",
    quantity: decimal("1.2500"),
    unitCode: "C62",
    unitPrice: decimal("0.000001"),
    vatRateBp: 2000,
    vatCategory: "S" as const,
    netCents: 9_007_199_254_740_993n,
  };
}

Deno.test("insertRows writes what drizzle would: exact decimals, large cents, JSON, texts, nulls", async () => {
  const ctx = await world.makeDossier([]);
  const document = aDocument(ctx);
  const stored = await withTenant(ctx, async (tx) => {
    await insertRows(tx, salesDocuments, { rows: [document] });
    await insertRows(tx, salesLines, { rows: [1, 2].map((position) => aLine(ctx, document.id, position)) });
    const [head] = await tx.select().from(salesDocuments);
    return { head: head!, lines: await tx.select().from(salesLines).orderBy(salesLines.position) };
  });
  assert.deepEqual([stored.head.subject, stored.head.terms], [document.subject, document.terms]);
  assert.equal(stored.head.createdAt, ctx.now);
  assert.deepEqual(stored.lines[1]!.unitPrice, decimal("0.000001"));
  assert.deepEqual([stored.lines[0]!.netCents, stored.lines[0]!.itemId], [9_007_199_254_740_993n, null]);
});

Deno.test("insertRows leaves out the rows whose key is taken, and names the others", async () => {
  const ctx = await world.makeDossier([]);
  const known = aDocument(ctx);
  const fresh = aDocument(ctx);
  const ids = await withTenant(ctx, async (tx) => {
    await insertRows(tx, salesDocuments, { rows: [known] });
    return await insertRows(tx, salesDocuments, { rows: [known, fresh], skipTaken: true });
  });
  assert.deepEqual(ids, [fresh.id]);
});

Deno.test("insertRows throws on a taken key, and cannot write into another dossier", async () => {
  const ctx = await world.makeDossier([]);
  const other = await world.makeDossier([]);
  const document = aDocument(ctx);
  const twice = withTenant(ctx, (tx) => insertRows(tx, salesDocuments, { rows: [document, document] }));
  await assert.rejects(twice, (error) => sqlState(error) === "23505");
  const forged = withTenant(ctx, (tx) => insertRows(tx, salesDocuments, { rows: [aDocument(other)] }));
  await assert.rejects(forged, (error) => sqlState(error) === "42501");
});

Deno.test("insertRows of no row asks nothing, and idList of no id matches nothing", async () => {
  const ctx = await world.makeDossier([]);
  const found = await withTenant(ctx, async (tx) => {
    assert.deepEqual(await insertRows(tx, salesDocuments, { rows: [] }), []);
    return await rows(tx, sql`select 1 where ${ctx.tenantId}::uuid = any(${idList([])})`);
  });
  assert.deepEqual(found, []);
});
