/**
 * Deux personnes sur le même brouillon, et des doigts pressés. Alice et Farid ouvrent la même facture : le second à
 * enregistrer est prévenu, voit la différence, et ne perd rien de ce qu’il a tapé. Puis tous les boutons sont pressés
 * deux fois en même temps : chacun n’agit qu’une fois.
 */
import assert from "node:assert/strict";
import { newId } from "../../lib/platform/random.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import type { DocumentSummary } from "../../routes/d/documents_save.tsx";
import { paths } from "../../routes/paths.ts";
import { addMember, makeCast, signUpAs } from "../cast.ts";
import { completeCompany, fieldsOf, LINE, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { openApp } from "../support/app.ts";
import { openClient, type Reply } from "../support/client.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  closeRenderWorkers();
  await app.close();
  await world.close();
});
const { alice, atelier } = await makeCast(app);
const { player: farid } = await signUpAs(app, { email: "farid@atelier-dupre.example", company: "Farid" });
await addMember(atelier, { player: farid, profile: "adv" });
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const { slug } = atelier;
const list = paths.documents(slug, "invoice");

function draft(over: Record<string, unknown> = {}): Promise<DocumentSummary> {
  return makeDocument(alice, atelier, { kind: "invoice", customerId, subject: "Au départ", ...over });
}

async function read(document: DocumentSummary): Promise<Record<string, unknown>> {
  return (await alice.client.getJson(paths.document(slug, document))).json();
}

/** The same request twice at the same time, as a double click sends it. */
function twice(post: () => Promise<Reply>): Promise<readonly [Reply, Reply]> {
  return Promise.all([post(), post()]);
}

async function count(table: "sales_documents" | "payments" | "sendings" | "quote_answers"): Promise<number> {
  const [row] = await world.owner.trial`
    select count(*)::integer as count from cell.${world.owner.trial(table)} where tenant_id = ${atelier.tenantId}`;
  return row!["count"] as number;
}

Deno.test("le second à enregistrer est prévenu, voit les deux textes, et peut alors choisir le sien", async () => {
  const page = paths.document(slug, await draft());
  const [hers, his] = await Promise.all(
    [alice, farid].map(async ({ client }) => fieldsOf((await client.get(page)).text)),
  );
  assert.equal((await alice.client.post(page, { ...hers!, subject: "Texte d’Alice" })).status, 303);
  const refused = await farid.client.post(page, { ...his!, subject: "Texte de Farid", notes: "Ne pas perdre ceci" });
  assert.equal(refused.status, 409);
  for (const words of ["Texte d’Alice", "Texte de Farid", "Ne pas perdre ceci"]) {
    assert.ok(refused.text.includes(words), words);
  }
  const again = fieldsOf(refused.text);
  assert.equal(again["subject"], "Texte de Farid");
  assert.equal((await farid.client.post(page, again)).status, 303, "he has seen both, and saves over");
  assert.match((await alice.client.get(page)).text, /Texte de Farid/);
});

Deno.test("l’enregistrement automatique du second est refusé en une phrase, sans rien écraser", async () => {
  const made = await draft();
  const page = paths.document(slug, made);
  const fields = fieldsOf((await farid.client.get(page)).text);
  await alice.client.post(page, { ...fields, subject: "D’abord Alice" });
  const auto = await farid.client.post(paths.documentAct(slug, made, "brouillon"), { ...fields, subject: "Farid" });
  assert.equal(auto.status, 409);
  assert.match(auto.text, /Alice|modifié/);
  assert.equal((await read(made))["subject"], "D’abord Alice");
});

Deno.test("l’un émet pendant que l’autre écrit : la facture émise garde ce qui fut scellé", async () => {
  const made = await draft();
  const page = paths.document(slug, made);
  const fields = fieldsOf((await farid.client.get(page)).text);
  assert.equal((await alice.client.post(paths.documentAct(slug, made, "emission"))).status, 303);
  const late = await farid.client.post(page, { ...fields, subject: "Trop tard", act: "save" });
  assert.ok(late.status === 409 || late.status === 422, `${late.status}`);
  const { document } = await read(made) as { document: { state: string; subject: string } };
  assert.deepEqual([document.state, document.subject], ["issued", "Au départ"]);
});

Deno.test("deux clics pour créer : un document", async () => {
  const before = await count("sales_documents");
  const body = { id: newId(), customerId, lines: [LINE] };
  const replies = await twice(() => alice.client.postJson(list, body));
  assert.deepEqual(replies.map(({ status }) => status), [201, 201]);
  assert.equal(await count("sales_documents"), before + 1);
});

Deno.test("deux clics pour émettre : un numéro, un scellé", async () => {
  const made = await draft();
  const replies = await twice(() => alice.client.postJson(paths.documentAct(slug, made, "emission")));
  const numbers = replies.map((reply) => reply.json<DocumentSummary>().number);
  assert.equal(numbers[0], numbers[1]);
  const { proof } = await read(made) as { proof: { type: string }[] };
  assert.equal(proof.filter(({ type }) => type === "invoice_issued").length, 1);
});

Deno.test("deux clics pour envoyer, encaisser, créditer : chacun une fois", async () => {
  const made = await draft({ issue: true });
  const acts = [
    { act: "envoi", fields: { sendingId: newId(), to: "compta@dupont.fr" }, table: "sendings" },
    { act: "reglements", fields: { paymentId: newId(), amount: "10", mode: "card" }, table: "payments" },
    { act: "avoir", fields: { newId: newId() }, table: "sales_documents" },
  ] as const;
  for (const { act, fields, table } of acts) {
    const before = await count(table);
    const replies = await twice(() => alice.client.post(paths.documentAct(slug, made, act), fields));
    assert.deepEqual(replies.map(({ status }) => status), [303, 303], act);
    assert.equal(await count(table), before + 1, act);
  }
});

Deno.test("deux clics du client pour accepter un devis : une réponse", async () => {
  const quote = await makeDocument(alice, atelier, { kind: "quote", customerId, act: "send" });
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ subject }) => subject.includes(quote.number!));
  const [link] = /\/document\/[\w.-]+/.exec(mail?.text ?? "") ?? [];
  const customer = openClient(app);
  const before = await count("quote_answers");
  const yes = { answer: "accepted", signer: "Zoé Petit", agree: "on" };
  const replies = await twice(() => customer.post(`${link}/reponse`, yes));
  assert.deepEqual(replies.map(({ status }) => status), [303, 303]);
  assert.equal(await count("quote_answers"), before + 1);
  const changed = await customer.post(`${link}/reponse`, { answer: "declined", signer: "Zoé", reason: "Trop cher" });
  assert.ok(changed.status >= 400 && changed.status < 500, "what was answered stands");
});
