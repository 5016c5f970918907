import assert from "node:assert/strict";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { newId } from "../../../lib/platform/random.ts";
import { readDashboard, TURNOVER_MONTHS } from "../../../lib/reports/mod.ts";
import { creditInvoice, issueDocument, recordPayment } from "../../../lib/sales/mod.ts";
import { aDraftInvoice, anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, openSellersWorld } from "../sales/_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

function may(ctx: Ctx): Ctx {
  return { ...ctx, rights: new Set([...ctx.rights, "dashboard:read" as const]) };
}

Deno.test("an empty dossier has an empty dashboard of twelve months", async () => {
  const found = await readDashboard(may(await aSeller(world)));
  assert.deepEqual([found.open.count, found.open.cents, found.late.count, found.toChase.length], [0, 0n, 0, 0]);
  assert.equal(found.months.length, TURNOVER_MONTHS);
  assert.ok(found.months.every((month) => month.netCents === 0n));
});

Deno.test("the dashboard tells what is open, late, drafted and earned", async () => {
  const ctx = may(await aSeller(world));
  const buyer = await aBuyer(ctx);
  const terms = { termsKind: "on_receipt" };
  const paid = await anIssuedInvoice(ctx, buyer);
  await recordPayment(ctx, { id: newId(), invoiceId: paid.id, form: { amount: "120" } });
  const part = await anIssuedInvoice(ctx, buyer);
  await recordPayment(ctx, { id: newId(), invoiceId: part.id, form: { amount: "20" } });
  const late = await anIssuedInvoice(ctx, buyer, terms);
  await aDraftInvoice(ctx, buyer);
  const tomorrow = { ...ctx, today: late.dueOn!.replace(/^\d{4}/, (year) => String(Number(year) + 1)) as Ctx["today"] };
  const now = await readDashboard(ctx);
  assert.deepEqual(now.open, { count: 2, cents: 22_000n });
  assert.deepEqual([now.late.count, now.drafts.invoices, now.thisYearCents], [0, 1, 30_000n]);
  assert.equal(now.awaiting[0]!.number, late.number);
  const later = await readDashboard(tomorrow);
  assert.deepEqual([later.late.count, later.toChase.length, later.lastYearCents], [2, 2, 30_000n]);
});

Deno.test("a credit note is deducted from turnover and from what is open", async () => {
  const ctx = may(await aSeller(world));
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
  const credit = await creditInvoice(ctx, { id: newId(), sourceId: invoice.id });
  await issueDocument(ctx, credit.id);
  const found = await readDashboard(ctx);
  assert.deepEqual([found.open.count, found.thisYearCents], [0, 0n]);
});

Deno.test("the dashboard is refused without its right, and shows nothing of another dossier", async () => {
  const ctx = await aSeller(world);
  await anIssuedInvoice(ctx, await aBuyer(ctx));
  await assert.rejects(readDashboard(ctx), (error) => error instanceof Refusal && error.status === 403);
  assert.equal((await readDashboard(may(await aSeller(world)))).open.count, 0);
});
