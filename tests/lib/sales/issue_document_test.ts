import assert from "node:assert/strict";
import { closeDay, verifyAgreement, verifyChain } from "../../../lib/antifraud/mod.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { addSeconds } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { newId } from "../../../lib/platform/random.ts";
import {
  createAndIssue,
  createDraft,
  creditInvoice,
  deleteDraft,
  issueDocument,
  issueDocuments,
  readDocument,
  recordPayment,
  reversePayment,
  saveDraft,
  sendDocument,
} from "../../../lib/sales/mod.ts";
import { aDraftForm, aDraftInvoice, aLine, anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, at, openSellersWorld } from "./_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

const year = new Date().getFullYear();

function refusedFor(code: string) {
  return (error: unknown) => error instanceof Refusal && error.issues.some((issue) => issue.code === code);
}

async function verifies(ctx: Ctx): Promise<void> {
  const [chain, agreement] = [await verifyChain(ctx, { allSignatures: true }), await verifyAgreement(ctx)];
  assert.deepEqual([chain.ok, chain.firstBad, agreement.ok, agreement.first], [true, null, true, null]);
}

Deno.test("issueDocument numbers, freezes, seals and moves the month's turnover", async () => {
  const ctx = await aSeller(world);
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
  assert.deepEqual([invoice.state, invoice.number, invoice.grossCents], ["issued", `FA${year}-0001`, 12_000n]);
  assert.deepEqual([invoice.seller?.name, invoice.buyer?.name], ["Atelier Dupré", "Boulangerie Noël-Château SARL"]);
  assert.match(invoice.mentions!.recoveryFee, /40 €/);
  const stored = await readDocument(ctx, invoice.id);
  assert.deepEqual([stored.number, stored.sealSeq, stored.state], [invoice.number, invoice.sealSeq, "issued"]);
  const [month] = await world.owner.trial`
    select net_cents, vat_cents, documents from cell.monthly_totals where tenant_id = ${ctx.tenantId}`;
  assert.deepEqual({ ...month }, { net_cents: "10000", vat_cents: "2000", documents: 1 });
  await verifies(ctx);
});

Deno.test("issuing twice, even at once, gives one number and one record", async () => {
  const ctx = await aSeller(world);
  const draft = await aDraftInvoice(ctx, await aBuyer(ctx));
  const both = await Promise.all([issueDocument(ctx, draft.id), issueDocument(ctx, draft.id)]);
  assert.deepEqual(both.map((one) => one.number), [`FA${year}-0001`, `FA${year}-0001`]);
  const records = await world.owner.trial`
    select seq from cell.sealed_records where tenant_id = ${ctx.tenantId} and type = 'invoice_issued'`;
  assert.equal(records.length, 1);
});

Deno.test("sixty-four issuers at once: no failure, no gap, no duplicate, one chain", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const drafts = await Promise.all(Array.from({ length: 64 }, () => aDraftInvoice(ctx, buyer)));
  const issued = await Promise.all(drafts.map((draft) => issueDocument(ctx, draft.id)));
  const numbers = issued.map((one) => one.number).sort();
  assert.deepEqual(numbers, Array.from({ length: 64 }, (_, n) => `FA${year}-${String(n + 1).padStart(4, "0")}`));
  await verifies(ctx);
});

Deno.test("issueDocuments issues two hundred drafts in one transaction, in the order given", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const drafts = [];
  for (let n = 0; n < 30; n++) drafts.push(await aDraftInvoice(ctx, buyer));
  const issued = await issueDocuments(ctx, drafts.map((draft) => draft.id).reverse());
  assert.equal(issued[0]!.id, drafts.at(-1)!.id);
  assert.equal(issued[0]!.number, `FA${year}-0001`);
  await assert.rejects(
    issueDocuments(ctx, Array.from({ length: 201 }, () => newId())),
    refusedFor("sales.too_many_at_once"),
  );
  await verifies(ctx);
});

Deno.test("one unfit draft among many issues none of them", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const good = await aDraftInvoice(ctx, buyer);
  const bad = await aDraftInvoice(ctx, buyer, { lines: [] });
  await assert.rejects(issueDocuments(ctx, [good.id, bad.id]), refusedFor("sales.preflight"));
  assert.equal((await readDocument(ctx, good.id)).state, "draft");
});

