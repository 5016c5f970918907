import assert from "node:assert/strict";
import { ERASED_LABEL } from "../../../lib/company/label_person.ts";
import { shiftClock } from "../../../lib/platform/clock.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { addMember, makeCast, PASSWORD, type Player, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const cast = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { control, trial } = world.owner;
const NEW_PASSWORD = "quatre vieux corbeaux bleus";

/** The last path under a page that an address was mailed; null when there is none. */
async function mailedPath(email: string, page: string): Promise<string | null> {
  await app.runJobs();
  const link = new RegExp(`${app.baseUrl}(${page}/[\\w-]+)`);
  const mails = (await app.mailbox.list()).filter(({ to }) => to.includes(email));
  return mails.map(({ text }) => link.exec(text)?.[1]).find((path) => path !== undefined) ?? null;
}

/** Somebody who is a member of Atelier Dupré and has no dossier of his own left. */
async function aGuest(name: string): Promise<Player> {
  const { player, dossier } = await signUpAs(app, { email: `${name}@example.fr`, company: name });
  await addMember(cast.atelier, { player, profile: "reader" });
  await control`delete from control.memberships where tenant_id = ${dossier.tenantId}`;
  return player;
}

Deno.test("the avatar leads to the account; the company's card stands there for those who keep it", async () => {
  const page = (await cast.alice.client.get(paths.dossier(cast.atelier.slug))).text;
  for (const href of [paths.ownProfile(), paths.account(), paths.devices(), paths.company(cast.atelier.slug)]) {
    assert.ok(page.includes(`href="${href}"`), href);
  }
  const menu = /class="menu is-end avatar"[\s\S]*?<\/details>/.exec(
    (await cast.bob.client.get(paths.dossier(cast.atelier.slug))).text,
  )![0];
  assert.ok(!menu.includes(paths.company(cast.atelier.slug)));
});

Deno.test("the two parts of the account show the dossiers with the person's place, and his profile", async () => {
  const { client } = cast.chloe;
  const memberships = (await client.get(paths.account())).text;
  assert.ok(memberships.includes("Atelier Dupré") && memberships.includes("Cabinet Lenoir"));
  assert.ok(memberships.includes("Comptable") && !memberships.includes("Garage Morel"));
  const profile = (await client.get(paths.ownProfile())).text;
  assert.ok(profile.includes("Éditer le profil") && profile.includes(cast.chloe.email));
});

Deno.test("a new name shows at once, and in « Qui a fait quoi » of each dossier", async () => {
  const { client, personId } = cast.alice;
  const { tenantId } = cast.atelier;
  await trial`insert into cell.people_labels (tenant_id, person_id, label) values (${tenantId}, ${personId}, 'avant')
    on conflict (tenant_id, person_id) do update set label = 'avant'`;
  const saved = await client.post(paths.ownProfile(), { name: " Alice  Dupré ", language: "en" });
  assert.match((await client.follow(saved)).text, /Profil enregistré/);
  assert.match((await client.get(paths.dossier(cast.atelier.slug))).text, /Alice Dupré/);
  await app.runJobs();
  const [label] = await trial`select label from cell.people_labels where person_id = ${personId}
    and tenant_id = ${tenantId}`;
  assert.equal(label!.label, "Alice Dupré");
  await client.post(paths.ownProfile(), { name: "Alice Dupré", language: "fr" });
});

Deno.test("an empty name and an unknown language are refused at their field", async () => {
  const { client } = cast.bob;
  for (const fields of [{ name: " ", language: "fr" }, { name: "x".repeat(101), language: "fr" }]) {
    const reply = await client.post(paths.ownProfile(), fields);
    assert.equal(reply.status, 422);
    assert.match(reply.text, /id="f-name-error"/);
  }
  const reply = await client.postJson(paths.ownProfile(), { name: "Bob", language: "tlh" });
  assert.deepEqual([reply.status, reply.json().code], [422, "account.language"]);
});

