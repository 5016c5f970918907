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
const { alice, denis, atelier, garage } = await makeCast(app);
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const list = paths.documents(atelier.slug, "invoice");
const fresh = paths.newDocument(atelier.slug, "invoice");

function invoice(over: Record<string, unknown> = {}): Promise<DocumentSummary> {
  return makeDocument(alice, atelier, { kind: "invoice", customerId, ...over });
}

function draftOf(document: { id: string; kind: "invoice" | "quote" | "credit_note" }): string {
  return paths.document(atelier.slug, document);
}

async function typedInto(page: string, over: Record<string, string>): Promise<Record<string, string>> {
  return { ...fieldsOf((await alice.client.get(page)).text), ...over };
}

Deno.test("an invoice is written in the editor, issued and mailed by one post", async () => {
  const fields = await typedInto(fresh, {
    customerId,
    customerName: "Dupont SARL",
    subject: "Cuisine",
    "lines.0.label": "Pose",
    "lines.0.price": "240,00",
    act: "issue_send",
  });
  const sent = await alice.client.post(list, fields);
  assert.equal(sent.status, 303, sent.text.slice(0, 2000));
  const shown = await alice.client.follow(sent);
  assert.match(shown.text, /Facture FA2026-\d{4}/);
  assert.match(shown.text, /288,00/);
  assert.match(shown.text, /compta@dupont\.fr/);
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes("compta@dupont.fr"));
  assert.equal(mail?.attachments[0]?.contentType, "application/pdf");
});

Deno.test("the same form sent twice makes one invoice and one mail", async () => {
  const fields = await typedInto(fresh, {
    customerId,
    customerName: "Dupont SARL",
    "lines.0.label": "Deux clics",
    "lines.0.price": "10",
    act: "issue_send",
  });
  const [first, second] = [await alice.client.post(list, fields), await alice.client.post(list, fields)];
  assert.deepEqual([first.status, second.status], [303, 303]);
  assert.equal(first.location, second.location);
  const { sendings } = (await alice.client.getJson(first.location!)).json<{ sendings: unknown[] }>();
  assert.equal(sendings.length, 1);
});

Deno.test("one JSON request creates five lines and issues; amounts are whole cents", async () => {
  const lines = Array.from({ length: 5 }, () => LINE);
  const made = await alice.client.postJson(list, { customerId, lines, issue: true });
  assert.equal(made.status, 201, made.text);
  const { state, number, netCents, grossCents } = made.json<DocumentSummary>();
  assert.deepEqual([state, netCents, grossCents], ["issued", 120_000, 144_000]);
  assert.match(number!, /^FA2026-\d{4}$/);
});

Deno.test("a draft saved by itself gets an address, and goes on saving there", async () => {
  const fields = await typedInto(fresh, { customerId, "lines.0.label": "Brouillon", "lines.0.price": "5" });
  const headers = { "hx-request": "true" };
  const first = await alice.client.post(paths.newDocumentDraft(atelier.slug, "invoice"), fields, { headers });
  assert.equal(first.status, 200);
  assert.match(first.text, /Brouillon enregistré à \d\d:\d\d/);
  assert.equal(first.headers.get("x-version"), "1");
  const next = first.headers.get("x-autosave")!;
  const second = await alice.client.post(next, { ...fields, version: "1", subject: "Suite" }, { headers });
  assert.equal(second.headers.get("x-version"), "2");
  const { subject } = (await alice.client.getJson(first.headers.get("content-location")!)).json<{ subject: string }>();
  assert.equal(subject, "Suite");
});

Deno.test("a line under way is said to be awaited, not lost", async () => {
  const fields = await typedInto(fresh, { "lines.0.label": "Sans prix", "lines.0.price": "" });
  const reply = await alice.client.post(paths.newDocumentDraft(atelier.slug, "invoice"), fields);
  assert.equal(reply.status, 422);
  assert.match(reply.text, /Pas encore enregistré : ligne 1, indiquez le prix/);
});

Deno.test("live totals, pre-flight and page answer what is typed, and store nothing", async () => {
  const before = (await alice.client.getJson(list)).json<{ documents: unknown[] }>().documents.length;
  const fields = await typedInto(fresh, { "lines.0.label": "Pose", "lines.0.price": "100" });
  const live = await alice.client.post(paths.documentSketch(atelier.slug, "invoice"), { ...fields, customerId });
  assert.equal(live.status, 200);
  assert.match(live.text, /120,00/);
  assert.match(live.text, /Prêt à émettre/);
  assert.match(live.text, /Émettre et envoyer à compta@dupont\.fr/);
  assert.match(live.text, /<svg/);
  const after = (await alice.client.getJson(list)).json<{ documents: unknown[] }>().documents.length;
  assert.equal(after, before);
});