Deno.test("issueDocument refuses, each with where it is mended", async () => {
  const ctx = await aSeller(world, { vatNumber: "" });
  const buyer = await aBuyer(ctx);
  const cases: [string, string, Parameters<typeof aDraftForm>[1]][] = [
    ["sales.preflight.company.vatNumber", "company.vatNumber", {}],
    ["sales.preflight.document.lines", "document.lines", { lines: [] }],
    ["sales.preflight.document.customer", "document.customerId", { customerId: "" }],
    ["sales.preflight.document.date", "document.issueOn", { issueOn: `${year + 1}-01-01` }],
    ["sales.preflight.document.due", "document.dueOn", { dueOn: "2020-01-01" }],
  ];
  for (const [code, field, over] of cases) {
    const draft = await aDraftInvoice(ctx, buyer, over);
    await assert.rejects(
      issueDocument(ctx, draft.id),
      (error) => error instanceof Refusal && error.issues.some((issue) => issue.code === code && issue.field === field),
      code,
    );
  }
  const [counter] = await world.owner.trial`select 1 from cell.number_counters where tenant_id = ${ctx.tenantId}`;
  assert.equal(counter, undefined, "a refused issue takes no number");
});

Deno.test("issueDocument refuses a date before the last one numbered", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  await anIssuedInvoice(ctx, buyer);
  const draft = await aDraftInvoice(ctx, buyer, { issueOn: `${year}-01-01`, dueOn: `${year}-12-31` });
  await assert.rejects(issueDocument(ctx, draft.id), refusedFor("sales.date_before_last"));
});

Deno.test("issueDocument refuses a quote, an unknown id, another dossier's and a person without the right", async () => {
  const ctx = await aSeller(world);
  const other = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const quote = await createDraft(ctx, { id: newId(), kind: "quote", form: aDraftForm(buyer) });
  const draft = await aDraftInvoice(ctx, buyer);
  await assert.rejects(issueDocument(ctx, quote.id), refusedFor("sales.not_issuable"));
  await assert.rejects(issueDocument(ctx, newId()), refusedFor("sales.not_found"));
  await assert.rejects(issueDocument(other, draft.id), refusedFor("sales.not_found"));
  const reader = { ...ctx, rights: new Set(["invoices:read"] as const) };
  await assert.rejects(issueDocument(reader, draft.id), (error) => error instanceof Refusal && error.status === 403);
});

Deno.test("nobody edits, deletes or truncates what was issued, by verb or by any role", async () => {
  const ctx = await aSeller(world);
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
  await assert.rejects(
    saveDraft(ctx, { id: invoice.id, version: 1, form: {} }),
    refusedFor("sales.not_editable"),
  );
  await assert.rejects(deleteDraft(ctx, invoice.id), refusedFor("sales.not_deletable"));
  const acts = [
    "update cell.sales_documents set gross_cents = gross_cents where state = 'issued'",
    "update cell.sales_documents set customer_name = 'X' where state = 'issued'",
    "update cell.sales_documents set state = 'draft'",
    "delete from cell.sales_documents",
    "truncate cell.sales_documents cascade",
    "update cell.sales_lines set label = 'X'",
    "delete from cell.sales_lines",
    "truncate cell.sales_lines",
    `insert into cell.sales_lines (tenant_id, document_id, position, kind) values ('${ctx.tenantId}', '${invoice.id}', 9, 'note')`,
    "update cell.sales_vat_totals set vat_cents = 0",
    "delete from cell.sales_vat_totals",
  ];
  const { default: postgres } = await import("postgres");
  const roles = [["product", ["app_user", "app_reader", "app_queue"]], [
    "console",
    ["ops_mover", "ops_purger", "ops_reader", "ops_queue"],
  ]] as const;
  for (const [login, taken] of roles) {
    const connection = postgres(world.url("trial-1", login), { max: 1, onnotice: () => {} });
    for (const role of taken) {
      for (const act of acts) {
        if (role === "ops_mover" && act.startsWith("insert")) continue;
        const outcome = await connection.begin(async (sql) => {
          await sql.unsafe(`set local role ${role}`);
          await sql`select set_config('app.tenant_id', ${ctx.tenantId}, true)`;
          const { count } = await sql.unsafe(act);
          // What changes nothing is no harm: the identity update above is let through by design.
          throw new Error(`touched ${act.includes("gross_cents = gross_cents") ? 0 : count}`);
        }).catch((error: Error) => error.message);
        assert.match(outcome as string, /permission denied|sealed|touched 0$/, `${role}: ${act}: ${outcome}`);
      }
    }
    await connection.end();
  }
  await verifies(ctx);
});

Deno.test("a row changed behind the triggers is named by the agreement, the chain being whole", async () => {
  const ctx = await aSeller(world);
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`update cell.sales_documents set customer_name = customer_name, net_cents = net_cents + 1,
      gross_cents = gross_cents + 1 where tenant_id = ${ctx.tenantId} and id = ${invoice.id}`;
  });
  assert.equal((await verifyChain(ctx)).ok, true);
  assert.equal((await verifyAgreement(ctx)).first?.subjectId, invoice.id);
});

