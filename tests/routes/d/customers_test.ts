import assert from "node:assert/strict";
import { unzipSync } from "fflate";
import { aCustomerForm } from "../../../lib/parties/testing.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier, garage } = await makeCast(app);
const { slug } = atelier;
const list = paths.customers(slug);

const ADDRESS = { addressLine1: "3 quai de Saône", postcode: "69009", city: "Lyon", country: "FR" };

async function make(over: Record<string, unknown> = {}): Promise<{ id: string; version: number }> {
  const reply = await alice.client.postJson(list, { kind: "professional", name: "Dupont SARL", ...ADDRESS, ...over });
  assert.equal(reply.status, 201, reply.text);
  return reply.json<{ customer: { id: string; version: number } }>().customer;
}

Deno.test("an empty list teaches: what belongs here, one button, an example", async () => {
  const { text } = await denis.client.get(paths.customers(garage.slug));
  assert.match(text, /Créer le premier client/);
  const example = await denis.client.get(paths.newCustomer(garage.slug, { exemple: "oui" }));
  assert.match(example.text, /value="Renard \(exemple\)"/);
});

Deno.test("a card is made from the form with its contact, then found, opened and changed", async () => {
  const made = await bob.client.post(list, {
    id: newId(),
    lists: "oui",
    kind: "professional",
    isCustomer: "on",
    name: "Menuiserie Blanc",
    siren: "404 833 048",
    ...ADDRESS,
    "contacts.0.name": "Zoé Petit",
    "contacts.0.email": "compta@blanc.fr",
    "contacts.0.receivesInvoices": "on",
    "contacts.1.name": "",
    "contacts.1.receivesQuotes": "on",
  });
  assert.equal(made.status, 303);
  const card = await bob.client.follow(made);
  for (const words of ["Fiche créée", "Menuiserie Blanc", "compta@blanc.fr", "FR83404833048"]) {
    assert.match(card.text, new RegExp(words));
  }
  const found = await bob.client.get(paths.customers(slug, { q: "blanc" }));
  assert.match(found.text, /Menuiserie Blanc/);

  const [path = ""] = made.location!.split("?");
  const edit = await bob.client.get(`${path}/modifier`);
  assert.equal(edit.text.includes("f-contacts-1-name"), false, "the empty row was no contact");
  const [, version = ""] = /name="version" value="(\d+)"/.exec(edit.text) ?? [];
  const changed = await bob.client.post(path, { version, city: "Vienne", lists: "oui" });
  assert.equal(changed.status, 303);
  const { customer } = (await bob.client.getJson(path)).json<{ customer: { city: string; contacts: unknown[] } }>();
  assert.deepEqual([customer.city, customer.contacts], ["Vienne", []], "a list sent empty was emptied");
});

Deno.test("in JSON a list that is not sent stays, and a box sent as false is read as no", async () => {
  const { id, version } = await make({ contacts: [{ email: "a@b.fr" }], isSupplier: true });
  const reply = await alice.client.postJson(paths.customer(slug, id), { version, city: "Vienne", isSupplier: "" });
  const { customer } = reply.json<{ customer: { contacts: unknown[]; isSupplier: boolean } }>();
  assert.deepEqual([customer.contacts.length, customer.isSupplier], [1, false]);
});

Deno.test("faults are shown at their field, the row of a contact included, and every value is kept", async () => {
  const refused = await alice.client.post(list, {
    lists: "oui",
    kind: "professional",
    isCustomer: "on",
    name: "Dupont & Fils",
    siren: "404 833 049",
    country: "FR",
    "contacts.0.name": "",
    "contacts.3.name": "Zoé",
    "contacts.3.email": "zoe@",
  });
  assert.equal(refused.status, 422);
  for (const field of ["siren", "contacts-0-email"]) assert.match(refused.text, new RegExp(`id="f-${field}-error"`));
  for (const value of ["Dupont &amp; Fils", "404 833 049", "zoe@"]) {
    assert.match(refused.text, new RegExp(`value="${value}"`));
  }
});

Deno.test("a contact without an address loses the boxes that the form ticked by itself; JSON is told instead", async () => {
  const fields = { kind: "person", lastName: "Muet", isCustomer: "on", country: "FR" };
  const contact = { "contacts.0.name": "Luc", "contacts.0.receivesInvoices": "on" };
  const made = await alice.client.post(list, { ...fields, ...contact, lists: "oui" });
  assert.equal(made.status, 303);
  const told = await alice.client.postJson(list, { ...fields, contacts: [{ name: "Luc", receivesInvoices: true }] });
  assert.equal(told.json().field, "contacts.0.email");
});