Deno.test("a password is changed from the page, and a wrong one comes back at its field, unwritten", async () => {
  const { player } = await signUpAs(app, { email: "nina@example.fr", company: "Nina" });
  const { client } = player;
  const wrong = await client.post(paths.passwordChange(), { current: "wrong wrong wrong", password: NEW_PASSWORD });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="f-current-error"/);
  assert.doesNotMatch(wrong.text, /wrong wrong|corbeaux/);
  const done = await client.post(paths.passwordChange(), { current: PASSWORD, password: NEW_PASSWORD });
  assert.match((await client.follow(done)).text, /Mot de passe changé/);
  const again = { email: player.email, password: NEW_PASSWORD };
  assert.equal((await openClient(app).post(paths.signIn(), again)).status, 303);
});

Deno.test("the devices are listed, this one marked, and each may be closed", async () => {
  const email = cast.denis.email;
  const elsewhere = openClient(app);
  await elsewhere.post(paths.signIn(), { email, password: PASSWORD }, {
    headers: { "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36" },
  });
  const { client } = cast.denis;
  const page = (await client.get(paths.devices())).text;
  assert.ok(page.includes("Chrome sur Windows") && page.includes("cet appareil"));
  const { sessions } = (await client.getJson(paths.devices())).json<{
    sessions: { id: string; isThisOne: boolean; network: string }[];
  }>();
  assert.deepEqual(sessions.map(({ isThisOne }) => isThisOne).sort(), [false, true]);
  assert.ok(sessions.every(({ network }) => /::\/64$/.test(network)));
  const { id } = sessions.find(({ isThisOne }) => !isThisOne)!;
  assert.equal((await cast.bob.client.postJson(paths.deviceClosing(id))).status, 404);
  assert.equal((await client.postJson(paths.deviceClosing("x"))).status, 404);
  assert.equal((await client.postJson(paths.deviceClosing(newId()))).status, 404);
  assert.match((await client.follow(await client.post(paths.deviceClosing(id)))).text, /Cette connexion est fermée/);
  assert.equal((await elsewhere.getJson(paths.devices())).status, 401);
  await openClient(app).post(paths.signIn(), { email, password: PASSWORD });
  assert.match((await client.follow(await client.post(paths.otherDevicesClosing()))).text, /Toutes vos autres/);
  assert.equal((await client.getJson(paths.devices())).json<{ sessions: unknown[] }>().sessions.length, 1);
  await app.runJobs();
  assert.ok(
    (await app.mailbox.list()).some(({ to, subject }) => to.includes(email) && /Nouvelle connexion/.test(subject)),
  );
});

Deno.test("an address is changed by the new mailbox and restored by the old one", async () => {
  const { player } = await signUpAs(app, { email: "paul@example.fr", company: "Paul" });
  const { client } = player;
  const asked = await client.post(paths.addressChange(), { email: "paul@ailleurs.example" });
  assert.match((await client.follow(asked)).text, /Regardez vos mails/);
  const link = (await mailedPath("paul@ailleurs.example", "/compte/adresse/confirmation"))!;
  const stranger = openClient(app);
  assert.match((await stranger.get(link)).text, /paul@ailleurs\.example/);
  assert.equal((await stranger.post(link)).status, 303);
  assert.match((await client.get(paths.ownProfile())).text, /paul@ailleurs\.example/);
  const undo = (await mailedPath("paul@example.fr", "/compte/adresse/retablissement"))!;
  assert.match((await stranger.get(undo)).text, /paul@example\.fr/);
  assert.equal((await stranger.post(undo)).location, paths.forgottenPassword());
  assert.equal((await client.getJson(paths.ownProfile())).status, 401);
  assert.equal((await stranger.get(undo)).status, 410);
});

Deno.test("a known address, an unknown one: the page says the same", async () => {
  const { client } = cast.bob;
  const known = await client.post(paths.addressChange(), { email: cast.denis.email });
  const fresh = await client.post(paths.addressChange(), { email: "fresh@example.fr" });
  assert.deepEqual([known.status, known.location, known.text], [fresh.status, fresh.location, fresh.text]);
  const own = await client.post(paths.addressChange(), { email: cast.bob.email });
  assert.match(own.text, /C’est déjà votre adresse/);
});

