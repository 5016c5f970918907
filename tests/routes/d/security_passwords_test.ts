import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { addMember, makeCast, PASSWORD, type Player, signUpAs } from "../../cast.ts";
import { signInWithCode } from "../account/_sign_in.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { formsOf } from "../../support/forms.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, bob, denis, atelier, garage } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { slug } = atelier;
const page = paths.dossierSecurity(slug), rules = paths.passwordPolicy(slug);

interface Answer {
  readonly policy: { readonly minLength: number; readonly maxAttempts: number; readonly needs: readonly string[] };
  readonly strength: { readonly bits: number; readonly level: string };
  readonly blocked: readonly { readonly personId: string; readonly email: string }[];
}

async function failAs(email: string, times: number): Promise<string> {
  let last = "";
  for (let i = 0; i < times; i++) {
    last = String((await signInWithCode(app, { email, password: "un tout autre mot secret" })).json().code);
  }
  return last;
}

/** Status of a sign-in with the right password, the code of the picture copied. */
async function enterAs(email: string): Promise<number> {
  return (await signInWithCode(app, { email, password: PASSWORD })).status;
}

async function unblockLinkTo(email: string): Promise<string> {
  await app.runJobs();
  const link = new RegExp(`${app.baseUrl}(/deblocage/[\\w-]+)`);
  for (const { to, text } of await app.mailbox.list()) {
    const [, path] = (to.includes(email) && link.exec(text)) || [];
    if (path) return path;
  }
  throw new Error(`no unblocking link mailed to ${email}`);
}

Deno.test("the administrator sees the program's own policy and its strength, then sets the dossier's", async () => {
  const before = (await alice.client.getJson(page)).json<Answer>();
  assert.deepEqual(before.policy, { minLength: 12, maxAttempts: 20, needs: [] });
  assert.deepEqual(before.strength, { bits: 56.4, level: "enough" });
  const form = { minLength: "14", maxAttempts: "5", digit: "on", lower: "on", upper: "on" };
  const saved = await alice.client.post(rules, form);
  assert.equal(saved.location, paths.dossierSecurity(slug, { fait: "regles" }));
  const shown = await alice.client.follow(saved);
  assert.match(shown.text, /Règles enregistrées/);
  assert.match(shown.text, /forte, 83,4 bits/);
  const after = (await alice.client.getJson(page)).json<Answer>();
  assert.deepEqual(after.policy, { minLength: 14, maxAttempts: 5, needs: ["digit", "lower", "upper"] });
});

Deno.test("a policy below the CNIL's second row is accepted and shown as weak", async () => {
  const { client } = denis;
  const own = paths.dossierSecurity(garage.slug);
  const reply = await client.postJson(paths.passwordPolicy(garage.slug), { minLength: "8", maxAttempts: "20" });
  assert.equal(reply.status, 200);
  assert.equal(reply.json<Answer>().strength.level, "weak");
  assert.match((await client.get(own)).text, /faible, 37,6 bits/);
});

for (
  const [field, fields] of [
    ["minLength", { minLength: "7", maxAttempts: "5" }],
    ["minLength", { minLength: "65", maxAttempts: "5" }],
    ["minLength", { minLength: "douze", maxAttempts: "5" }],
    ["minLength", { minLength: "1e1", maxAttempts: "5" }],
    ["minLength", { maxAttempts: "5" }],
    ["maxAttempts", { minLength: "12", maxAttempts: "2" }],
    ["maxAttempts", { minLength: "12", maxAttempts: "-5" }],
    ["maxAttempts", { minLength: "12", maxAttempts: "9999999999" }],
  ] as const
) {
  Deno.test(`a policy of ${JSON.stringify(fields)} is refused at ${field}, and nothing changes`, async () => {
    const before = (await alice.client.getJson(page)).json<Answer>();
    const refused = await alice.client.post(rules, fields as Record<string, string>);
    assert.equal(refused.status, 422);
    assert.match(refused.text, new RegExp(`href="#f-${field}"`));
    const json = await alice.client.postJson(rules, fields);
    assert.deepEqual([json.status, json.json().field], [422, field]);
    assert.deepEqual((await alice.client.getJson(page)).json<Answer>().policy, before.policy);
  });
}

Deno.test("a blocked member gets in by the link of his mail; the page's GET spends nothing", async () => {
  await alice.client.postJson(rules, { minLength: "12", maxAttempts: "3" });
  assert.equal(await failAs(bob.email, 4), "identity.wrong_credentials");
  assert.equal(await enterAs(bob.email), 401);
  const link = await unblockLinkTo(bob.email);
  const visitor = openClient(app);
  for (let look = 0; look < 3; look++) assert.equal((await visitor.get(link)).status, 200);
  assert.equal(await enterAs(bob.email), 401);
  assert.equal((await visitor.post(link)).location, paths.signIn());
  assert.equal(await enterAs(bob.email), 200);
  assert.equal((await visitor.get(link)).status, 410);
  assert.equal((await visitor.post(link)).status, 410);
});

