import assert from "node:assert/strict";
import fc from "fast-check";
import { Refusal } from "../../../lib/base/refusal.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { newId } from "../../../lib/platform/random.ts";
import {
  createAndIssueAll,
  creditInvoice,
  issueDocument,
  recordPayments,
  reversePayment,
  type SalesDocument,
  saveDraft,
} from "../../../lib/sales/mod.ts";
import { aDraftForm, aLine } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, openSellersWorld } from "./_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

/** One act: which, on which of the invoices, for how many tenths of a line of 10 €. */
const ACT = fc.record({
  kind: fc.constantFrom("pay", "pay all", "reverse", "credit"),
  on: fc.nat(5),
  tenths: fc.integer({ min: 1, max: 12 }),
});

/** What the transactions kept by due date, and what the invoices themselves say; days without an open invoice aside. */
async function bothSums(ctx: Ctx): Promise<[unknown, unknown]> {
  const kept = await world.owner.trial`
    select due_on::text, invoices, cents::text from cell.receivables
    where tenant_id = ${ctx.tenantId} and (invoices, cents) <> (0, 0) order by due_on`;
  const rebuilt = await world.owner.trial`
    select due_on::text, count(*)::integer as invoices,
      sum(gross_cents - paid_cents - credited_cents)::text as cents
    from cell.sales_documents
    where tenant_id = ${ctx.tenantId} and kind = 'invoice' and state = 'issued' and settled_on is null
    group by due_on order by due_on`;
  return [kept.map((row) => ({ ...row })), rebuilt.map((row) => ({ ...row }))];
}

async function issueSome(ctx: Ctx, buyer: Uuid): Promise<SalesDocument[]> {
  const dueOn = (n: number) => `${2027 + n % 3}-0${1 + n % 2}-15`;
  const drafts = Array.from({ length: 6 }, (_, n) => ({
    id: newId(),
    kind: "invoice" as const,
    form: aDraftForm(buyer, { dueOn: dueOn(n), lines: [aLine({ quantity: "1", price: "10", vat: "0" })] }),
  }));
  return await createAndIssueAll(ctx, drafts, { render: false });
}

Deno.test("what is waited for equals what is left of the open invoices, whatever is paid, taken back and credited", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  let done = 0, refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(ACT, { minLength: 4, maxLength: 12 }), async (acts) => {
      const invoices = await issueSome(ctx, buyer);
      const payments: Uuid[] = [];
      for (const { kind, on, tenths } of acts) {
        const form = { amount: `${tenths},00` };
        const pay = async (of: readonly SalesDocument[]) => {
          const wanted = of.map((invoice) => ({ id: newId(), invoiceId: invoice.id, form }));
          await recordPayments(ctx, wanted);
          payments.push(...wanted.map(({ id }) => id));
        };
        const act = {
          pay: () => pay([invoices[on]!]),
          "pay all": () => pay(invoices),
          reverse: () => reversePayment(ctx, { id: newId(), paymentId: payments[on] ?? newId(), reason: "Rejeté" }),
          credit: async () => {
            const draft = await creditInvoice(ctx, { id: newId(), sourceId: invoices[on]!.id });
            const lines = [aLine({ quantity: "1", price: `${tenths},00`, vat: "0" })];
            await saveDraft(ctx, { id: draft.id, version: draft.version, form: aDraftForm(buyer, { lines }) });
            await issueDocument(ctx, draft.id);
          },
        }[kind];
        await act().then(() => done++, (error) => {
          if (!(error instanceof Refusal)) throw error;
          refused++;
        });
        const [kept, rebuilt] = await bothSums(ctx);
        assert.deepEqual(kept, rebuilt);
      }
    }),
    { numRuns: 6 },
  );
  assert.ok(done > 0 && refused > 0, `${done} done, ${refused} refused`);
});

Deno.test("sixteen payments, credits and issues at once leave the same sum", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const invoices = await issueSome(ctx, buyer);
  await Promise.all(Array.from({ length: 16 }, async (_, n) => {
    const of = n % 2 ? invoices : invoices.toReversed();
    const wanted = of.map((invoice) => ({ id: newId(), invoiceId: invoice.id, form: { amount: "0,10" } }));
    await (n % 4 === 0 ? issueSome(ctx, buyer) : recordPayments(ctx, wanted));
  }));
  const [kept, rebuilt] = await bothSums(ctx);
  assert.deepEqual(kept, rebuilt);
  assert.equal((kept as unknown[]).length, 6);
});
