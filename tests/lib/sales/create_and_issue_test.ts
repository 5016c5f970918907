import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { verifyAgreement, verifyChain } from "../../../lib/antifraud/mod.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { sqlState } from "../../../lib/platform/db/transaction.ts";
import { newId } from "../../../lib/platform/random.ts";
import {
  createAndIssue,
  createAndIssueAll,
  createDraft,
  listDocuments,
  MAX_ISSUED_AT_ONCE,
  readDocument,
  type SalesDocument,
} from "../../../lib/sales/mod.ts";
import { aDraftForm, anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, openSellersWorld } from "./_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

const year = new Date().getFullYear();
const OFF = { render: false };

function refusedFor(code: string) {
  return (error: unknown) => error instanceof Refusal && error.issues.some((issue) => issue.code === code);
}

async function verifies(ctx: Ctx): Promise<void> {
  const [chain, agreement] = [await verifyChain(ctx, { allSignatures: true }), await verifyAgreement(ctx)];
  assert.deepEqual([chain.ok, chain.firstBad, agreement.ok, agreement.first], [true, null, true, null]);
}

function anInvoice(buyer: Uuid, over: Parameters<typeof aDraftForm>[1] = {}) {
  return { id: newId(), kind: "invoice" as const, form: aDraftForm(buyer, over) };
}

function numbersFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `FA${year}-${String(first + n).padStart(4, "0")}`);
}

async function countOf(ctx: Ctx): Promise<number> {
  return (await listDocuments(ctx, { kind: "invoice", view: "all" })).documents.length;
}

Deno.test("createAndIssueAll numbers two hundred in the order given, and gives what a reader finds", async () => {
  const ctx = await aSeller(world), buyer = await aBuyer(ctx);
  const drafts = Array.from({ length: MAX_ISSUED_AT_ONCE }, () => anInvoice(buyer));
  const issued = await createAndIssueAll(ctx, drafts, OFF);
  assert.deepEqual(issued.map((one) => one.id), drafts.map((one) => one.id));
  assert.deepEqual(issued.map((one) => one.number), numbersFrom(1, 200));
  for (const one of [issued[0]!, issued[199]!]) {
    assert.deepEqual(comparable(one), comparable(await readDocument(ctx, one.id)));
  }
  await verifies(ctx);
});

/** Times of writing aside, which only the row knows. */
function comparable({ lines, vatTotals, ...head }: SalesDocument) {
  const { number, state, sealSeq, customerName, seller, buyer, mentions, issueOn, dueOn, grossCents, vatCents } = head;
  const figures = { netCents: head.netCents, paidCents: head.paidCents, creditedCents: head.creditedCents };
  const frozen = { seller, buyer, mentions, issueOn, dueOn, verificationCode: head.verificationCode };
  return { number, state, sealSeq, customerName, grossCents, vatCents, ...figures, ...frozen, lines, vatTotals };
}

Deno.test("createAndIssueAll is all or nothing, whichever is unfit", async () => {
  const ctx = await aSeller(world), buyer = await aBuyer(ctx);
  const known = await anIssuedInvoice(ctx, buyer);
  const quote = await createDraft(ctx, { id: newId(), kind: "quote", form: aDraftForm(buyer) });
  const twin = anInvoice(buyer);
  const refused: [ReturnType<typeof anInvoice>[], string][] = [
    [[anInvoice(buyer), anInvoice(buyer, { lines: [] })], "sales.preflight"],
    [[anInvoice(newId()), anInvoice(buyer)], "sales.customer_unknown"],
    [[anInvoice(buyer), { ...anInvoice(buyer), id: known.id }], "sales.id_taken"],
    [[anInvoice(buyer), { ...anInvoice(buyer), id: quote.id }], "sales.id_taken"],
    [[twin, twin], "sales.id_taken"],
    [[anInvoice(buyer), anInvoice(buyer, { issueOn: `${year - 1}-01-01` }), anInvoice(buyer)], "sales.preflight"],
    [Array.from({ length: MAX_ISSUED_AT_ONCE + 1 }, () => anInvoice(buyer)), "sales.too_many_at_once"],
  ];
  for (const [drafts, code] of refused.slice(0, 5).concat(refused.slice(6))) {
    await assert.rejects(createAndIssueAll(ctx, drafts, OFF), refusedFor(code), code);
  }
  assert.equal(await countOf(ctx), 1);
  const [next] = await createAndIssueAll(ctx, [anInvoice(buyer)], OFF);
  assert.equal(next!.number, numbersFrom(2, 1)[0]);
  await verifies(ctx);
});

Deno.test("both rights are asked of whoever makes and issues", async () => {
  const ctx = await aSeller(world), buyer = await aBuyer(ctx);
  for (const right of ["invoices:write", "invoices:issue"] as const) {
    const half = { ...ctx, rights: new Set([right]) };
    for (const tried of [createAndIssueAll(half, [anInvoice(buyer)]), createAndIssue(half, anInvoice(buyer))]) {
      await assert.rejects(tried, (error) => error instanceof Refusal && error.status === 403);
    }
  }
});

