import assert from "node:assert/strict";
import { closeDay, closeDue, verifyAgreement, verifyChain } from "../../../lib/antifraud/mod.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { newId } from "../../../lib/platform/random.ts";
import {
  createAndIssue,
  creditInvoice,
  issueDocument,
  previewDocument,
  readDocument,
  recordPayment,
  reversePayment,
} from "../../../lib/sales/mod.ts";
import { aDraftForm, aDraftInvoice, aLine, anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, at, openSellersWorld } from "./_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

function refusedAt(field: string, words: RegExp) {
  return (error: unknown) =>
    error instanceof Refusal && error.issues.some((issue) => issue.field === field && words.test(issue.sentence));
}

async function verifies(ctx: Ctx): Promise<void> {
  const [chain, agreement] = [await verifyChain(ctx), await verifyAgreement(ctx)];
  assert.deepEqual([chain.firstBad, agreement.first], [null, null]);
}

Deno.test("closures add up real invoices, credit notes and payments, and agree with what was sealed", async () => {
  const ctx = await aSeller(world, {}, "2026-01-05T09:00Z");
  const buyer = await aBuyer(ctx);
  const lines = [aLine({ price: "100" }), aLine({ price: "200", vat: "5,5" })];
  const invoice = await anIssuedInvoice(ctx, buyer, { lines, discount: "10" });
  const credit = await creditInvoice(ctx, { id: newId(), sourceId: invoice.id });
  await issueDocument(ctx, credit.id);
  const other = await anIssuedInvoice(ctx, buyer), paymentId = newId();
  await recordPayment(ctx, { id: paymentId, invoiceId: other.id, form: { amount: "120", mode: "cheque" } });
  await reversePayment(ctx, { id: newId(), paymentId, reason: "chèque revenu impayé" });
  await recordPayment(ctx, { id: newId(), invoiceId: other.id, form: { amount: "120" } });
  const { closures } = await closeDue(at(ctx, "2026-02-01T09:00Z"));
  assert.deepEqual(closures.map(({ kind, name }) => [kind, name]), [["day", "2026-01-05"], ["month", "2026-01"]]);
  for (const { invoices, creditNotes, payments, reversals, numbers, currencies: [euros] } of closures) {
    assert.deepEqual([invoices, creditNotes, payments, reversals], [2, 1, 2, 1]);
    assert.deepEqual([euros!.grossCents, euros!.netCents, euros!.discountsCents], [12_000n, 10_000n, 0n]);
    assert.equal(euros!.perpetualAbsoluteCents, 12_000n + 2n * invoice.grossCents);
    assert.deepEqual(euros!.modes, [
      { mode: "cheque", amountCents: 0n, count: 2 },
      { mode: "transfer", amountCents: 12_000n, count: 1 },
    ]);
    assert.deepEqual(numbers.invoice, [{ year: 2026, first: invoice.number, last: other.number }]);
  }
  await verifies(ctx);
});

Deno.test("a closure changed behind the triggers, or slipped in, is found by the agreement", async () => {
  const ctx = await aSeller(world, {}, "2026-01-05T09:00Z");
  await anIssuedInvoice(ctx, await aBuyer(ctx));
  const { closures: [day] } = await closeDue(at(ctx, "2026-01-06T09:00Z"));
  const behind = (change: string) =>
    world.owner.trial.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql.unsafe(change.replaceAll("$T", `tenant_id = '${ctx.tenantId}'`));
    });
  await behind("update cell.closures set invoices = 2 where $T");
  assert.equal((await verifyAgreement(ctx)).first?.seq, day!.sealSeq);
  await behind("update cell.closures set invoices = 1 where $T");
  await verifies(ctx);
  await behind("delete from cell.closures where $T");
  assert.match((await verifyAgreement(ctx)).first!.reason, /n’est plus en base/);
});

Deno.test("an invoice may go back to an open month, and is refused a date of a closed month at its field", async () => {
  const ctx = await aSeller(world, {}, "2026-01-05T09:00Z");
  const buyer = await aBuyer(ctx);
  await anIssuedInvoice(ctx, buyer);
  const february = at(ctx, "2026-02-10T09:00Z");
  const back = await anIssuedInvoice(february, buyer, { issueOn: "2026-01-31" });
  assert.equal(back.issueOn, "2026-01-31", "January is not closed yet");
  await closeDue(february);
  const draft = await aDraftInvoice(february, buyer, { issueOn: "2026-01-31" });
  const refused = refusedAt("document.issueOn", /31.janvier.2026 appartient à un mois clôturé.*1er.février.2026/s);
  await assert.rejects(issueDocument(february, draft.id), refused);
  const form = aDraftForm(buyer, { issueOn: "2026-01-31" });
  await assert.rejects(createAndIssue(february, { id: newId(), kind: "invoice", form }), refused);
  assert.equal((await readDocument(february, draft.id)).state, "draft");
  assert.ok(await previewDocument(february, draft.id), "what may not be issued may still be looked at");
  const later = await anIssuedInvoice(february, buyer, { issueOn: "2026-02-01" });
  assert.equal(later.number, "FA2026-0003");
  await verifies(ctx);
});