Deno.test("payments settle an invoice in parts, and a reversal opens it again", async () => {
  const ctx = await aSeller(world);
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
  const part = newId();
  const pay = (id: Uuid, amount: string) => recordPayment(ctx, { id, invoiceId: invoice.id, form: { amount } });
  await pay(part, "20,00");
  await pay(part, "20,00");
  assert.equal((await readDocument(ctx, invoice.id)).paidCents, 2_000n);
  await pay(newId(), "100");
  assert.notEqual((await readDocument(ctx, invoice.id)).settledOn, null);
  await assert.rejects(pay(newId(), "0,01"), refusedFor("sales.payment_too_large"));
  await reversePayment(ctx, { id: newId(), paymentId: part, reason: "Chèque rejeté" });
  const reopened = await readDocument(ctx, invoice.id);
  assert.deepEqual([reopened.paidCents, reopened.settledOn], [10_000n, null]);
  await assert.rejects(
    reversePayment(ctx, { id: newId(), paymentId: part, reason: "encore" }),
    refusedFor("sales.payment_reversed"),
  );
  await verifies(ctx);
});

Deno.test("recordPayment refuses what is no payment", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const invoice = await anIssuedInvoice(ctx, buyer);
  const draft = await aDraftInvoice(ctx, buyer);
  const pay = (form: Record<string, string>, invoiceId = invoice.id) =>
    recordPayment(ctx, { id: newId(), invoiceId, form });
  for (const amount of ["", "0", "-5", "abc", "1,005", "9".repeat(40)]) {
    await assert.rejects(pay({ amount }), refusedFor("sales.bad_amount"), amount);
  }
  await assert.rejects(pay({ amount: "1", receivedOn: "31/02/2026" }), refusedFor("sales.bad_date"));
  await assert.rejects(pay({ amount: "1", receivedOn: `${year + 1}-01-01` }), refusedFor("sales.payment_in_future"));
  await assert.rejects(pay({ amount: "1", mode: "barter" }), refusedFor("sales.bad_choice"));
  await assert.rejects(pay({ amount: "1" }, draft.id), refusedFor("sales.not_payable"));
  await assert.rejects(pay({ amount: "1" }, newId()), refusedFor("sales.not_found"));
});

Deno.test("a credit note, partial then for the rest, settles its invoice and names it", async () => {
  const ctx = await aSeller(world);
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx), { lines: [aLine({ quantity: "4" })] });
  const credit = async (quantity: string) => {
    const draft = await creditInvoice(ctx, { id: newId(), sourceId: invoice.id });
    const form = aDraftForm(invoice.customerId!, { lines: [aLine({ quantity })] });
    await saveDraft(ctx, { id: draft.id, version: draft.version, form });
    return await issueDocument(ctx, draft.id);
  };
  const first = await credit("1");
  assert.equal(first.number, `AV${year}-0001`);
  assert.equal((await readDocument(ctx, invoice.id)).creditedCents, 12_000n);
  await assert.rejects(credit("4"), refusedFor("sales.credit_too_large"));
  await credit("3");
  assert.notEqual((await readDocument(ctx, invoice.id)).settledOn, null);
  const [turnover] = await world.owner.trial`
    select sum(net_cents)::text as net from cell.monthly_totals where tenant_id = ${ctx.tenantId}`;
  assert.equal(turnover!.net, "0");
  await verifies(ctx);
});

Deno.test("saveDraft tells the second of two editors", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const draft = await aDraftInvoice(ctx, buyer);
  const save = (subject: string) =>
    saveDraft(ctx, { id: draft.id, version: draft.version, form: aDraftForm(buyer, { subject }) });
  await save("Premier");
  await assert.rejects(save("Second"), refusedFor("sales.changed_elsewhere"));
  assert.equal((await readDocument(ctx, draft.id)).subject, "Premier");
});

Deno.test("createDraft with the same id makes one draft, and no other document takes that id", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const id = newId();
  const [one, two] = await Promise.all(
    [1, 2].map(() => createDraft(ctx, { id, kind: "invoice", form: aDraftForm(buyer) })),
  );
  assert.deepEqual([one!.id, two!.id, one!.lines.length], [id, id, 1]);
  await assert.rejects(
    createDraft(ctx, { id, kind: "quote", form: aDraftForm(buyer) }),
    refusedFor("sales.id_taken"),
  );
});

