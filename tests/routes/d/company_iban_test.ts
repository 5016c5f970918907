import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { addMember, makeCast, PASSWORD, type Player, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Authenticator, plugAuthenticator } from "../../support/authenticator.ts";
import { ageProofs } from "../../support/proofs.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier, garage } = await makeCast(app);
const { player: eve } = await signUpAs(app, { email: "eve@atelier-dupre.example", company: "Ève" });
await addMember(atelier, { player: eve, profile: "administrator" });
await completeCompany(alice, atelier);
const { slug } = atelier;

const OLD = "FR1420041010050500013M02606", NEW = "FR7630006000011234567890189", OTHER = "DE89370400440532013000";
const PAGE = paths.company(slug);
const key = await plugAuthenticator(app.baseUrl), eveKey = await plugAuthenticator(app.baseUrl);

interface Settings {
  readonly company: { readonly iban: string; readonly version: number };
  readonly pendingIban: { readonly id: string; readonly iban: string } | null;
}

async function settings(): Promise<Settings> {
  return (await alice.client.getJson(PAGE)).json<{ [K in keyof Settings]: Settings[K] }>();
}

async function ask(player: Player, iban: string) {
  const { company } = await settings();
  return await player.client.post(PAGE, { version: String(company.version), iban });
}

async function answer(player: Player, which: "accord" | "refus", change?: string) {
  const id = change ?? (await settings()).pendingIban?.id ?? newId();
  return await player.client.post(paths.companyIban(slug, which), { change: id });
}

const customerId = await makeCustomer(alice, atelier);
const invoice = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
await alice.client.post(paths.documentAct(slug, invoice, "envoi"), { to: "compta@dupont.fr", sendingId: newId() });
const unsentTo = await makeCustomer(alice, atelier, { kind: "person", lastName: "Jamais", siren: "", vatNumber: "" });
await makeDocument(alice, atelier, { kind: "invoice", customerId: unsentTo, issue: true });
await app.runJobs();

async function notices() {
  return (await app.mailbox.list()).filter(({ subject }) => subject.includes("changé d’IBAN"));
}

Deno.test("another IBAN waits, in the words of the page: by whom, until when; invoices print the old one", async () => {
  const saved = await ask(alice, NEW);
  assert.equal(saved.location, paths.company(slug, { fait: "iban" }));
  const page = await alice.client.follow(saved);
  assert.match(page.text, /Un changement d’IBAN attend/);
  assert.match(page.text, /…\u00a02606/);
  assert.match(page.text, /alice@atelier-dupre\.example<\/dd>/);
  assert.doesNotMatch(page.text, /Confirmer maintenant/, "she asked for it");
  assert.match((await eve.client.get(PAGE)).text, /Confirmer maintenant[\s\S]*Refuser ce changement/);
  const made = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const xml = await alice.client.get(paths.documentAct(slug, made, "xml"));
  assert.ok(xml.text.includes(OLD) && !xml.text.includes(NEW));
  await app.runJobs();
  assert.deepEqual(await notices(), []);
});

Deno.test("members without the right see that it waits and decide nothing; a stranger finds nothing", async () => {
  assert.match((await chloe.client.get(PAGE)).text, /Un changement d’IBAN attend/);
  assert.doesNotMatch((await chloe.client.get(PAGE)).text, /Confirmer maintenant|Refuser ce changement/);
  for (const which of ["accord", "refus"] as const) {
    assert.equal((await answer(chloe, which)).status, 403);
    assert.equal((await answer(bob, which)).status, 403);
    assert.equal((await answer(denis, which)).status, 404);
    const { id } = (await settings()).pendingIban!;
    assert.equal((await denis.client.post(paths.companyIban(garage.slug, which), { change: id })).status, 409);
    assert.equal((await answer(eve, which, newId())).status, 409);
    assert.equal((await answer(eve, which, "x")).status, 404);
  }
  assert.equal((await answer(alice, "accord")).status, 409, "who asked does not confirm");
  assert.equal((await settings()).company.iban, OLD);
});

Deno.test("a second change is refused at its field, and what was typed stays", async () => {
  const reply = await ask(eve, OTHER);
  assert.equal(reply.status, 409);
  assert.match(reply.text, /id="f-iban-error"[^>]*>[\s\S]{0,600}Un autre changement d’IBAN attend/);
  assert.ok(reply.text.includes(OTHER));
});