Deno.test("the old year's series stays open until its December is closed", async () => {
  const ctx = await aSeller(world, {}, "2026-12-20T09:00Z");
  const buyer = await aBuyer(ctx);
  await anIssuedInvoice(ctx, buyer);
  const january = at(ctx, "2027-01-04T09:00Z");
  const late = await anIssuedInvoice(january, buyer, { issueOn: "2026-12-31" });
  assert.equal(late.number, "FA2026-0002");
  assert.equal((await anIssuedInvoice(january, buyer)).number, "FA2027-0001");
  await closeDue(january);
  const draft = await aDraftInvoice(january, buyer, { issueOn: "2026-12-31" });
  await assert.rejects(issueDocument(january, draft.id), refusedAt("document.issueOn", /clôturé/));
});

Deno.test("yesterday's transfer is entered today with its value date, though yesterday is closed", async () => {
  const ctx = await aSeller(world, {}, "2026-01-30T09:00Z");
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
  const today = at(ctx, "2026-02-01T09:00Z");
  await closeDue(today);
  const form = { amount: "120", receivedOn: "2026-01-31" };
  await recordPayment(today, { id: newId(), invoiceId: invoice.id, form });
  const { closures: [day] } = await closeDue(at(ctx, "2026-02-02T09:00Z"));
  assert.deepEqual([day!.name, day!.payments, day!.invoices], ["2026-02-01", 1, 0]);
  await verifies(ctx);
});

Deno.test("a month closed while an invoice is on its way refuses that invoice at the last moment", async () => {
  const ctx = await aSeller(world, {}, "2026-01-30T09:00Z");
  const buyer = await aBuyer(ctx);
  const draft = await aDraftInvoice(ctx, buyer, { issueOn: "2026-01-30" });
  // What the rules cannot see: the month is closed after they read that it was open. The row itself is held against it.
  await anIssuedInvoice(ctx, buyer);
  await closeDue(at(ctx, "2026-02-01T09:00Z"));
  const act = world.owner.trial`update cell.sales_documents set state = 'issued', number = 'FA2026-0009',
    seal_seq = 99, issued_at = now(), issue_on = '2026-01-30' where tenant_id = ${ctx.tenantId} and id = ${draft.id}`;
  await assert.rejects(act, (error: { code?: string }) => error.code === "PF012");
});

Deno.test("closing and issuing at once never lets a record into the closed day", async () => {
  const ctx = await aSeller(world, {}, "2026-03-09T22:59:59Z");
  const buyer = await aBuyer(ctx), after = at(ctx, "2026-03-09T23:00:01Z");
  await anIssuedInvoice(ctx, buyer);
  const drafts = await Promise.all(Array.from({ length: 8 }, () => aDraftInvoice(ctx, buyer)));
  const [closure] = await Promise.all([
    closeDay(after, ctx.today),
    ...drafts.map((draft) => issueDocument(ctx, draft.id)),
  ]);
  const [strays] = await world.owner.trial`
    select count(*)::int as n from cell.sealed_records
    where tenant_id = ${ctx.tenantId} and at < ${closure.until} and seq > ${String(closure.lastSeq)}`;
  assert.equal(strays!.n, 0);
  const rest = (await closeDue(at(ctx, "2026-03-11T09:00Z"))).closures;
  assert.equal([closure, ...rest].reduce((sum, { invoices }) => sum + invoices, 0), 9);
  await verifies(ctx);
});

Deno.test("a month that closes between the check of an issue and its writing refuses it at its field, and leaves nothing", async () => {
  const ctx = await aSeller(world, {}, "2026-01-05T09:00Z"), { tenantId } = ctx;
  const buyer = await aBuyer(ctx);
  await anIssuedInvoice(ctx, buyer);
  const february = at(ctx, "2026-02-10T09:00Z");
  await closeDue(february);
  // The closure of January as it was made, taken away and put back while the issue waits for the chain's head.
  const { trial } = world.owner;
  const [kept] = await trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    return await sql`delete from cell.closures c where tenant_id = ${tenantId} and kind = 'month'
      returning row_to_json(c)::text as row`;
  });
  const draft = await aDraftInvoice(february, buyer, { issueOn: "2026-01-31" });
  let issuing: Promise<unknown> = Promise.resolve();
  await trial.begin(async (sql) => {
    await sql`select 1 from cell.chains where tenant_id = ${tenantId} for update`;
    issuing = issueDocument(february, draft.id).catch((error) => error);
    for (let waits = false; !waits;) {
      const [found] = await sql`select pg_sleep(0.02), exists (select 1 from pg_locks l
        join pg_database d on d.oid = l.database or l.database is null
        where not l.granted and d.datname = current_database()
          and pg_backend_pid() = any(pg_blocking_pids(l.pid))) as waits`;
      waits = found!.waits;
    }
    await sql`set local session_replication_role = replica`;
    await sql`insert into cell.closures select * from json_populate_record(null::cell.closures, ${
      kept!.row
    }::text::json)`;
  });
  const error = await issuing;
  assert.ok(refusedAt("issueOn", /clôtur/)(error), String(error));
  assert.deepEqual([error instanceof Refusal && error.code, (await readDocument(ctx, draft.id)).state], [
    "sales.month_closed",
    "draft",
  ]);
  await verifies(ctx);
  assert.equal((await issueDocument(february, (await aDraftInvoice(february, buyer)).id)).state, "issued");
});
