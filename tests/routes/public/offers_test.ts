import assert from "node:assert/strict";
import { getIdentityData, TERMS_VERSION } from "../../../lib/identity/mod.ts";
import { PLANS } from "../../../lib/instances/mod.ts";
import { paths } from "../../../routes/paths.ts";
import { linkMailedTo, PASSWORD, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";
import { aVisitor } from "../../lib/identity/_people.ts";
import type { Uuid } from "../../../lib/base/ids.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

function wish(email: string, over: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    personName: "Nina Roux",
    companyName: "Plomberie Nina",
    email,
    emailAgain: email,
    password: PASSWORD,
    passwordAgain: PASSWORD,
    terms: TERMS_VERSION,
    ...over,
  };
}

const { control } = world.owner;

async function consentsOf(personId: string) {
  return (await getIdentityData({ ...aVisitor(), personId: personId as Uuid })).consents;
}

Deno.test("the page of the offers names each plan and leads to its form and to the terms of that day", async () => {
  const visitor = openClient(app);
  const page = await visitor.get(paths.offers());
  for (const [key, { label }] of Object.entries(PLANS)) {
    assert.ok(page.text.includes(`href="${paths.offers(key)}"`) && page.text.includes(label));
    const form = await visitor.get(paths.offers(key));
    assert.match(form.text, /J’accepte les conditions générales d’abonnement, version du 21\snovembre\s2026/);
    assert.doesNotMatch(form.text, /type="checkbox"[^>]* checked/, "a consent is never given beforehand");
  }
  assert.match((await visitor.get(paths.terms())).text, /Version du 21\snovembre\s2026/);
});

Deno.test("a visitor chooses a plan, types everything twice, accepts, confirms: name, plan and consent are kept", async () => {
  const visitor = openClient(app);
  const sent = await visitor.post(paths.offers("tpe_plus"), wish("nina@plomberie.example"));
  assert.equal(sent.location, paths.signUpSent());
  assert.equal((await control`select 1 from control.consents`).length, 0, "nobody stands behind it yet");
  const confirmed = await visitor.post(await linkMailedTo(app, "nina@plomberie.example"));
  const page = await visitor.follow(await visitor.follow(confirmed));
  assert.match(page.text, /Nina Roux/);
  const [row] = await control`select i.plan, m.person_id from control.instances i join control.memberships m
    using (tenant_id) where i.slug = 'plomberie-nina'`;
  assert.equal(row!.plan, "tpe_plus");
  const consents = await consentsOf(row!.person_id);
  assert.deepEqual(consents.map(({ document, version }) => [document, version]), [["cga", TERMS_VERSION]]);
  assert.match(consents[0]!.ip, /^2001:db8:/);
  assert.equal((await control`select 1 from control.sign_up_choices`).length, 0, "moved, not copied");
});

Deno.test("the short sign-up stays as it is: no plan, no consent", async () => {
  const { player, dossier } = await signUpAs(app, { email: "court@example.fr", company: "Court" });
  const [row] = await control`select plan from control.instances where slug = ${dossier.slug}`;
  assert.equal(row!.plan, null);
  assert.deepEqual(await consentsOf(player.personId), []);
});

const REFUSED: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ["no name", { personName: "  " }, "personName"],
  ["a name of 101 characters", { personName: "x".repeat(101) }, "personName"],
  ["another address the second time", { emailAgain: "autre@example.fr" }, "emailAgain"],
  ["no second address", { emailAgain: "" }, "emailAgain"],
  ["another password the second time", { passwordAgain: `${PASSWORD} !` }, "passwordAgain"],
  ["a password in other case", { passwordAgain: PASSWORD.toUpperCase() }, "passwordAgain"],
  ["a box that is not ticked", { terms: "" }, "terms"],
  ["the terms of another day", { terms: "2020-01-01" }, "terms"],
  ["a short password", { password: "court", passwordAgain: "court" }, "password"],
  ["no address", { email: "", emailAgain: "" }, "email"],
  ["no company", { companyName: "" }, "companyName"],
];
for (const [what, over, field] of REFUSED) {
  Deno.test(`a sign-up with ${what} is refused at its field, and nothing is written or mailed`, async () => {
    const count = async () => (await control`select 1 from control.sign_up_requests`).length;
    const before = await count();
    const visitor = openClient(app);
    const page = await visitor.post(paths.offers("tpe"), wish("refus@example.fr", over));
    assert.equal(page.status, 422);
    assert.match(page.text, new RegExp(`id="f-${field}-error"`));
    assert.ok(!page.text.includes(PASSWORD), "a password is never sent back");
    const json = await visitor.postJson(paths.offers("tpe"), wish("refus@example.fr", over));
    assert.equal(json.status, 422);
    assert.equal(await count(), before);
  });
}

for (const plan of ["", "gratuit", "__proto__", "TPE"]) {
  Deno.test(`the plan « ${plan} » does not exist`, async () => {
    const visitor = openClient(app);
    if (plan !== "") assert.equal((await visitor.get(paths.offers(plan))).status, 404);
    assert.equal((await visitor.post(`/offres/${plan}`, wish("plan@example.fr"))).status, 404);
  });
}

Deno.test("a known address hears the same; its right password opens a further dossier with plan and consent", async () => {
  const { player } = await signUpAs(app, { email: "connue@example.fr", company: "Connue" });
  const unknown = await openClient(app).post(paths.offers("tpe"), wish("inconnue@example.fr"));
  const visitor = openClient(app);
  const known = await visitor.post(paths.offers("tpe"), wish(player.email, { companyName: "Connue Deux" }));
  assert.deepEqual([known.status, known.location, known.text], [unknown.status, unknown.location, unknown.text]);
  await visitor.post(await linkMailedTo(app, player.email));
  const [row] = await control`select plan from control.instances where slug = 'connue-deux'`;
  assert.equal(row!.plan, "tpe");
  assert.equal((await consentsOf(player.personId)).length, 1);
});

Deno.test("a known address with another password hears the same; its mail says so, nothing opens, nothing is consented", async () => {
  const { player } = await signUpAs(app, { email: "autre@example.fr", company: "Autre" });
  const other = { password: "quatre grands chiens noirs", passwordAgain: "quatre grands chiens noirs" };
  const reply = await openClient(app).post(paths.offers("tpe"), wish(player.email, other));
  assert.equal(reply.location, paths.signUpSent());
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to, subject }) =>
    to.includes(player.email) && subject.includes("pas pu")
  );
  assert.match(mail!.text, /autre mot de passe que celui de votre compte/);
  assert.doesNotMatch(mail!.text, /inscription\/confirmation/);
  assert.deepEqual(await consentsOf(player.personId), []);
});