Deno.test("the accord wants a fresh proof of who gives it", async () => {
  await ageProofs(world, eve.personId);
  const stale = await answer(eve, "accord");
  assert.doesNotMatch(stale.location ?? "", /fait=accord/);
  assert.equal((await settings()).company.iban, OLD);
});

Deno.test("anybody who manages the company may refuse it: the IBAN stays", async () => {
  const refused = await answer(alice, "refus");
  assert.equal(refused.location, paths.company(slug, { fait: "refus" }));
  assert.deepEqual([(await settings()).company.iban, (await settings()).pendingIban], [OLD, null]);
});

Deno.test("confirmed by a second administrator it is printed, and each recent customer is told once, by four signs", async () => {
  await ask(alice, NEW);
  const { player: max } = await signUpAs(app, { email: "max@atelier-dupre.example", company: "Max" });
  await addMember(atelier, { player: max, profile: "administrator" });
  assert.equal((await answer(max, "accord")).location, paths.company(slug, { fait: "accord" }));
  assert.equal((await settings()).company.iban, NEW);
  await app.runJobs();
  await app.runJobs();
  const told = await notices();
  assert.deepEqual(told.map(({ to }) => to), [["compta@dupont.fr"]]);
  assert.match(told[0]!.text, /se termine par 0189/);
  assert.doesNotMatch(told[0]!.text, new RegExp(`${NEW}|${OLD}|FR76`));
  const made = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  assert.ok((await alice.client.get(paths.documentAct(slug, made, "xml"))).text.includes(NEW));
});

Deno.test("the change is sealed with both sides once it is effective", async () => {
  const rows = await world.owner.trial`select convert_from(payload, 'utf8') as payload from cell.sealed_records
    where tenant_id = ${atelier.tenantId} and type = 'fiscal_settings_changed'`;
  const changes = rows.map(({ payload }) => String(payload)).filter((payload) => payload.includes(OLD));
  assert.ok(changes.some((payload) => payload.includes(NEW)));
  assert.ok(!changes.some((payload) => payload.includes(OTHER)));
});

Deno.test("after its day the job lets it take effect; a customer last written to 91 days ago hears nothing", async () => {
  await ask(alice, OTHER);
  const { pendingIban: pending } = await settings();
  await app.runJobs();
  assert.equal((await settings()).company.iban, NEW, "its hour has not come");
  const { trial } = world.owner;
  await trial`update cell.sendings set sent_at = sent_at - interval '91 days' where tenant_id = ${atelier.tenantId}`;
  await trial`update cell.iban_changes set effective_at = now() - interval '1 second' where id = ${pending!.id}`;
  await trial`update cell.jobs set run_at = now() where dedupe_key = ${pending!.id}`;
  await app.runJobs();
  assert.equal((await settings()).company.iban, OTHER);
  assert.equal((await notices()).length, 1, "the notice of before, and no other");
});

/** Adds a device's passkey to somebody's account. */
async function enrol({ client }: Player, device: Authenticator): Promise<void> {
  const answer = await device.create((await client.postJson(paths.passkeyRequest())).json());
  const added = await client.postJson(paths.passkeys(), { answer, name: "Clé" });
  assert.equal(added.status, 200, added.text);
}

/** What the page asks a passkey to sign for the change that waits. */
async function keyRequest({ client }: Player, path = paths.companyIban(slug, "cle")) {
  return await client.postJson(path);
}

const REFUSED = [401, "identity.passkey"];

Deno.test("who has no passkey sees the wait alone, and is refused one made elsewhere", async () => {
  await ask(alice, NEW);
  const { pendingIban: pending } = await settings();
  assert.doesNotMatch((await alice.client.get(PAGE)).text, /clé d’accès|assets\/passkeys/);
  const device = await plugAuthenticator(app.baseUrl);
  const signature = await device.get((await keyRequest(alice)).json());
  const body = { change: pending!.id, answer: signature };
  const refused = await alice.client.postJson(paths.companyIban(slug, "accord"), body);
  assert.deepEqual([refused.status, refused.json()["code"]], REFUSED);
  assert.equal((await settings()).company.iban, OTHER);
});

