import assert from "node:assert/strict";
import { verifyAgreement, verifyChain } from "../../../lib/antifraud/mod.ts";
import { issueDocument } from "../../../lib/sales/mod.ts";
import { aDraftInvoice } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, openSellersWorld } from "./_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

const DOSSIERS = 64, ISSUES = 2;

Deno.test("64 dossiers that issue at once, several invoices each: one chain each, no fork, no gap, no number lost", async () => {
  const made = await Promise.all(Array.from({ length: DOSSIERS }, async () => {
    const ctx = await aSeller(world), buyer = await aBuyer(ctx);
    return { ctx, drafts: await Promise.all(Array.from({ length: ISSUES }, () => aDraftInvoice(ctx, buyer))) };
  }));
  // Dossier by dossier in turn, so that all of them are under way together.
  const issued = await Promise.all(
    Array.from({ length: ISSUES }, (_, i) => made.map(({ ctx, drafts }) => issueDocument(ctx, drafts[i]!.id))).flat(),
  );
  assert.equal(issued.length, DOSSIERS * ISSUES);
  const chains = await world.owner
    .trial`select c.tenant_id, c.chain_id, c.head_seq::int as head, count(r.seq)::int as records,
      count(distinct r.prev_hash)::int as parents, count(*) filter (where r.type = 'invoice_issued')::int as invoices
    from cell.chains c join cell.sealed_records r on r.tenant_id = c.tenant_id group by 1, 2, 3`;
  assert.equal(new Set(chains.map((chain) => chain.chain_id)).size, DOSSIERS);
  for (const { head, records, parents, invoices } of chains) {
    assert.deepEqual([records, parents, invoices], [head, head, ISSUES], "no gap, no record with two that follow");
  }
  for (const [n, { ctx }] of made.entries()) {
    const numbers = Array.from({ length: ISSUES }, (_, i) => issued[i * DOSSIERS + n]!.number).sort();
    const year = ctx.today.slice(0, 4);
    assert.deepEqual(numbers, Array.from({ length: ISSUES }, (_, i) => `FA${year}-000${i + 1}`));
    const [chain, agreement] = [await verifyChain(ctx), await verifyAgreement(ctx)];
    assert.deepEqual([chain.firstBad, agreement.first], [null, null]);
  }
});