Deno.test("absurd texts are refused, a script in a name stays text", async () => {
  for (const name of ["x".repeat(300_000), "a\u0000b", ""]) {
    const reply = await alice.client.post(list, { kind: "professional", isCustomer: "on", country: "FR", name });
    assert.equal(reply.status, 422);
    assert.match(reply.text, /id="f-name-error"/);
  }
  const { id } = await make({ name: `<script>alert(1)</script>'; drop table x; --` });
  for (const path of [list, paths.customer(slug, id), paths.editCustomer(slug, id)]) {
    assert.equal((await alice.client.get(path)).text.includes("<script>alert"), false);
  }
});

Deno.test("a double click makes one card", async () => {
  const form = { id: newId(), kind: "person", lastName: "Double", isCustomer: "on", country: "FR" };
  const [first, second] = await Promise.all([alice.client.post(list, form), alice.client.post(list, form)]);
  assert.equal(first.status, 303);
  assert.equal(second.location, first.location);
  const { customers } = (await alice.client.getJson(paths.customers(slug, { q: "Double" }))).json<
    { customers: unknown[] }
  >();
  assert.equal(customers.length, 1);
});

Deno.test("rows come and go without a script, and nothing is saved meanwhile", async () => {
  const typed = {
    kind: "professional",
    name: "En cours",
    country: "FR",
    "contacts.0.name": "Un",
    "contacts.1.name": "Deux",
  };
  const more = await alice.client.post(list, { ...typed, add: "contacts" });
  assert.equal(more.status, 200);
  assert.match(more.text, /id="f-contacts-2-name"[^>]*data-focus/);
  const fewer = await alice.client.post(list, { ...typed, remove: "contacts.0" });
  assert.match(fewer.text, /name="contacts\.0\.name"[^>]*value="Deux"/);
  assert.equal(fewer.text.includes("contacts.1.name"), false);
  const person = await alice.client.post(list, { ...typed, kind: "person", redraw: "kind" });
  assert.match(person.text, /name="lastName"/);
  assert.equal(person.text.includes(`name="siren"`), false);
  assert.equal((await alice.client.get(paths.customers(slug, { q: "En cours" }))).text.includes("/modifier"), false);
});

Deno.test("a second card with the same SIREN is made, and the first one is named", async () => {
  const { id } = await make({ name: "Premier", siren: "443061841" });
  const made = await alice.client.post(list, {
    kind: "professional",
    name: "Second",
    siren: "443061841",
    ...ADDRESS,
    isCustomer: "on",
  });
  const { text } = await alice.client.follow(made);
  assert.match(text, /Peut-être un doublon/);
  assert.match(text, new RegExp(`href="${paths.customer(slug, id)}"[^>]*>Premier`));
});

Deno.test("the notice on duplicates never names a card of another dossier", async () => {
  const { id } = await make({ name: "Secret de l’atelier" });
  const own =
    (await denis.client.postJson(paths.customers(garage.slug), { kind: "person", lastName: "Moi", country: "FR" }))
      .json<{ customer: { id: string } }>().customer.id;
  const { text, status } = await denis.client.get(paths.customer(garage.slug, own, { doublons: `${id}.nothing.%00` }));
  assert.equal(status, 200);
  assert.equal(text.includes("Secret"), false);
});

Deno.test("the VAT number that follows from the SIREN is offered, and added by a button", async () => {
  const { id, version } = await make({ name: "Sans TVA", siren: "552100554" });
  const path = paths.customer(slug, id);
  const [, vatNumber = ""] = /name="vatNumber" value="(FR\d{11})"/.exec((await alice.client.get(path)).text) ?? [];
  const saved = await alice.client.post(path, { version: String(version), vatNumber });
  assert.equal(saved.status, 303);
  assert.equal((await alice.client.follow(saved)).text.includes("Ajouter à la fiche"), false);
});

Deno.test("who saves over somebody else's change is shown both", async () => {
  const { id, version } = await make({ name: "Deux mains" });
  const path = paths.customer(slug, id);
  await bob.client.post(path, { version: String(version), city: "Vienne" });
  const refused = await alice.client.post(path, { version: String(version), city: "Givors" });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Ville\. Enregistré : « Vienne »\. Votre saisie : « Givors »\./);
  assert.match(refused.text, new RegExp(`name="version" value="${version + 1}"`));
});