Deno.test("who asked and has a passkey is offered to confirm with it; nobody else is, and without a script it waits", async () => {
  await eve.client.postJson(paths.proof(), { password: PASSWORD });
  await enrol(alice, key);
  await enrol(eve, eveKey);
  const page = await alice.client.get(PAGE);
  assert.match(page.text, /<form[^>]*data-passkey="get"[^>]*hidden[\s\S]*Confirmer avec ma clé d’accès/);
  assert.match(page.text, /assets\/passkeys/);
  assert.doesNotMatch((await eve.client.get(PAGE)).text, /Confirmer avec ma clé/, "her accord is enough");
  assert.equal((await answer(alice, "accord")).status, 409, "an empty form is no signature");
});

Deno.test("the request of the key wants the right, a fresh proof and a change that waits", async () => {
  assert.equal((await keyRequest(chloe)).status, 403);
  assert.equal((await keyRequest(bob)).status, 403);
  assert.equal((await keyRequest(denis)).status, 404);
  assert.equal((await keyRequest(denis, paths.companyIban(garage.slug, "cle"))).status, 404);
  await ageProofs(world, alice.personId);
  assert.equal((await keyRequest(alice)).json()["code"], "request.proof_wanted");
  await alice.client.postJson(paths.proof(), { password: PASSWORD });
});

Deno.test("a signature for anything else or of anybody else lets nothing take effect", async () => {
  const { pendingIban: pending } = await settings();
  const asked = (await keyRequest(alice)).json();
  const accord = async (change: string, signature: string, { client }: Player = alice) => {
    const reply = await client.postJson(paths.companyIban(slug, "accord"), { change, answer: signature });
    return [reply.status, reply.json()["code"]];
  };
  assert.deepEqual(await accord(newId(), await key.get(asked)), REFUSED, "of another change");
  const proof = (await alice.client.postJson(paths.proofPasskey())).json();
  assert.deepEqual(await accord(pending!.id, await key.get(proof)), REFUSED, "who is there, not what is signed");
  const hers = (await keyRequest(eve)).json();
  assert.deepEqual(await accord(pending!.id, await eveKey.get(hers)), REFUSED, "of somebody else");
  const unseen = await key.get((await keyRequest(alice)).json(), { isVerified: false });
  assert.deepEqual(await accord(pending!.id, unseen), REFUSED);
  assert.deepEqual(await accord(pending!.id, "{}"), REFUSED);
  assert.equal((await settings()).company.iban, OTHER);
});

Deno.test("refused, a signature brings back the page of the company, with the sentence at the answer", async () => {
  const { pendingIban: pending } = await settings();
  const fields = { change: pending!.id, answer: "{}" };
  const refused = await alice.client.post(paths.companyIban(slug, "accord"), fields);
  assert.equal(refused.status, 401);
  for (const words of [/<h1[^>]*>\s*Entreprise/, /Un changement d’IBAN attend/, /Confirmer avec ma clé d’accès/]) {
    assert.match(refused.text, words);
  }
  assert.match(refused.text, /href="#f-ibanAnswer">Cette clé d’accès n’a pas pu être reconnue/);
  assert.match(refused.text, /id="f-ibanAnswer"[^>]*>[\s\S]{0,600}Cette clé d’accès n’a pas pu être reconnue/);
  assert.equal((await settings()).company.iban, OTHER);
});

Deno.test("signed by her passkey, the change she asked for is printed at once, is told and says how", async () => {
  const { pendingIban: pending } = await settings();
  await world.owner.trial`update cell.sendings set sent_at = now() where tenant_id = ${atelier.tenantId}`;
  const told = (await notices()).length;
  const signature = await key.get((await keyRequest(alice)).json());
  const fields = { change: pending!.id, answer: signature };
  const done = await alice.client.post(paths.companyIban(slug, "accord"), fields);
  assert.equal(done.location, paths.company(slug, { fait: "accord" }));
  assert.deepEqual([(await settings()).company.iban, (await settings()).pendingIban], [NEW, null]);
  assert.match((await alice.client.get(paths.activity(slug))).text, /confirmé par une clé d’accès/);
  await app.runJobs();
  await app.runJobs();
  assert.equal((await notices()).length, told + 1);
  assert.equal((await keyRequest(alice)).status, 404, "nothing waits any more");
  const late = await answer(eve, "accord", pending!.id);
  assert.ok(late.status === 409 && /role="alert"/.test(late.text) && !/f-ibanAnswer/.test(late.text));
  const again = await alice.client.postJson(paths.companyIban(slug, "accord"), fields);
  assert.deepEqual([again.status, again.json()["code"]], REFUSED, "a signature is shown once");
});
