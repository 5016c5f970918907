/**
 * De l’inscription à la facture payée. Alice ouvre l’Atelier Dupré, complète son entreprise, crée un client et lui
 * envoie un devis. Le client l’accepte par son lien, sans compte. Le devis devient une facture : émise, scellée,
 * envoyée, réglée en deux fois, puis corrigée par un avoir. À la fin, le journal scellé se vérifie, il s’accorde avec
 * les documents, et le chiffre d’affaires du mois est celui que l’on recompte document par document.
 */
import assert from "node:assert/strict";
import { verifyAgreement, verifyChain } from "../../lib/antifraud/mod.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { newId } from "../../lib/platform/random.ts";
import type { SalesDocument } from "../../lib/sales/mod.ts";
import type { DocumentSummary } from "../../routes/d/documents_save.tsx";
import { paths } from "../../routes/paths.ts";
import { type CastDossier, type Player, signUpAs } from "../cast.ts";
import { completeCompany, LINE, makeCustomer } from "../routes/d/_sales.ts";
import { openApp, type TestApp } from "../support/app.ts";
import { openClient, type Reply } from "../support/client.ts";
import { attachedFile, pdfText } from "../support/pdf_text.ts";
import { aCtx, openWorld } from "../support/world.ts";

const world = await openWorld();
const app: TestApp = await openApp(world);
Deno.test.afterAll(async () => {
  closeRenderWorkers();
  await app.close();
  await world.close();
});

const TO = "compta@dupont.fr";
/** What JSON tells of a document and of what happened to it. */
interface Followed {
  readonly document: DocumentSummary & Pick<SalesDocument, "paidCents" | "settledOn">;
  readonly payments: readonly unknown[];
  readonly sendings: readonly { readonly state: string }[];
  readonly proof: readonly { readonly type: string }[];
}

// What one step hands to the next: each test goes on from where the one before ended.
let alice: Player, atelier: CastDossier, customerId: string, link: string;
let quote: DocumentSummary, invoice: DocumentSummary;

async function follow(document: DocumentSummary): Promise<Followed> {
  return (await alice.client.getJson(paths.document(atelier.slug, document))).json<Followed>();
}

function act(document: DocumentSummary, act: Parameters<typeof paths.documentAct>[2], fields = {}): Promise<Reply> {
  return alice.client.postJson(paths.documentAct(atelier.slug, document, act), fields);
}

Deno.test("Alice s’inscrit, confirme son adresse, et son tableau de bord la guide", async () => {
  const opened = await signUpAs(app, { email: "alice@atelier-dupre.example", company: "Atelier Dupré" });
  [alice, atelier] = [opened.player, opened.dossier];
  assert.match((await alice.client.get(paths.dossier(atelier.slug))).text, /encore 4 étapes/);
});

Deno.test("elle complète son entreprise et crée son premier client", async () => {
  await completeCompany(alice, atelier);
  customerId = await makeCustomer(alice, atelier);
  assert.match((await alice.client.get(paths.dossier(atelier.slug))).text, /encore 2 étapes/);
});

Deno.test("elle envoie un devis : il prend son numéro, et le client reçoit un lien", async () => {
  const body = { id: newId(), customerId, subject: "Cuisine", lines: [LINE], act: "send" };
  const made = await alice.client.postJson(paths.documents(atelier.slug, "quote"), body);
  assert.equal(made.status, 201, made.text);
  quote = made.json<DocumentSummary>();
  assert.deepEqual([quote.state, quote.number], ["sent", `DE${quote.issueOn!.slice(0, 4)}-0001`]);
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes(TO));
  [link = ""] = new RegExp("/document/[\\w.-]+").exec(mail?.text ?? "") ?? [];
  assert.match(link, /^\/document\//);
});

Deno.test("le client le lit sans compte, et l’accepte : il faut son nom et la coche", async () => {
  const customer = openClient(app);
  assert.match((await customer.get(link)).text, /288,00/);
  assert.equal((await follow(quote)).document.state, "sent", "reading is no answer");
  const without = await customer.post(`${link}/reponse`, { answer: "accepted", signer: "Zoé Petit" });
  assert.equal(without.status, 422);
  const accepted = await customer.post(`${link}/reponse`, { answer: "accepted", signer: "Zoé Petit", agree: "on" });
  assert.equal(accepted.status, 303, accepted.text.slice(0, 500));
  assert.equal((await follow(quote)).document.state, "accepted");
});