Deno.test("the customer's terms, VAT and address come with him, and what was changed by hand stays", async () => {
  const german = await makeCustomer(alice, atelier, {
    kind: "eu_business",
    name: "Bauhof GmbH",
    siren: "",
    vatNumber: "DE136695976",
    country: "DE",
    postcode: "10115",
    city: "Berlin",
    paymentTerms: "net",
    paymentDays: "45",
  });
  const fields = await typedInto(fresh, { customerId: german, "lines.0.label": "Conseil", "lines.0.price": "100" });
  const saved = await alice.client.post(list, { ...fields, act: "save" });
  const { treatment, terms } = (await alice.client.getJson(saved.location!)).json<Record<string, unknown>>();
  assert.deepEqual([treatment, terms], ["eu_services", { kind: "net", days: 45 }]);
  const page = saved.location!.split("?")[0]!;
  const again = await typedInto(page, { terms: "net.60", act: "save" });
  await alice.client.post(page, again);
  assert.deepEqual((await alice.client.getJson(page)).json<Record<string, unknown>>()["terms"], {
    kind: "net",
    days: 60,
  });
});

Deno.test("without script lines come and go, the kind changes, and nothing typed is lost", async () => {
  const fields = await typedInto(fresh, { subject: "Gardé", "lines.0.label": "Pose", "lines.0.price": "12" });
  const more = await alice.client.post(list, { ...fields, add: "line" });
  assert.equal(more.status, 200);
  assert.match(more.text, /name="lines\.1\.label"/);
  assert.match(more.text, /value="Gardé"/);
  const title = await alice.client.post(paths.documentEntry(atelier.slug, "invoice"), { ...fields, add: "title" });
  assert.match(title.text, /data-line="title"/);
  const less = await alice.client.post(list, { ...fields, remove: "0" });
  assert.equal(fieldsOf(less.text)["lines.0.label"], "");
  const quote = await alice.client.post(paths.documentEntry(atelier.slug, "invoice"), { ...fields, switch: "quote" });
  assert.match(quote.text, /Nouveau devis/);
  assert.match(quote.text, /value="Gardé"/);
  assert.equal(fieldsOf(quote.text)["id"], fields["id"]);
});

Deno.test("without script a customer is found by his name, or named as unknown at his field", async () => {
  const fields = await typedInto(fresh, { customerName: "dupont sarl", "lines.0.label": "P", "lines.0.price": "1" });
  const saved = await alice.client.post(list, { ...fields, act: "save" });
  assert.equal(saved.status, 303, saved.text.slice(0, 500));
  const unknown = await alice.client.post(list, { ...fields, id: newId(), customerName: "Personne", act: "save" });
  assert.equal(unknown.status, 422);
  assert.match(unknown.text, /id="f-customerName-error"/);
  assert.match(unknown.text, /value="Personne"/);
});

Deno.test("a customer is made in place and chosen; his faults stand at his fields", async () => {
  const entry = paths.documentEntry(atelier.slug, "invoice");
  const fields = await typedInto(fresh, { "lines.0.label": "Gardée", "lines.0.price": "1", act: "customer" });
  const wrong = await alice.client.post(entry, {
    ...fields,
    "newCustomer.name": "Nouveau",
    "newCustomer.siren": "123 456 789",
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="f-newCustomer-siren-error"/);
  const made = await alice.client.post(entry, {
    ...fields,
    "newCustomer.name": "Nouveau SAS",
    "newCustomer.kind": "professional",
    "newCustomer.email": "facture@nouveau.fr",
  });
  assert.equal(made.status, 200);
  const next = fieldsOf(made.text);
  assert.equal(next["customerName"], "Nouveau SAS");
  assert.equal(next["to"], "facture@nouveau.fr");
  assert.equal(next["lines.0.label"], "Gardée");
});

Deno.test("what cannot be issued is saved, and each point leads to the place that mends it", async () => {
  const fields = await typedInto(fresh, { "lines.0.label": "Sans client", "lines.0.price": "1", act: "issue" });
  const refused = await alice.client.post(list, fields);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /ne peut pas encore être émis/);
  assert.match(refused.text, /href="#f-customerName">Choisissez le client/);
  const stored = await alice.client.getJson(draftOf({ kind: "invoice", id: fields["id"]! }));
  assert.equal(stored.json()["state"], "draft");
  const mended = { ...fieldsOf(refused.text), customerId, customerName: "Dupont SARL", act: "issue" };
  const [, action] = /id="draft"[^>]*action="([^"]+)"|action="([^"]+)"[^>]*id="draft"/.exec(refused.text) ?? [];
  const issued = await alice.client.post(action ?? draftOf({ kind: "invoice", id: fields["id"]! }), mended);
  assert.equal(issued.status, 303, issued.text.slice(0, 800));
});

