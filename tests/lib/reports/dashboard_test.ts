import assert from "node:assert/strict";
import { present } from "../../../lib/base/assert.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { newId } from "../../../lib/platform/random.ts";
import { type InvoiceFigures, readDashboard, type Turnover, TURNOVER_MONTHS } from "../../../lib/reports/mod.ts";
import { creditInvoice, issueDocument, recordPayment } from "../../../lib/sales/mod.ts";
import { aDraftInvoice, anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, openSellersWorld } from "../sales/_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

function may(ctx: Ctx): Ctx {
  return { ...ctx, rights: new Set([...ctx.rights, "dashboard:read" as const]) };
}

/** The dashboard of somebody who may read invoices. */
async function read(ctx: Ctx): Promise<{ invoices: InvoiceFigures; turnover: Turnover }> {
  const { invoices, turnover } = await readDashboard(ctx);
  return { invoices: present(invoices, "invoices"), turnover: present(turnover, "turnover") };
}

Deno.test("an empty dossier has an empty dashboard of twelve months", async () => {
  const { invoices, turnover } = await read(may(await aSeller(world)));
  assert.deepEqual([invoices.open.count, invoices.open.cents, invoices.late.count, invoices.drafts], [0, 0n, 0, 0]);
  assert.equal(turnover.months.length, TURNOVER_MONTHS);
  assert.ok(turnover.months.every((month) => month.netCents === 0n));
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
  const now = await read(ctx);
  assert.deepEqual(now.invoices.open, { count: 2, cents: 22_000n });
  assert.deepEqual([now.invoices.late.count, now.invoices.drafts, now.turnover.thisYearCents], [0, 1, 30_000n]);
  assert.equal(now.invoices.awaiting[0]!.number, late.number);
  const month = ctx.today.slice(0, 7);
  assert.deepEqual(now.turnover.months.at(-1), { month, netCents: 30_000n });
  assert.deepEqual(now.turnover.thisYear.find((one) => one.month === month), { month, netCents: 30_000n });
  const { invoices, turnover } = await read(tomorrow);
  assert.deepEqual([invoices.late.count, invoices.toChase.length, turnover.lastYearCents], [2, 2, 30_000n]);
});

Deno.test("a credit note is deducted from turnover and from what is open", async () => {
  const ctx = may(await aSeller(world));
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
  const credit = await creditInvoice(ctx, { id: newId(), sourceId: invoice.id });
  await issueDocument(ctx, credit.id);
  const { invoices, turnover } = await read(ctx);
  assert.deepEqual([invoices.open.count, turnover.thisYearCents], [0, 0n]);
});

Deno.test("the dashboard is refused without its right, and shows nothing of another dossier", async () => {
  const ctx = await aSeller(world);
  await anIssuedInvoice(ctx, await aBuyer(ctx));
  await assert.rejects(readDashboard(ctx), (error) => error instanceof Refusal && error.status === 403);
  assert.equal((await read(may(await aSeller(world)))).invoices.open.count, 0);
});

Deno.test("what somebody may not read is not on his dashboard", async () => {
  const ctx = await aSeller(world);
  await anIssuedInvoice(ctx, await aBuyer(ctx));
  const { invoices, turnover, quotes } = await readDashboard({
    ...ctx,
    rights: new Set(["dashboard:read", "quotes:read"]),
  });
  assert.deepEqual([invoices, turnover, quotes], [null, null, { drafts: 0, awaiting: 0 }]);
  const none = await readDashboard({ ...ctx, rights: new Set(["dashboard:read"]) });
  assert.deepEqual([none.invoices, none.turnover, none.quotes], [null, null, null]);
});

Deno.test("the first steps are ticked one by one, and gone once an invoice was issued", async () => {
  const bare = may(await aSeller(world, { addressLine1: "" }));
  const done = async (ctx: Ctx) => (await readDashboard(ctx)).firstSteps?.map((step) => step.isDone);
  assert.deepEqual(await done(bare), [false, false, false, false]);

  const ctx = may(await aSeller(world));
  assert.deepEqual(await done(ctx), [true, false, false, false]);
  const buyer = await aBuyer(ctx);
  assert.deepEqual(await done(ctx), [true, true, false, false]);
  const draft = await aDraftInvoice(ctx, buyer);
  assert.deepEqual(await done(ctx), [true, true, true, false]);
  await issueDocument(ctx, draft.id);
  assert.equal(await done(ctx), undefined);
});