Deno.test("the administrator sees who is blocked and opens the account; a member without the right sees nothing", async () => {
  await failAs(bob.email, 3);
  const [blocked] = (await alice.client.getJson(page)).json<Answer>().blocked;
  assert.deepEqual([blocked?.email, blocked?.personId], [bob.email, bob.personId]);
  assert.match((await alice.client.get(page)).text, /aria-label="Débloquer /);
  assert.equal((await bob.client.get(page)).status, 403);
  assert.equal((await bob.client.postJson(paths.memberUnblocking(slug), { person: bob.personId })).status, 403);
  const done = await alice.client.post(paths.memberUnblocking(slug), { person: bob.personId });
  assert.equal(done.location, paths.dossierSecurity(slug, { fait: "deblocage" }));
  assert.equal(await enterAs(bob.email), 200);
  assert.deepEqual((await alice.client.getJson(page)).json<Answer>().blocked, []);
});

Deno.test("the members' pages say since when an account is blocked, and open it; who only reads is not told", async () => {
  await failAs(bob.email, 3);
  const list = paths.members(slug), card = paths.member(slug, bob.personId);
  for (const [path, from] of [[list, "membres"], [card, "membre"]] as const) {
    const { text } = await alice.client.get(path);
    assert.match(text, /bloqué depuis le \d/);
    const form = formsOf(text).find(({ actions }) => actions.includes(paths.memberUnblocking(slug)));
    assert.deepEqual(form?.fields, { person: bob.personId, from });
  }
  const { blocked } = (await alice.client.getJson(list)).json<Answer>();
  assert.deepEqual(blocked.map(({ personId }) => personId), [bob.personId]);
  const { player: reader } = await signUpAs(app, { email: "lectrice@example.fr", company: "Lectrice" });
  await readsMembers(reader);
  for (const path of [list, card]) {
    const { status, text } = await reader.client.get(path);
    assert.equal(status, 200);
    assert.doesNotMatch(text, /bloqué depuis|Débloquer/);
  }
  assert.deepEqual((await reader.client.getJson(list)).json<Answer>().blocked, []);
  const opened = await alice.client.post(paths.memberUnblocking(slug), { person: bob.personId, from: "membre" });
  assert.equal(opened.location, paths.member(slug, bob.personId, { fait: "deblocage" }));
  assert.match((await alice.client.follow(opened)).text, /Compte débloqué/);
  assert.doesNotMatch((await alice.client.get(list)).text, /bloqué depuis/);
  for (const [from, back] of [["membres", paths.members], ["constructor", paths.dossierSecurity]] as const) {
    const again = await alice.client.post(paths.memberUnblocking(slug), { person: bob.personId, from });
    assert.equal(again.location, back(slug, { fait: "deblocage" }));
  }
  assert.equal(await enterAs(bob.email), 200);
});

/** Makes somebody a member whose profile, one of the dossier's own, reads the members and changes nothing. */
async function readsMembers(player: Player): Promise<void> {
  const id = newId();
  await alice.client.postJson(paths.profiles(slug), { id, name: "Lectrice", "rights.0": "members:read" });
  await addMember(atelier, { player, profile: "reader" });
  const given = await alice.client.postJson(paths.memberAct(slug, player.personId, "profil"), { profile: id });
  assert.equal(given.status, 200, given.text);
}

Deno.test("an administrator neither sees nor opens the blocked account of somebody who is no member of his", async () => {
  const { player, dossier } = await signUpAs(app, { email: "fanny@fournil.example", company: "Fournil" });
  await player.client.postJson(paths.passwordPolicy(dossier.slug), { minLength: "12", maxAttempts: "3" });
  await failAs(player.email, 3);
  assert.equal((await player.client.getJson(paths.dossierSecurity(dossier.slug))).json<Answer>().blocked.length, 1);
  assert.deepEqual((await denis.client.getJson(paths.dossierSecurity(garage.slug))).json<Answer>().blocked, []);
  const { client } = denis;
  for (const person of [player.personId, newId(), "", "x", "' or true --"]) {
    assert.equal((await client.postJson(paths.memberUnblocking(garage.slug), { person })).status, 404, person);
  }
  assert.equal((await client.postJson(paths.memberUnblocking(dossier.slug), { person: player.personId })).status, 404);
  assert.equal(await enterAs(player.email), 401, "still blocked");
});