Deno.test("a dossier that lacks its identifiers is led to its own page", async () => {
  const made = await denis.client.postJson(paths.documents(garage.slug, "invoice"), { lines: [LINE] });
  const page = await denis.client.get(
    paths.document(garage.slug, { kind: "invoice", id: made.json<DocumentSummary>().id }),
  );
  assert.match(page.text, new RegExp(`href="/d/${garage.slug}/entreprise#f-siren"`));
});

const ABSURD: readonly [name: string, fields: Record<string, string>, at: string, sentence: RegExp][] = [
  ["a negative price", { "lines.0.price": "-3" }, "lines-0-price", /nombre positif/],
  ["a price of words", { "lines.0.price": "cher" }, "lines-0-price", /nombre positif/],
  ["no price", { "lines.0.price": "" }, "lines-0-price", /Indiquez le prix/],
  ["no quantity at all", { "lines.0.quantity": "0" }, "lines-0-quantity", /nombre positif/],
  ["a discount above all", { "lines.0.discount": "140" }, "lines-0-discount", /entre 0 et 100/],
  ["a rate of nowhere", { "lines.0.vat": "19" }, "lines-0-vat", /n’existe pas en France/],
  ["an unknown unit", { "lines.0.unit": "PARSEC" }, "lines-0-unit", /unité/],
  ["a day of nowhen", { issueOn: "2026-02-31" }, "issueOn", /n’existe pas/],
  ["300,000 letters", { notes: "x".repeat(300_000) }, "notes", /dépasse/],
  ["control characters", { subject: "a\u0007b" }, "subject", /invisibles/],
  ["an absurd amount", { "lines.0.price": "999999999999", "lines.0.quantity": "99999" }, "lines", /dépasse/],
  ["a wrong address", { to: "nobody", act: "issue_send" }, "to", /n’est pas une adresse/],
];

for (const [name, over, at, sentence] of ABSURD) {
  Deno.test(`${name} is refused at its field, every value kept`, async () => {
    const typed = { customerId, subject: "Cuisine & Co", "lines.0.label": "Pose", "lines.0.price": "10", act: "save" };
    const fields = await typedInto(fresh, { ...typed, ...over });
    const refused = await alice.client.post(list, fields);
    assert.equal(refused.status, 422, refused.text.slice(0, 300));
    assert.match(refused.text, new RegExp(`href="#f-${at}"`));
    assert.match(refused.text, sentence);
    if (!("subject" in over)) assert.match(refused.text, /value="Cuisine &amp; Co"/);
    const json = await alice.client.postJson(list, { ...typed, ...over, issue: over["act"] !== undefined });
    if (over["act"] === undefined) assert.equal(json.status, 422);
  });
}

Deno.test("hostile words are shown as words", async () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'; drop table x; --`;
  const document = await invoice({ subject: hostile, lines: [{ ...LINE, label: hostile }] });
  const page = await alice.client.get(draftOf(document));
  assert.equal(page.status, 200);
  assert.equal(/<script>alert|<img src=x/.test(page.text), false);
  const found = await alice.client.get(paths.documents(atelier.slug, "invoice", { q: hostile }));
  assert.equal(found.status, 200);
  assert.equal(/<script>alert/.test(found.text), false);
});

Deno.test("who saves over somebody else's draft is shown both versions, and may keep his own", async () => {
  const document = await invoice({ subject: "Départ" });
  const page = draftOf(document);
  const mine = await typedInto(page, { subject: "La mienne", act: "save" });
  const theirs = await typedInto(page, { subject: "La sienne", act: "save" });
  assert.equal((await alice.client.post(page, theirs)).status, 303);
  const refused = await alice.client.post(page, mine);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /La sienne/);
  assert.match(refused.text, /La mienne/);
  assert.match(refused.text, /Quelqu’un a enregistré ce brouillon/);
  const autosaved = await alice.client.post(`${page}/brouillon`, mine);
  assert.equal(autosaved.status, 409);
  assert.match(autosaved.text, /Enregistrez pour comparer/);
  const kept = await alice.client.post(page, { ...fieldsOf(refused.text), act: "save" });
  assert.equal(kept.status, 303);
  assert.equal((await alice.client.getJson(page)).json()["subject"], "La mienne");
});

Deno.test("a designation of several lines goes through the editor as it is", async () => {
  const label = "Pose d’un évier\nfournitures comprises\ngarantie dix ans";
  const document = await invoice({ lines: [{ ...LINE, label }] });
  const page = draftOf(document);
  const saved = await alice.client.post(page, await typedInto(page, { subject: "Relu", act: "save" }));
  assert.equal(saved.status, 303);
  const { lines } = (await alice.client.getJson(page)).json<{ lines: { label: string }[] }>();
  assert.equal(lines[0]?.label, label);
});