Deno.test("every pair of sealing verbs runs against each other at sixteen without a deadlock", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const invoices = await Promise.all(
    Array.from({ length: 4 }, () => anIssuedInvoice(ctx, buyer, { lines: [aLine({ quantity: "500" })] })),
  );
  const anInvoice = (n: number) => invoices[n % invoices.length]!;
  const after = at(ctx, addSeconds(ctx.now, 86_400 * 2));
  const newcomers: Uuid[] = [];
  const verbs: Record<string, (n: number) => Promise<unknown>> = {
    issue: async () => await issueDocument(ctx, (await aDraftInvoice(ctx, buyer)).id),
    bulk: async () =>
      await issueDocuments(ctx, [(await aDraftInvoice(ctx, buyer)).id, (await aDraftInvoice(ctx, buyer)).id]),
    // Somebody new each time: his name is written with his first act.
    make: () =>
      createAndIssue({ ...ctx, personId: newcomers.at(-1)! }, {
        id: newId(),
        kind: "invoice",
        form: aDraftForm(buyer),
      }),
    pay: (n) =>
      recordPayment({ ...ctx, personId: newcomers.at(-1)! }, {
        id: newId(),
        invoiceId: anInvoice(n).id,
        form: { amount: "1" },
      }),
    credit: async (n) => {
      const draft = await creditInvoice(ctx, { id: newId(), sourceId: anInvoice(n).id });
      await saveDraft(ctx, { id: draft.id, version: 1, form: aDraftForm(buyer, { lines: [aLine({ price: "1" })] }) });
      return await issueDocument(ctx, draft.id);
    },
    // As if two days had passed: the first closes, the others are given what it closed, and the chain goes on.
    close: () => closeDay(after, ctx.today),
    send: (n) => sendDocument(ctx, { documentId: anInvoice(n).id, sending: { id: newId(), to: ["a@b.fr"] } }),
    reverse: async (n) => {
      const paymentId = newId();
      await recordPayment(ctx, { id: paymentId, invoiceId: anInvoice(n).id, form: { amount: "1" } });
      await reversePayment(ctx, { id: newId(), paymentId, reason: "erreur" });
    },
  };
  const names = Object.keys(verbs);
  for (const [i, first] of names.entries()) {
    for (const second of names.slice(i)) {
      newcomers.push(newId());
      const runs = Array.from({ length: 16 }, (_, n) => verbs[n % 2 === 0 ? first : second]!(n));
      const failures = (await Promise.allSettled(runs)).flatMap((run) =>
        run.status === "rejected" ? [String(run.reason)] : []
      );
      assert.deepEqual(failures, [], `${first} against ${second}`);
    }
  }
  await verifies(ctx);
});

Deno.test("credit notes of one invoice, issued together, are deducted together and refused together", async () => {
  const ctx = await aSeller(world);
  const invoice = await anIssuedInvoice(ctx, await aBuyer(ctx));
  const half = { lines: [aLine({ price: "50" })] };
  const drafts = [];
  for (let n = 0; n < 3; n++) {
    const draft = await creditInvoice(ctx, { id: newId(), sourceId: invoice.id });
    drafts.push(await saveDraft(ctx, { id: draft.id, version: 1, form: aDraftForm(invoice.customerId!, half) }));
  }
  const ids = drafts.map((draft) => draft.id);
  await assert.rejects(issueDocuments(ctx, ids), refusedFor("sales.credit_too_large"));
  assert.equal((await readDocument(ctx, invoice.id)).creditedCents, 0n);
  await issueDocuments(ctx, ids.slice(0, 2));
  const settled = await readDocument(ctx, invoice.id);
  assert.deepEqual([settled.creditedCents, settled.settledOn !== null], [12_000n, true]);
});

Deno.test("createAndIssue makes and issues in one transaction, once, or leaves nothing", async () => {
  const ctx = await aSeller(world);
  const buyer = await aBuyer(ctx);
  const id = newId();
  const make = (form = aDraftForm(buyer)) => createAndIssue(ctx, { id, kind: "invoice", form }, { render: false });
  await assert.rejects(make(aDraftForm(buyer, { lines: [] })), refusedFor("sales.preflight"));
  await assert.rejects(readDocument(ctx, id), refusedFor("sales.not_found"));
  const [one, two] = await Promise.all([make(), make()]);
  assert.deepEqual([one!.number, two!.number], [`FA${year}-0001`, `FA${year}-0001`]);
  const quote = await createDraft(ctx, { id: newId(), kind: "quote", form: aDraftForm(buyer) });
  const taken = createAndIssue(ctx, { id: quote.id, kind: "invoice", form: aDraftForm(buyer) });
  await assert.rejects(taken, refusedFor("sales.id_taken"));
  const writer = { ...ctx, rights: new Set(["invoices:write"] as const) };
  const forbidden = createAndIssue(writer, { id: newId(), kind: "invoice", form: aDraftForm(buyer) });
  await assert.rejects(forbidden, (error) => error instanceof Refusal && error.status === 403);
  await verifies(ctx);
});
