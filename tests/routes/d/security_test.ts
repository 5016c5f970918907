import assert from "node:assert/strict";
import { openCompanySession } from "../../../lib/identity/mod.ts";
import { now } from "../../../lib/platform/clock.ts";
import { withControl } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { addMember, makeCast, PASSWORD, type Player, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { formsOf, linksOf } from "../../support/forms.ts";
import { ageProofs } from "../../support/proofs.ts";
import { addCodeApp, draftCodeApp } from "../../support/totp.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, bob, chloe, denis, atelier, cabinet, garage } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { slug } = atelier;
const PAGE = paths.dossierSecurity(slug), RULE = paths.secondFactorRule(slug), HOME = paths.dossier(slug);

interface Answer {
  readonly secondFactor: {
    readonly isRequired: boolean;
    readonly members: readonly { readonly label: string; readonly hasFactor: boolean }[];
  };
  readonly companySignIn: { readonly isOn: boolean } | null;
}

async function read(): Promise<Answer> {
  return (await alice.client.getJson(PAGE)).json<{ [K in keyof Answer]: Answer[K] }>();
}

async function demand(required: "oui" | "non", { client }: Player = alice) {
  return await client.post(RULE, { required });
}

Deno.test("one page says how people come in: second step, passwords, blocked accounts, the company's own", async () => {
  const { text } = await alice.client.get(PAGE);
  for (
    const title of ["Deuxième étape à la connexion", "Mots de passe", "Comptes bloqués", "Connexion de l’entreprise"]
  ) {
    assert.ok(text.includes(`<h2>${title}</h2>`), title);
  }
  assert.match(text, /au choix de chacun[\s\S]*Aucun membre n’en a encore[\s\S]*non réglée/);
  assert.ok(linksOf(text).includes(paths.companySignInSettings(slug)));
  assert.ok(linksOf((await alice.client.get(paths.members(slug))).text).includes(PAGE), "members lead to it");
  assert.ok(linksOf((await alice.client.get(HOME)).text).includes(PAGE), "so does the sidebar");
  const { secondFactor, companySignIn } = await read();
  assert.deepEqual([secondFactor.isRequired, companySignIn], [false, null]);
  assert.deepEqual(secondFactor.members.map(({ label, hasFactor }) => [label, hasFactor]), [
    [alice.email, false],
    [bob.email, false],
    [chloe.email, false],
  ]);
});

Deno.test("who has no second step himself finds no button but the way to one, and a form sent all the same is refused", async () => {
  const { text } = await alice.client.get(PAGE);
  assert.ok(!formsOf(text).some(({ actions }) => actions.includes(RULE)));
  assert.ok(linksOf(text).includes(paths.proof(PAGE, "forte").replaceAll("&amp;", "&")));
  const refused = await demand("oui");
  assert.equal(refused.status, 409);
  assert.match(refused.text, /vous seriez le premier à rester dehors/);
  const json = await alice.client.postJson(RULE, { required: "oui" });
  assert.deepEqual([json.status, json.json()["code"]], [409, "access.own_factor_first"]);
  assert.equal((await read()).secondFactor.isRequired, false);
});

Deno.test("other profiles are refused by the name of the right, strangers find nothing, visitors sign in", async () => {
  for (const { client } of [bob, chloe]) {
    for (const reply of [await client.getJson(PAGE), await client.postJson(RULE, { required: "oui" })]) {
      assert.deepEqual([reply.status, reply.json()["right"]], [403, "members:write"]);
    }
    assert.match((await client.get(PAGE)).text, /Membres et droits : gérer/);
    assert.ok(!linksOf((await client.get(HOME)).text).includes(PAGE));
  }
  for (const reply of [await denis.client.get(PAGE), await demand("oui", denis), await demand("non", denis)]) {
    assert.equal(reply.status, 404);
  }
  const visitor = openClient(app);
  assert.equal((await visitor.get(PAGE)).location, paths.signIn(PAGE));
  assert.equal((await visitor.postJson(RULE, { required: "oui" })).status, 401);
});

Deno.test("an administrator with a second step of his own asks it of everybody, with a fresh proof", async () => {
  await addCodeApp(alice.client);
  const { text } = await alice.client.get(PAGE);
  assert.match(text, /1 sur 3 membres en ont une|2 membres n’en ont pas encore/);
  const [form] = formsOf(text).filter(({ actions }) => actions.includes(RULE));
  assert.deepEqual(form!.fields, { required: "oui" });
  await ageProofs(world, alice.personId);
  assert.equal((await alice.client.postJson(RULE, { required: "oui" })).json()["code"], "request.proof_wanted");
  assert.equal((await read()).secondFactor.isRequired, false);
  await alice.client.postJson(paths.proof(), { password: PASSWORD });
  const done = await demand("oui");
  assert.equal(done.location, paths.dossierSecurity(slug, { fait: "exigee" }));
  assert.match((await alice.client.follow(done)).text, /Deuxième étape exigée[\s\S]*Ne plus l’exiger/);
  assert.equal((await read()).secondFactor.isRequired, true);
  await app.runJobs();
  assert.match((await alice.client.get(paths.activity(slug))).text, /Deuxième étape à la connexion : exigée/);
});

Deno.test("a member without one is led to add it, sees nothing of the dossier before, and is in afterwards", async () => {
  for (const path of [HOME, paths.documents(slug, "quote"), paths.members(slug)]) {
    const held = await bob.client.get(path);
    assert.deepEqual([held.status, held.location], [303, paths.proof(path, "forte")]);
    assert.ok(!held.text.includes(atelier.name));
  }
  const sent = await bob.client.follow(await bob.client.get(HOME));
  assert.equal(sent.location, paths.security(HOME, "requise"));
  assert.match((await bob.client.follow(sent)).text, /Une deuxième étape est demandée/);
  const posted = await bob.client.post(paths.documents(slug, "quote"), { subject: "x" });
  assert.equal(posted.status, 403);
  assert.match(posted.text, /demande une deuxième étape/);
  await addCodeApp(bob.client);
  assert.equal((await bob.client.get(HOME)).status, 200);
  assert.equal((await read()).secondFactor.members.find(({ label }) => label === bob.email)!.hasFactor, true);
});

Deno.test("the way back goes with him through every step, and leads into the dossier once the factor is there", async () => {
  const { player: eve } = await signUpAs(app, { email: "eve@atelier-dupre.example", company: "Ève" });
  await addMember(atelier, { player: eve, profile: "sales" });
  const back = paths.documents(slug, "quote"), handed = `name="back" value="${back}"`;
  const wanted = await eve.client.follow(await eve.client.get(back));
  assert.equal(wanted.location, paths.security(back, "requise"));
  const page = await eve.client.follow(wanted);
  assert.equal(page.text.split(handed).length - 1, 3, "application, passkey, mail");
  assert.doesNotMatch(page.text, /Revenir au dossier/);
  const started = await eve.client.post(paths.totp(), { back });
  assert.equal(started.location, paths.totp(back));
  const shown = await eve.client.follow(started);
  assert.ok(shown.text.includes(handed) && shown.text.includes(`href="${paths.security(back)}"`));
  const wrong = await eve.client.post(paths.totpCode(), { code: "1", back });
  assert.ok(wrong.status === 401 && wrong.text.includes(handed));
  const code = await draftCodeApp(eve.client);
  const added = await eve.client.post(paths.totpCode(), { code: code(), back });
  assert.equal(added.location, paths.security(back));
  const done = await eve.client.follow(added);
  assert.match(done.text, new RegExp(`href="${back}"[^>]*>\\s*Revenir au dossier`));
  const codes = await eve.client.post(paths.recoveryCodes(), { back });
  assert.match(codes.text, new RegExp(`href="${back}"[^>]*>\\s*Je les ai notés`));
  assert.equal((await eve.client.get(back)).status, 200);
  const posted = await chloe.client.post(back, { subject: "x" });
  assert.ok(
    posted.text.includes(paths.proof(HOME, "forte").replace("&", "&amp;")),
    "a form that was stopped leads back to the dossier",
  );
});

Deno.test("a way back that is no page of ours is forgotten at every step", async () => {
  for (const foreign of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    const asked = await alice.client.get(paths.security(foreign, "requise"));
    const drafted = await chloe.client.post(paths.totp(), { back: foreign });
    const shown = await chloe.client.get(paths.totp(foreign));
    assert.equal(drafted.location, paths.totp());
    for (const { text } of [asked, shown]) assert.doesNotMatch(text, /evil\.example|javascript:|name="back"/);
    const led = await chloe.client.get(paths.proof(foreign, "forte"));
    assert.equal(led.location, paths.security("", "requise"));
  }
});

Deno.test("in JSON he is told so in one answer, for reading and for writing", async () => {
  for (
    const reply of [await chloe.client.getJson(HOME), await chloe.client.postJson(paths.members(slug) + "/depart")]
  ) {
    assert.deepEqual([reply.status, reply.json()["code"]], [403, "request.second_factor_wanted"]);
  }
  const headers = { "hx-request": "true" };
  const part = await chloe.client.post(paths.documents(slug, "quote"), {}, { headers });
  assert.equal(part.headers.get("hx-redirect"), paths.proof(HOME, "forte"));
});

Deno.test("her own dossier, her account and other people's dossiers ask nothing more", async () => {
  assert.equal((await chloe.client.get(paths.dossier(cabinet.slug))).status, 200);
  assert.equal((await chloe.client.get(paths.ownProfile())).status, 200);
  assert.equal((await denis.client.get(paths.dossier(garage.slug))).status, 200);
  assert.equal((await denis.client.get(HOME)).status, 404, "a stranger learns nothing of the rule");
});

Deno.test("whom the company's own provider let in is not asked for ours, and may not change the rule", async () => {
  const opened = await withControl(
    {},
    (tx) =>
      openCompanySession(tx, { now: now(), personId: null, request: { id: newId(), ip: "192.0.2.1" } }, {
        personId: chloe.personId,
        tenantId: atelier.tenantId,
        isStrong: false,
      }),
  );
  const client = openClient(app);
  const headers = { cookie: `paraphe=${opened.token}` };
  assert.equal((await client.get(HOME, { headers })).status, 200);
  assert.equal((await client.get(PAGE, { headers })).status, 403, "she is an accountant still");
});

Deno.test("a customer's link asks for no second step: it opens one document and is nobody's session", async () => {
  await completeCompany(alice, atelier);
  const customerId = await makeCustomer(alice, atelier);
  const quote = await makeDocument(alice, atelier, { kind: "quote", customerId });
  await alice.client.postJson(paths.documentAct(slug, quote, "envoi"), { to: "client@example.fr" });
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes("client@example.fr"));
  const [, token = ""] = /\/document\/(\S+)/.exec(mail?.text ?? "") ?? [];
  assert.equal((await openClient(app).get(paths.publicDocument(token))).status, 200);
});

Deno.test("who joins while it is wanted is asked at his first page", async () => {
  const { player } = await signUpAs(app, { email: "gil@example.fr", company: "Gil" });
  await addMember(atelier, { player, profile: "administrator" });
  assert.equal((await player.client.get(PAGE)).location, paths.proof(PAGE, "forte"));
  assert.equal((await demand("non", player)).status, 403, "nor does he lift it from outside");
  assert.equal((await read()).secondFactor.isRequired, true);
});

Deno.test("switched off, everybody enters by password alone again", async () => {
  assert.equal((await demand("non")).location, paths.dossierSecurity(slug, { fait: "choix" }));
  assert.equal((await chloe.client.get(HOME)).status, 200);
  assert.equal((await read()).secondFactor.isRequired, false);
  const again = await demand("non");
  assert.equal(again.status, 303, "already so");
  await app.runJobs();
  const acts = (await alice.client.get(paths.activity(slug))).text.match(/laissée au choix de chacun/g);
  assert.equal(acts?.length, 1);
});