Deno.test("a card is archived, leaves the list, is restored, and deleted for good", async () => {
  const { id } = await make({ name: "Éphémère" });
  const shown = async (query: Record<string, string>) =>
    (await alice.client.get(paths.customers(slug, query))).text.includes("Éphémère</a>");
  assert.equal(await shown({ q: "ephemere" }), true);
  const archived = await alice.client.follow(await alice.client.post(paths.customerArchiving(slug, id)));
  assert.match(archived.text, /Fiche archivée/);
  assert.equal(archived.text.includes("Modifier</a>"), false);
  assert.deepEqual([await shown({ q: "ephemere" }), await shown({ archives: "oui" })], [false, true]);
  assert.equal((await alice.client.post(paths.customer(slug, id), { version: "1", city: "X" })).status, 409);
  await alice.client.post(paths.customerRestoring(slug, id));
  assert.equal(await shown({ q: "ephemere" }), true);
  const deleted = await alice.client.follow(await alice.client.post(paths.customerDeletion(slug, id)));
  assert.match(deleted.text, /Fiche supprimée/);
  assert.equal((await alice.client.get(paths.customer(slug, id))).status, 404);
});

Deno.test("the list leaves as a spreadsheet, whole and filtered, for those who may export", async () => {
  const ask = paths.customersExport(slug, { q: "zebre" });
  await make({ name: "Zèbre & Cie" });
  const response = await app.app.request(new URL(ask, app.baseUrl), { headers: { cookie: chloe.client.cookies() } });
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-disposition")!, /attachment;.*Clients.*\.xlsx/);
  const sheet = await sheetOf(response);
  assert.match(sheet, /Zèbre &amp; Cie/);
  assert.equal(sheet.includes("Menuiserie"), false);
  assert.match((await bob.client.get(ask)).text, /Listes : exporter/);
  assert.equal((await denis.client.get(ask)).status, 404);
});

Deno.test("a long list is walked there and back by its keys", async () => {
  for (let index = 0; index < 27; index++) {
    await denis.client.postJson(paths.customers(garage.slug), {
      kind: "person",
      lastName: `P${String(index).padStart(2, "0")}`,
      country: "FR",
    });
  }
  const first = await denis.client.get(paths.customers(garage.slug));
  const [, older = ""] = /href="([^"]+)" rel="next"/.exec(first.text) ?? [];
  const second = await denis.client.get(older.replaceAll("&amp;", "&"));
  assert.match(second.text, /P26</);
  const [, newer = ""] = /href="([^"]+)" rel="prev"/.exec(second.text) ?? [];
  assert.match((await denis.client.get(newer.replaceAll("&amp;", "&"))).text, /P00</);
});

Deno.test("strange filters and cursors show a list, never a fault", async () => {
  const strange = [
    "apres=x",
    `apres=${newId()}.%00`,
    "avant=",
    "role=king",
    "archives=1",
    "q=%00';--",
    `q=${"x".repeat(2_000)}`,
  ];
  for (const query of strange) assert.equal((await alice.client.get(`${list}?${query}`)).status, 200, query);
});

Deno.test("who may only read sees no button, and each of his posts is refused with the right's name", async () => {
  const { id } = await make({ name: "Lisible" });
  const path = paths.customer(slug, id);
  const { text } = await chloe.client.get(path);
  assert.match(text, /Lisible/);
  assert.equal(/Modifier<|Archiver|Supprimer|Ajouter à la fiche/.test(text), false);
  assert.equal((await chloe.client.get(list)).text.includes("Nouveau client"), false);
  const posts = [list, path, paths.customerArchiving(slug, id), paths.customerRestoring(slug, id)];
  for (const target of [...posts, paths.customerDeletion(slug, id)]) {
    const reply = await chloe.client.post(target, { name: "X" });
    assert.equal(reply.status, 403, target);
    assert.match(reply.text, /Clients : créer et modifier/);
  }
});

Deno.test("a card of another dossier is not found, by any verb", async () => {
  const { id } = await make(aCustomerForm().fields);
  for (const there of [slug, garage.slug]) {
    for (const path of [paths.customer(there, id), paths.editCustomer(there, id), paths.customerActivity(there, id)]) {
      assert.equal((await denis.client.get(path)).status, 404, path);
    }
    const posts = [paths.customer(there, id), paths.customerArchiving(there, id), paths.customerRestoring(there, id)];
    for (const path of [...posts, paths.customerDeletion(there, id)]) {
      assert.equal((await denis.client.post(path, { version: "1", name: "Pris" })).status, 404, path);
    }
  }
  assert.equal((await alice.client.get(paths.customer(slug, id))).status, 200);
});

async function sheetOf(response: Response): Promise<string> {
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return new TextDecoder().decode(files["xl/worksheets/sheet1.xml"]);
}