Deno.test("sixty-four asked at once go together: no gap, no duplicate, each answered with his own", async () => {
  const ctx = await aSeller(world), buyer = await aBuyer(ctx);
  const drafts = Array.from({ length: 64 }, (_, n) => anInvoice(buyer, { subject: `Demande ${n}` }));
  const issued = await Promise.all(drafts.map((draft) => createAndIssue(ctx, draft, OFF)));
  assert.deepEqual(issued.map((one) => [one.id, one.subject]), drafts.map(({ id }, n) => [id, `Demande ${n}`]));
  assert.deepEqual(issued.map((one) => one.number).sort(), numbersFrom(1, 64));
  await verifies(ctx);
});

Deno.test("among those who go together, the unfit are refused for what is theirs and the others are issued", async () => {
  const ctx = await aSeller(world), buyer = await aBuyer(ctx);
  const drafts = Array.from({ length: 12 }, (_, n) => n % 4 === 3 ? anInvoice(buyer, { lines: [] }) : anInvoice(buyer));
  drafts[6] = { ...anInvoice(newId()) };
  const twice = [...drafts, drafts[0]!, drafts[5]!];
  const answers = await Promise.allSettled(twice.map((draft) => createAndIssue(ctx, draft, OFF)));
  const codes = answers.map((answer) => answer.status === "rejected" ? (answer.reason as Refusal).issues[0]!.code : "");
  assert.deepEqual(
    codes.slice(0, 12),
    Array.from({ length: 12 }, (_, n) => n === 6 ? "sales.customer_unknown" : n % 4 === 3 ? "sales.preflight" : ""),
  );
  const number = (n: number) => (answers[n] as PromiseFulfilledResult<SalesDocument>).value.number;
  assert.deepEqual([number(12), number(13)], [number(0), number(5)], "the same form twice is one invoice");
  assert.equal(await countOf(ctx), 8);
  await verifies(ctx);
});

Deno.test("two people who issue at the same time are not taken for each other", async () => {
  const ctx = await aSeller(world), buyer = await aBuyer(ctx);
  const other = { ...ctx, personId: newId(), actor: "Bob Martin" };
  const both = Array.from({ length: 10 }, (_, n) => ({ who: n % 2 ? other : ctx, draft: anInvoice(buyer) }));
  await Promise.all(both.map(({ who, draft }) => createAndIssue(who, draft, OFF)));
  for (const { who, draft } of both) {
    const [act] = await world.owner.trial`select person_id from cell.activity
      where tenant_id = ${ctx.tenantId} and subject_id = ${draft.id} and verb = 'issueDocument'`;
    assert.equal(act!.person_id, who.personId);
  }
});

Deno.test("no statement makes an issued document that the sealed log does not know, nor adds to one", async () => {
  const ctx = await aSeller(world), buyer = await aBuyer(ctx);
  const known = await createAndIssue(ctx, anInvoice(buyer), OFF);
  const draft = await createDraft(ctx, { id: newId(), kind: "invoice", form: aDraftForm(buyer) });
  const columns = "number, series_year, seller, buyer, mentions, issue_on, verification_code, issued_at, seal_seq";
  const values = (seq: unknown) =>
    `'FA-X', 2026, seller, buyer, mentions, issue_on, 'CODE', issued_at, ${seq} from cell.sales_documents k
      where k.id = '${known.id}'`;
  const born = (seq: unknown) =>
    `insert into cell.sales_documents (tenant_id, id, kind, state, customer_id, terms, created_at, updated_at, ${columns})
      select tenant_id, gen_random_uuid(), kind, 'issued', customer_id, terms, now(), now(), ${values(seq)}`;
  const issued = (seq: unknown) =>
    `update cell.sales_documents d set state = 'issued', (${columns}) = (select ${
      values(seq)
    }) where d.id = '${draft.id}'`;
  const line = (id: string) =>
    `insert into cell.sales_lines (tenant_id, document_id, position, kind) values ('${ctx.tenantId}', '${id}', 9, 'note')`;
  const refused: [string, string][] = [
    [born(known.sealSeq), "PF013"],
    [born(999), "PF013"],
    [born(null), "23514"],
    [issued(known.sealSeq), "PF013"],
    [issued(999), "PF013"],
    [line(known.id), "PF010"],
    [line(newId()), "23503"],
  ];
  for (const [statement, code] of refused) {
    await assert.rejects(
      withTenant(ctx, (tx) => tx.execute(sql.raw(statement))),
      (error) => sqlState(error) === code,
      statement,
    );
  }
  assert.equal(await countOf(ctx), 2);
  await verifies(ctx);
});