Deno.test("everything known of a person is his to take away, and no secret with it", async () => {
  const reply = await cast.chloe.client.get(paths.personalData());
  assert.match(reply.headers.get("content-disposition")!, /^attachment/);
  const data = reply.json<{ account: { email: string }; sessions: unknown[]; memberships: unknown[] }>();
  assert.equal(data.account.email, cast.chloe.email);
  assert.deepEqual([data.sessions.length > 0, data.memberships.length], [true, 2]);
  assert.doesNotMatch(reply.text, /argon2|tokenHash|password"/i);
  assert.ok(!reply.text.includes(cast.alice.email));
});

Deno.test("consents, second factors, devices, blocks, limits and invitations are in it, by name and date alone", async () => {
  const { player, dossier } = await signUpAs(app, { email: "tout@example.fr", company: "Tout" });
  const { personId, email, client } = player, { tenantId } = cast.garage;
  const secret = "7365637265742d7468696e67";
  await control`insert into control.consents (id, person_id, document, version, consented_at, ip)
    values (${newId()}, ${personId}, 'cga', '2026-01-02', now(), '192.0.2.9')`;
  await control`insert into control.second_factors (person_id, totp_secret, totp_since, mail_code_since)
    values (${personId}, decode(${secret}, 'hex'), '2026-02-03T04:05:06Z', now())`;
  await control`insert into control.passkeys
    (id, person_id, credential_id, public_key, counter, transports, name, created_at) values
    (${newId()}, ${personId}, decode(${secret}, 'hex'), decode(${secret}, 'hex'), 1, '{}', 'Mon téléphone', now())`;
  await control`insert into control.recovery_codes (code_hash, person_id)
    values (sha256('one'), ${personId}), (sha256('two'), ${personId})`;
  await control`insert into control.invitations
    (tenant_id, id, email, email_key, profile, inviter, token_id, token_hash, sent_at, expires_at) values
    (${tenantId}, ${newId()}, ${email}, ${email}, 'reader', 'Denis', ${newId()}, sha256('link'), now(), now())`;
  await control`insert into control.sso_subjects (tenant_id, subject_hash, person_id, linked_at)
    values (${dossier.tenantId}, sha256('subject'), ${personId}, now())`;
  const recovery = newId(),
    [operator] = await control`insert into control.operators
    (id, email, email_key, name, password_hash, totp_secret) values
    (${newId()}, 'o@p.example', 'o@p.example', 'Odile Nommée', 'x', '\\x00') returning id`;
  await control`insert into control.recoveries (tenant_id, id, email, email_key, name, owners_leave, reason, evidence,
    evidence_note, administrator_seen, asked_by, asked_by_name, asked_at) values
    (${tenantId}, ${recovery}, ${email}, ${email}, 'Tout Entier', false, 'Décès', '{}', '', false, ${operator!.id},
    'Odile Nommée', now())`;
  await control`insert into control.recovery_notices (tenant_id, id, recovery_id, person_id, token_hash) values
    (${tenantId}, ${newId()}, ${recovery}, ${personId}, sha256('notice'))`;
  await openClient(app).post(paths.signIn(), { email, password: "wrong wrong wrong" });
  await openClient(app).post(paths.forgottenPassword(), { email });
  const reply = await client.getJson(paths.personalData());
  type Thing = { kind: string; name: string | null; since: string | null; count: number | null };
  const data = reply.json<Record<string, Thing[]>>();
  const kinds = (part: string) => data[part]!.map(({ kind }) => kind);
  assert.deepEqual(data["consents"]!.map((consent) => (consent as unknown as { version: string }).version), [
    "2026-01-02",
  ]);
  assert.deepEqual(kinds("secondFactors"), ["mail_code", "passkey", "recovery_code", "recovery_code", "totp"]);
  assert.equal(data["secondFactors"]![1]!.name, "Mon téléphone");
  assert.equal(data["secondFactors"]![4]!.since, "2026-02-03T04:05:06.000Z");
  assert.deepEqual(kinds("devices"), ["device"]);
  const limits = data["blocksAndLimits"]!;
  assert.ok(limits.some(({ kind, count }) => kind === "wrong_passwords" && count === 1));
  assert.ok(limits.some(({ kind, name, count }) => kind === "limit" && name === "sign_in_account" && count === 1));
  assert.deepEqual(kinds("past"), ["link", "sign_up"]);
  assert.deepEqual(kinds("inDossiers"), ["company_sign_in", "invitation", "recovery", "recovery_notice"]);
  assert.deepEqual(data["inDossiers"]!.map(({ name }) => name), [null, "Denis", "Tout Entier", null]);
  assert.ok(!reply.text.includes("Odile") && !reply.text.includes("Décès"));
  await control`update control.people set password_length = 23, password_kinds = '{lower}' where id = ${personId}`;
  const { passwordShape } = (await client.getJson(paths.personalData())).json();
  assert.deepEqual(passwordShape, { length: 23, kinds: ["lower"] });
  assert.doesNotMatch(reply.text, /argon2|hash|token|secret|otpauth|tenantId/i);
  assert.ok(!reply.text.includes(secret) && !reply.text.includes(Buffer.from(secret, "hex").toString("base64")));
});

Deno.test("what is kept of somebody is in nobody else's file", async () => {
  const { text } = await cast.denis.client.get(paths.personalData());
  for (const word of ["Mon téléphone", "tout@example.fr", "totp", "2026-01-02"]) assert.ok(!text.includes(word), word);
});

Deno.test("acts that weigh much want a fresh proof, a quarter of an hour later", async () => {
  const { client } = cast.chloe;
  shiftClock(15 * 60_000);
  try {
    for (const path of [paths.addressChange(), paths.personalData(), paths.accountDeletion()]) {
      assert.notEqual((await client.getJson(path)).status, 200, path);
    }
    assert.notEqual((await client.postJson(paths.accountDeletion(), { confirmation: cast.chloe.email })).status, 200);
    assert.equal((await client.getJson(paths.ownProfile())).status, 200);
  } finally {
    shiftClock(0);
  }
});

Deno.test("the last owner of an open dossier does not leave, and hears which dossier and what to do", async () => {
  const { client, email } = cast.alice;
  const page = await client.get(paths.accountDeletion());
  assert.match(page.text, /Atelier Dupré/);
  assert.doesNotMatch(page.text, /name="confirmation"/);
  const refused = await client.postJson(paths.accountDeletion(), { confirmation: email });
  assert.deepEqual([refused.status, refused.json().code], [409, "erasure.last_post"]);
  assert.match(String(refused.json().sentence), /Atelier Dupré/);
  assert.equal((await client.getJson(paths.ownProfile())).status, 200);
});

Deno.test("each dossier that still needs somebody says why, and where to go", async () => {
  const { player, dossier } = await signUpAs(app, { email: "seul@example.fr", company: "Seul & Fils" });
  const { client, email, personId } = player;
  const said = async () => (await client.get(paths.accountDeletion())).text.replaceAll("&#39;", "'");
  assert.match(await said(), /Seul &amp; Fils<\/strong> : vous y êtes seul titulaire et seul administrateur\./);
  assert.match(await said(), new RegExp(`Vous y êtes seul : <a href="${paths.members(dossier.slug)}">invitez`));
  await addMember(dossier, { player: cast.bob, profile: "administrator" });
  assert.match(
    await said(),
    /vous y êtes seul titulaire\. <a [^>]+>Ouvrez ses membres<\/a> et désignez un autre titulaire/,
  );
  await control`update control.memberships set is_owner = person_id <> ${personId},
    profile = case when person_id = ${personId} then 'administrator' else 'reader' end
    where tenant_id = ${dossier.tenantId}`;
  assert.match(await said(), /vous y êtes seul administrateur\. .* le profil Administrateur/);
  await control`update control.instances set state = 'suspended' where tenant_id = ${dossier.tenantId}`;
  assert.match(await said(), /suspendu ou son essai est terminé.*Demandez-nous de le fermer/);
  const refused = await client.postJson(paths.accountDeletion(), { confirmation: email });
  assert.match(String(refused.json().sentence), /Seul & Fils \(vous y êtes seul administrateur\)/);
  await control`update control.memberships set profile = 'administrator' where tenant_id = ${dossier.tenantId}`;
  assert.equal((await client.postJson(paths.accountDeletion(), { confirmation: email })).status, 200);
});

Deno.test("his name goes from the dossiers that he had left too, and from acts that were still to be copied", async () => {
  const { player, dossier } = await signUpAs(app, { email: "ancien@example.fr", company: "Ancien" });
  const { client, email, personId } = player;
  await addMember(dossier, { player: cast.bob, profile: "administrator" });
  await addMember(cast.garage, { player, profile: "administrator" });
  await client.postJson(paths.items(cast.garage.slug), { name: "Vis", unitPrice: "1", vatRateBp: "20" });
  assert.equal((await client.postJson(paths.leaving(cast.garage.slug))).status, 200);
  await control`delete from control.memberships where person_id = ${personId}`;
  const erased = await client.postJson(paths.accountDeletion(), { confirmation: email });
  assert.equal(erased.status, 200, erased.text);
  await app.runJobs();
  const left = await trial`select tenant_id, label from cell.people_labels where person_id = ${personId}`;
  assert.deepEqual(new Set(left.map(({ tenant_id: id }) => id)), new Set([dossier.tenantId, cast.garage.tenantId]));
  assert.deepEqual(new Set(left.map(({ label }) => label)), new Set([ERASED_LABEL]));
  const shown = await cast.denis.client.get(paths.activity(cast.garage.slug));
  assert.ok(shown.text.includes(ERASED_LABEL) && shown.text.includes("A quitté le dossier"));
  assert.ok(!shown.text.includes(email));
  const [rest] = await control`select count(*)::integer as rows from control.entered_dossiers
    where person_id = ${personId}`;
  assert.equal(rest!.rows, 0);
});

Deno.test("without one's own address typed nothing is erased", async () => {
  const { client } = await aGuest("hesitant");
  for (const confirmation of ["", "oui", cast.alice.email]) {
    const reply = await client.post(paths.accountDeletion(), { confirmation });
    assert.equal(reply.status, 422);
    assert.match(reply.text, /id="f-confirmation-error"/);
  }
  assert.equal((await client.getJson(paths.ownProfile())).status, 200);
});

Deno.test("a person who leaves is gone: access, name, address, links; what he did stays without his name", async () => {
  const { client, email, personId } = await aGuest("partant");
  const { tenantId } = cast.atelier;
  await trial`insert into cell.people_labels (tenant_id, person_id, label) values (${tenantId}, ${personId}, ${email})`;
  await openClient(app).post(paths.forgottenPassword(), { email });
  const reset = (await mailedPath(email, "/mot-de-passe-oublie/choix"))!;
  await openClient(app).post(paths.signIn(), { email, password: "wrong wrong wrong" });
  const page = await client.get(paths.accountDeletion());
  assert.ok(page.text.includes("Ce qui disparaît aussitôt") && page.text.includes("Ce qui reste"));
  const left = await client.post(paths.accountDeletion(), { confirmation: ` ${email.toUpperCase()} ` });
  assert.equal(left.location, paths.accountGone());
  assert.match((await client.follow(left)).text, /Votre compte est supprimé/);
  assert.equal((await client.getJson(paths.ownProfile())).status, 401);
  assert.equal((await openClient(app).get(reset)).status, 410);
  assert.equal((await openClient(app).post(paths.signIn(), { email, password: PASSWORD })).status, 401);
  await app.runJobs();
  const [rest] = await control`select
    (select count(*)::integer from control.people where email = ${email}) as people,
    (select count(*)::integer from control.sign_up_requests where email = ${email}) as requests,
    (select count(*)::integer from control.memberships where person_id = ${personId}) as memberships,
    (select count(*)::integer from control.sessions where person_id = ${personId}) as sessions,
    (select count(*)::integer from control.account_mails where email = ${email}) as mails,
    (select count(*)::integer from control.security_log where person_id = ${personId}) as mine`;
  assert.deepEqual({ ...rest }, { people: 0, requests: 0, memberships: 0, sessions: 0, mails: 0, mine: 0 });
  const [label] = await trial`select label from cell.people_labels where person_id = ${personId}
    and tenant_id = ${tenantId}`;
  assert.equal(label!.label, "Personne effacée");
  assert.ok((await app.mailbox.list()).some(({ to, subject }) => to.includes(email) && /supprimé/.test(subject)));
  await signUpAs(app, { email, company: "Encore" });
});
