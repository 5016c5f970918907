import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import type { DocumentSummary } from "../../../routes/d/documents_save.tsx";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, fieldsOf, LINE, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, denis, atelier, garage } = await makeCast(app);
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const list = paths.documents(atelier.slug, "quote");

function quote(over: Record<string, unknown> = {}): Promise<DocumentSummary> {
  return makeDocument(alice, atelier, { kind: "quote", customerId, ...over });
}

async function sent(): Promise<DocumentSummary> {
  const draft = await quote();
  const reply = await alice.client.postJson(paths.documentAct(atelier.slug, draft, "envoi"), { to: "a@b.fr" });
  assert.equal(reply.status, 202, reply.text);
  return reply.json<DocumentSummary>();
}

Deno.test("an employee writes a quote and sends it by one post; it takes its number then", async () => {
  const fields = fieldsOf((await bob.client.get(paths.newDocument(atelier.slug, "quote"))).text);
  const typed = {
    ...fields,
    customerId,
    customerName: "Dupont SARL",
    "lines.0.label": "Pose",
    "lines.0.price": "240",
    act: "send",
  };
  const done = await bob.client.post(list, typed);
  const shown = await bob.client.follow(done);
  assert.match(shown.text, /Devis DE2026-\d{4}/);
  assert.match(shown.text, /envoyé/);
  assert.equal(/\/facture"/.test(shown.text), false, "he may not invoice");
});

Deno.test("a quote that was sent is invoiced once, whatever the number of clicks", async () => {
  const document = await sent();
  const act = paths.documentAct(atelier.slug, document, "facture");
  const [one, two] = [await alice.client.post(act, { newId: newId() }), await alice.client.post(act)];
  assert.equal(one.status, 303);
  assert.equal(one.location, two.location);
  assert.match((await alice.client.follow(one)).text, /Brouillon de facture/);
  const early = await alice.client.post(paths.documentAct(atelier.slug, await quote(), "facture"));
  assert.equal(early.status, 409);
});

Deno.test("a quote that was sent can be written anew, keeps its number, and is a draft until it is sent again", async () => {
  const document = await sent();
  const editor = await alice.client.get(paths.documentAct(atelier.slug, document, "modifier"));
  assert.equal(editor.status, 200);
  const saved = await alice.client.post(paths.document(atelier.slug, document), {
    ...fieldsOf(editor.text),
    subject: "Deuxième version",
    act: "save",
  });
  assert.equal(saved.status, 303, saved.text.slice(0, 500));
  const { state, number } = (await alice.client.getJson(saved.location!)).json<DocumentSummary>();
  assert.deepEqual([state, number], ["draft", document.number]);
});

Deno.test("a quote without customer or line is not sent, and nothing typed is lost", async () => {
  const fields = fieldsOf((await alice.client.get(paths.newDocument(atelier.slug, "quote"))).text);
  const nobody = { ...fields, "lines.0.label": "Pose", "lines.0.price": "1", to: "a@b.fr", act: "send" };
  const refused = await alice.client.post(list, nobody);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /href="#f-customerName"/);
  const empty = await alice.client.postJson(paths.documentAct(atelier.slug, await quote({ lines: [] }), "envoi"));
  assert.equal(empty.status, 422);
  const wrong = await alice.client.post(paths.documentAct(atelier.slug, await sent(), "envoi"), { to: "nobody" });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="f-to-error"/);
  assert.match(wrong.text, /value="nobody"/);
  const cleared = await alice.client.post(paths.documentAct(atelier.slug, await sent(), "envoi"), { to: "" });
  assert.equal(cleared.status, 422);
});

Deno.test("an employee who only sells is kept from invoices, a stranger from everything", async () => {
  const document = await sent();
  assert.equal((await bob.client.post(paths.documentAct(atelier.slug, document, "facture"))).status, 403);
  assert.equal((await bob.client.get(paths.newDocument(atelier.slug, "invoice"))).status, 403);
  for (const slug of [atelier.slug, garage.slug]) {
    const at = paths.document(slug, document);
    for (const path of [at, `${at}/pdf`, `${at}/pages`, `${at}/modifier`, `${at}/journal`]) {
      assert.equal((await denis.client.get(path)).status, 404, path);
    }
    for (const act of ["", "/brouillon", "/suppression", "/envoi", "/facture", "/copie"]) {
      assert.equal((await denis.client.postJson(`${at}${act}`, { version: "1" })).status, 404, act);
    }
  }
});

Deno.test("a quote that was sent is not deleted, a draft is", async () => {
  const document = await sent();
  assert.equal((await alice.client.post(paths.documentAct(atelier.slug, document, "suppression"))).status, 409);
  const draft = await quote();
  assert.equal((await alice.client.post(paths.documentAct(atelier.slug, draft, "suppression"))).status, 303);
});

Deno.test("a copy has the same words, a life of its own, and is made once", async () => {
  const document = await quote({ subject: "Modèle", lines: [LINE, LINE] });
  const act = paths.documentAct(atelier.slug, document, "copie");
  const id = newId();
  const [one, two] = [await alice.client.post(act, { newId: id }), await alice.client.post(act, { newId: id })];
  assert.equal(one.location, two.location);
  const copy = (await alice.client.getJson(one.location!)).json<{ subject: string; lines: unknown[] }>();
  assert.deepEqual([copy.subject, copy.lines.length], ["Modèle", 2]);
});