Deno.test("le devis devient une facture, émise et scellée ; elle ne change plus", async () => {
  const derived = await act(quote, "facture", { newId: newId() });
  assert.equal(derived.status, 201, derived.text);
  const draft = derived.json<DocumentSummary>();
  assert.deepEqual([draft.state, draft.number], ["draft", null]);
  const issued = await act(draft, "emission");
  assert.equal(issued.status, 200, issued.text);
  invoice = issued.json<DocumentSummary>();
  assert.match(invoice.number!, /^FA\d{4}-0001$/);
  assert.equal(BigInt(invoice.grossCents), 28_800n);
  assert.ok((await follow(invoice)).proof.some(({ type }) => type === "invoice_issued"));
  const changed = await alice.client.postJson(paths.document(atelier.slug, invoice), { version: invoice.version });
  assert.ok(changed.status === 409 || changed.status === 422, `${changed.status}`);
  assert.ok((await act(invoice, "suppression")).status >= 400);
});

Deno.test("le PDF porte la facture électronique ; ce que le client reçoit est ce fichier-là", async () => {
  const shown = await app.app.fetch(
    new Request(new URL(paths.documentAct(atelier.slug, invoice, "pdf"), app.baseUrl), {
      headers: { cookie: alice.client.cookies() },
    }),
    { remoteAddr: { hostname: "192.0.2.7" } },
  );
  const pdf = new Uint8Array(await shown.arrayBuffer());
  assert.match(pdfText(pdf), new RegExp(`${invoice.number}.*Net à payer 288,00 €`));
  const xml = await alice.client.get(paths.documentAct(atelier.slug, invoice, "xml"));
  assert.equal(new TextDecoder().decode(attachedFile(pdf)), xml.text);
  const sent = await act(invoice, "envoi", { sendingId: newId(), to: TO });
  assert.equal(sent.status, 202, sent.text);
  await app.runJobs();
  assert.deepEqual((await follow(invoice)).sendings.map(({ state }) => state), ["sent"]);
  const mail = (await app.mailbox.list()).find(({ subject }) => subject.includes(invoice.number!));
  assert.deepEqual(mail?.attachments[0]?.bytes, pdf);
});

Deno.test("un acompte puis le solde : l’état suit, et rien de plus ne peut être encaissé", async () => {
  const pay = (amount: string) => act(invoice, "reglements", { paymentId: newId(), amount, mode: "transfer" });
  assert.equal((await pay("100,00")).status, 201);
  const part = await follow(invoice);
  assert.deepEqual([part.document.paidCents, part.document.settledOn], [10_000, null]);
  assert.equal((await pay("188,01")).status, 422, "more than what is due");
  assert.equal((await pay("188,00")).status, 201);
  const whole = await follow(invoice);
  assert.deepEqual([whole.document.paidCents, whole.payments.length], [28_800, 2]);
  assert.ok(whole.document.settledOn);
});

Deno.test("un avoir corrige la facture, avec son propre numéro", async () => {
  const derived = await act(invoice, "avoir", { newId: newId() });
  assert.equal(derived.status, 201, derived.text);
  const issued = await act(derived.json<DocumentSummary>(), "emission");
  assert.equal(issued.status, 200, issued.text);
  assert.match(issued.json<DocumentSummary>().number!, /^AV\d{4}-0001$/);
});

Deno.test("le journal scellé se vérifie et s’accorde ; le mois est la somme des documents", async () => {
  const ctx = aCtx(atelier.tenantId);
  const chain = await verifyChain(ctx, { allSignatures: true });
  assert.deepEqual([chain.ok, chain.firstBad], [true, null]);
  const agreement = await verifyAgreement(ctx);
  assert.deepEqual([agreement.ok, agreement.first, agreement.compared], [true, null, 4]);
  const kept = await monthsKept(atelier);
  assert.ok(kept.length > 0);
  assert.deepEqual(kept, await monthsRebuilt(atelier));
});

async function monthsKept({ tenantId }: CastDossier): Promise<unknown[]> {
  const rows = await world.owner.trial`
    select month, vat_category, vat_rate_bp, net_cents::text as net, vat_cents::text as vat, documents
    from cell.monthly_totals where tenant_id = ${tenantId} order by 1, 2, 3`;
  return rows.map((row) => ({ ...row }));
}

/** The same from the issued documents, credit notes deducted. */
async function monthsRebuilt({ tenantId }: CastDossier): Promise<unknown[]> {
  const rows = await world.owner.trial`
    select to_char(d.issue_on, 'YYYY-MM') as month, v.vat_category, v.vat_rate_bp,
      sum(case d.kind when 'credit_note' then -v.base_cents else v.base_cents end)::text as net,
      sum(case d.kind when 'credit_note' then -v.vat_cents else v.vat_cents end)::text as vat,
      count(*)::integer as documents
    from cell.sales_documents d join cell.sales_vat_totals v on v.tenant_id = d.tenant_id and v.document_id = d.id
    where d.tenant_id = ${tenantId} and d.kind in ('invoice', 'credit_note') and d.state = 'issued'
    group by 1, 2, 3 order by 1, 2, 3`;
  return rows.map((row) => ({ ...row }));
}
