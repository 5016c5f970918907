import assert from "node:assert/strict";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { listActivity } from "../../../lib/company/mod.ts";
import { openTestCompany } from "../../../lib/company/testing.ts";
import {
  archiveCustomer,
  createCustomer,
  type CustomerForm,
  customerGaps,
  deleteCustomer,
  findCustomers,
  getCustomer,
  offeredVatNumber,
  recipientsOf,
  restoreCustomer,
  updateCustomer,
} from "../../../lib/parties/mod.ts";
import { aCustomer, aCustomerForm } from "../../../lib/parties/testing.ts";
import { eventsAreWired } from "../../../lib/platform/events.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";

eventsAreWired();
const world = await openWorld();
Deno.test.afterAll(() => world.close());

const RIGHTS = ["company:read", "company:write", "customers:read", "customers:write", "activity:read"] as const;

async function openDossier(): Promise<Ctx> {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  return ctx;
}

const ctx = await openDossier();

async function faults(form: CustomerForm): Promise<Record<string, string>> {
  const refused = await createCustomer(ctx, form).then(() => null, (error: unknown) => error);
  assert.ok(refused instanceof Refusal, "expected a refusal");
  assert.equal(refused.status, 422);
  return Object.fromEntries(refused.issues.map((issue) => [issue.field, issue.sentence]));
}

function isRefusal(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === code;
}

Deno.test("createCustomer keeps the card, its contacts and addresses, in canonical form", async () => {
  const form = aCustomerForm({ code: "C-12", paymentTerms: "end_of_month", paymentDays: "45" }, {
    contacts: [
      { name: "Zoé Petit", email: "Zoe@DUPONT.fr", receivesInvoices: "on" },
      { email: "devis@dupont.fr", receivesQuotes: "on", phone: "06 00 00 00 00" },
    ],
    deliveryAddresses: [{
      label: "Chantier",
      addressLine1: "1 rue Neuve",
      postcode: "69001",
      city: "Lyon",
      country: "fr",
    }],
  });
  const { customer, duplicates } = await createCustomer(ctx, form);
  assert.deepEqual(duplicates, []);
  assert.equal(customer.siren, "404833048");
  assert.equal(customer.paymentDays, 45);
  assert.deepEqual(customer.contacts.map((contact) => contact.email), ["Zoe@dupont.fr", "devis@dupont.fr"]);
  assert.equal(customer.deliveryAddresses[0]?.country, "FR");
  assert.deepEqual(await getCustomer(ctx, customer.id), customer);
  const { acts } = await listActivity(ctx, { kind: "customer", id: customer.id });
  assert.deepEqual(acts.map((act) => act.summary), ["Fiche de Dupont SARL créée"]);
});

Deno.test("createCustomer names a private person by first and last name", async () => {
  const { customer } = await createCustomer(
    ctx,
    { fields: { kind: "person", name: "ignored", firstName: "Léa", lastName: "Roux", country: "FR" } },
  );
  assert.equal(customer.name, "Léa Roux");
  assert.equal(customer.isCustomer, true);
});

Deno.test("createCustomer asked twice with one id makes one card", async () => {
  const id = newId(), form = aCustomerForm({ name: "Double clic" });
  const [first, second] = await Promise.all([createCustomer(ctx, form, { id }), createCustomer(ctx, form, { id })]);
  assert.equal(first.customer.id, second.customer.id);
  assert.equal((await findCustomers(ctx, { text: "double clic" })).customers.length, 1);
  assert.equal((await listActivity(ctx, { kind: "customer", id })).acts.length, 1);
});

Deno.test("createCustomer tells of cards with the same SIREN or e-mail, and saves all the same", async () => {
  const other = await openDossier();
  const first = await createCustomer(other, aCustomerForm());
  const second = await createCustomer(other, aCustomerForm({ name: "Dupont bis", vatNumber: "" }));
  assert.deepEqual(second.duplicates.map(({ id, because }) => [id, because]), [
    [first.customer.id, "siren"],
    [first.customer.id, "email"],
  ]);
});

Deno.test("offeredVatNumber computes the French number of a SIREN, and nothing for others", () => {
  const french = aCustomer({ vatNumber: null });
  assert.equal(offeredVatNumber(french), "FR83404833048");
  assert.equal(offeredVatNumber({ ...french, siren: null }), null);
  assert.equal(offeredVatNumber({ ...french, vatNumber: "FR83404833048" }), null);
  assert.equal(offeredVatNumber({ ...french, kind: "public_body" }), null);
  assert.equal(offeredVatNumber({ ...french, country: "BE" }), null);
});

Deno.test("recipientsOf proposes who is ticked for the document, else the first address", () => {
  const [accountant] = aCustomer().contacts;
  const boss = { ...accountant!, email: "gerant@dupont.fr", receivesInvoices: false, receivesQuotes: true };
  const card = { contacts: [{ ...accountant!, email: null, receivesInvoices: false }, boss, accountant!] };
  assert.deepEqual(recipientsOf(card, "quotes"), ["gerant@dupont.fr"]);
  assert.deepEqual(recipientsOf(card, "invoices"), ["compta@dupont.fr"]);
  assert.deepEqual(recipientsOf(card, "reminders"), ["gerant@dupont.fr"]);
  assert.deepEqual(recipientsOf({ contacts: [] }, "invoices"), []);
});

Deno.test("customerGaps says what an invoice would lack", () => {
  const fields = (over: Parameters<typeof aCustomer>[0]) =>
    customerGaps(aCustomer(over)).filter((gap) => gap.severity === "blocking").map((gap) => gap.field);
  assert.deepEqual(fields({}), []);
  assert.deepEqual(fields({ siren: null, addressLine1: null, city: null }), ["addressLine1", "city", "siren"]);
  assert.deepEqual(fields({ kind: "public_body" }), ["siret"]);
  assert.deepEqual(fields({ kind: "eu_business", country: "DE", vatNumber: null }), ["vatNumber"]);
  assert.deepEqual(fields({ isConstructionPrincipal: true, vatNumber: null }), ["vatNumber"]);
  assert.deepEqual(fields({ kind: "person", addressLine1: null, city: null, siren: null }), []);
  assert.deepEqual(customerGaps(aCustomer({ contacts: [] })).map((gap) => gap.field), ["contacts"]);
});

const WRONG: readonly (readonly [field: string, typed: Record<string, string>, sentence: RegExp])[] = [
  ["name", { name: "" }, /raison sociale/],
  ["lastName", { kind: "person", siren: "", vatNumber: "", firstName: "Léa" }, /nom de famille/],
  ["name", { name: "x".repeat(300_000) }, /trop long/],
  ["name", { name: "Du\u0000pont" }, /invisibles/],
  ["notes", { notes: "x".repeat(300_000) }, /5000 caractères/],
  ["kind", { kind: "martian" }, /liste/],
  ["siren", { siren: "404833049" }, /clé est fausse/],
  ["siret", { siret: "404833048000221" }, /quatorze/],
  ["siret", { siret: "73282932000074" }, /SIREN du client/],
  ["siren", { kind: "person", lastName: "Roux" }, /particulier/],
  ["vatNumber", { vatNumber: "FR84404833048" }, /FR83404833048/],
  ["vatNumber", { vatNumber: "FR44732829320" }, /SIREN 404833048/],
  ["vatNumber", { kind: "eu_business", siren: "", country: "GR", vatNumber: "DE123456789" }, /commence par EL/],
  ["country", { country: "ZZ" }, /pays/],
  ["country", { country: "DE", vatNumber: "" }, /autre pays que vous/],
  ["country", { kind: "eu_business" }, /autre pays de l’Union/],
  ["country", { kind: "foreign", country: "ES", vatNumber: "" }, /dans l’Union/],
  ["serviceCode", { kind: "public_body", serviceCode: "SERVICE 1" }, /code service/],
  ["paymentDays", { paymentTerms: "net" }, /nombre de jours/],
  ["paymentDays", { paymentTerms: "net", paymentDays: "1000" }, /0 à 120/],
  ["isCustomer", { isCustomer: "off" }, /au moins/],
  ["language", { language: "tlh" }, /liste/],
];

for (const [field, typed, sentence] of WRONG) {
  Deno.test(`createCustomer refuses ${JSON.stringify(typed).slice(0, 60)} at ${field}`, async () => {
    const found = await faults(aCustomerForm(typed));
    assert.match(found[field] ?? "", sentence);
    assert.equal(Object.keys(found).length, 1);
  });
}

Deno.test("createCustomer refuses faults of lists at their line, and lists without end", async () => {
  const found = await faults(aCustomerForm({}, {
    contacts: [{ name: "Zoé" }, { email: "zoe@" }, { name: " " }, { name: "Max", receivesInvoices: "on" }],
    deliveryAddresses: [{ addressLine1: "", city: "Lyon", country: "FR" }],
  }));
  assert.deepEqual(Object.keys(found).sort(), [
    "contacts.1.email",
    "contacts.2.name",
    "contacts.3.email",
    "deliveryAddresses.0.addressLine1",
  ]);
  const endless = { contacts: Array.from({ length: 21 }, () => ({ name: "Zoé" })) };
  assert.match((await faults(aCustomerForm({}, endless))).contacts ?? "", /vingt/);
});

Deno.test("createCustomer refuses a reference that another card has; updateCustomer too", async () => {
  await createCustomer(ctx, aCustomerForm({ code: "TAKEN" }));
  await assert.rejects(createCustomer(ctx, aCustomerForm({ code: "TAKEN" })), isRefusal("parties.code_taken"));
  const { customer } = await createCustomer(ctx, aCustomerForm({ code: "FREE" }));
  await assert.rejects(
    updateCustomer(ctx, customer.id, { version: 1, form: { fields: { code: "TAKEN" } } }),
    isRefusal("parties.code_taken"),
  );
});

Deno.test("updateCustomer changes what is given, keeps the rest, and writes nothing when nothing changes", async () => {
  const { customer } = await createCustomer(ctx, aCustomerForm());
  const { customer: moved } = await updateCustomer(ctx, customer.id, {
    version: 1,
    form: { fields: { city: "Bron" } },
  });
  assert.deepEqual({ ...moved, city: "Lyon", version: 1 }, { ...customer, updatedAt: moved.updatedAt });
  const { customer: same } = await updateCustomer(ctx, customer.id, { version: 1, form: { fields: { city: "Bron" } } });
  assert.equal(same.version, 2);
  const form = { fields: {}, contacts: [] };
  assert.deepEqual((await updateCustomer(ctx, customer.id, { version: 2, form })).customer.contacts, []);
});

Deno.test("updateCustomer tells the second of two editors both versions and what differs", async () => {
  const { customer } = await createCustomer(ctx, aCustomerForm());
  const bob = { ...ctx, personId: newId(), actor: "Bob Martin" };
  const edit = (who: Ctx, email: string) =>
    updateCustomer(who, customer.id, { version: 1, form: { fields: { notes: email }, contacts: [{ email }] } });
  await edit(bob, "b@dupont.fr");
  await assert.rejects(edit(ctx, "a@dupont.fr"), (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.status, 409);
    assert.match(error.issues[0]!.sentence, /Bob Martin.*version 2, vous aviez la version 1/);
    const fields = error.issues.slice(1).map((issue) => issue.field);
    assert.deepEqual(fields, ["notes", "contacts"]);
    assert.match(error.issues[2]!.sentence, /b@dupont\.fr.*a@dupont\.fr/);
    return true;
  });
  assert.equal((await getCustomer(ctx, customer.id)).notes, "b@dupont.fr");
});

Deno.test("an archived card leaves the lists, refuses changes, and comes back", async () => {
  const { customer } = await createCustomer(ctx, aCustomerForm({ name: "Zzarchive" }));
  await archiveCustomer(ctx, customer.id);
  assert.deepEqual((await findCustomers(ctx, { text: "zzarchive" })).customers, []);
  assert.equal((await findCustomers(ctx, { text: "zzarchive", archived: true })).customers.length, 1);
  await assert.rejects(
    updateCustomer(ctx, customer.id, { version: 2, form: { fields: { city: "Bron" } } }),
    isRefusal("parties.archived"),
  );
  await restoreCustomer(ctx, customer.id);
  assert.equal((await findCustomers(ctx, { text: "zzarchive" })).customers.length, 1);
});

Deno.test("deleteCustomer removes a card without documents, with its people", async () => {
  const { customer } = await createCustomer(ctx, aCustomerForm());
  await deleteCustomer(ctx, customer.id);
  await assert.rejects(getCustomer(ctx, customer.id), isRefusal("parties.not_found"));
  const left = await world.owner.trial`select 1 from cell.party_contacts where party_id = ${customer.id}`;
  assert.equal(left.length, 0);
});

Deno.test("deleteCustomer refuses a card that a document refers to, and leaves it whole", async () => {
  const { customer } = await createCustomer(ctx, aCustomerForm());
  await world.owner.trial`create table cell.papers (tenant_id uuid, party_id uuid,
    foreign key (tenant_id, party_id) references cell.parties (tenant_id, id))`;
  await world.owner.trial`insert into cell.papers values (${ctx.tenantId}, ${customer.id})`;
  await assert.rejects(deleteCustomer(ctx, customer.id), isRefusal("parties.in_use"));
  assert.deepEqual(await getCustomer(ctx, customer.id), customer);
  await world.owner.trial`drop table cell.papers`;
});

Deno.test("a foreign, unknown or malformed id is one and the same answer", async () => {
  const theirs = (await createCustomer(await openDossier(), aCustomerForm())).customer.id;
  const update = { version: 1, form: { fields: { city: "Bron" } } };
  for (const id of [theirs, newId(), "x' or 1=1 --", ""]) {
    for (
      const verb of [
        getCustomer,
        archiveCustomer,
        restoreCustomer,
        deleteCustomer,
        (c: Ctx, i: string) => updateCustomer(c, i, update),
      ]
    ) {
      await assert.rejects(
        verb(ctx, id),
        (error) => error instanceof Refusal && error.status === 404 && error.code === "parties.not_found",
      );
    }
  }
});

Deno.test("another dossier's id given to createCustomer makes a card of one's own and shows nothing", async () => {
  const theirs = (await createCustomer(await openDossier(), aCustomerForm({ name: "Secret" }))).customer.id;
  const { customer } = await createCustomer(ctx, aCustomerForm({ name: "Mine" }), { id: theirs });
  assert.equal(customer.name, "Mine");
});

Deno.test("each verb refuses whoever lacks its right", async () => {
  const reader: Ctx = { ...ctx, rights: new Set(["customers:read"]) }, nobody: Ctx = { ...ctx, rights: new Set() };
  const form = aCustomerForm(), id = newId();
  const refused = [
    () => createCustomer(reader, form),
    () => updateCustomer(reader, id, { version: 1, form }),
    () => archiveCustomer(reader, id),
    () => restoreCustomer(reader, id),
    () => deleteCustomer(reader, id),
    () => getCustomer(nobody, id),
    () => findCustomers(nobody),
  ];
  for (const ask of refused) await assert.rejects(ask, isRefusal("access.forbidden"));
});
