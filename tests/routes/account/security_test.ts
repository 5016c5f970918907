import assert from "node:assert/strict";
import type { RouteKey } from "../../../routes/access.ts";
import { paths } from "../../../routes/paths.ts";
import { STEP_UP } from "../../../routes/step_up.ts";
import { makeCast, PASSWORD, type Player } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { plugAuthenticator } from "../../support/authenticator.ts";
import { openClient } from "../../support/client.ts";
import { formsOf } from "../../support/forms.ts";
import { ageProofs } from "../../support/proofs.ts";
import { addCodeApp, draftCodeApp } from "../../support/totp.ts";
import { openWorld } from "../../support/world.ts";
import { newId } from "../../../lib/platform/random.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, bob, chloe, denis, atelier } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const PAGE = paths.security();

interface Factors {
  readonly totp: boolean;
  readonly mailCode: boolean;
  readonly recoveryLeft: number;
  readonly any: boolean;
}

async function factorsOf({ client }: Player): Promise<Factors> {
  return (await client.getJson(PAGE)).json<{ [K in keyof Factors]: Factors[K] }>();
}

/** What a sign-in by password answers: a session, or the second step. */
async function signInOf({ email }: Player): Promise<"session" | "second_step"> {
  const reply = await openClient(app).postJson(paths.signIn(), { email, password: PASSWORD });
  assert.equal(reply.status, 200, reply.text);
  return reply.json()["next"] === "second_step" ? "second_step" : "session";
}

Deno.test("the page begins with nothing, and without a factor there are no recovery codes", async () => {
  const { text } = await alice.client.get(PAGE);
  assert.match(text, /Ajoutez une deuxième étape/);
  assert.doesNotMatch(text, /Codes de secours/);
  const { totp, mailCode, recoveryLeft, any } = await factorsOf(alice);
  assert.deepEqual([totp, mailCode, recoveryLeft, any], [false, false, 0, false]);
  const refused = await alice.client.postJson(paths.recoveryCodes());
  assert.deepEqual([refused.status, refused.json()["code"]], [409, "identity.no_factor"]);
  assert.equal((await alice.client.post(paths.recoveryCodes())).status, 409);
  assert.equal((await alice.client.get(paths.totp())).location, PAGE, "no key was drawn");
});

Deno.test("an application is added by its first code; a wrong one keeps the same key on the page", async () => {
  const started = await alice.client.post(paths.totp());
  assert.equal(started.location, paths.totp());
  const shown = await alice.client.follow(started);
  const [, key = ""] = /<code>([A-Z2-7 ]+)<\/code>/.exec(shown.text) ?? [];
  assert.match(shown.text, /role="img" aria-label="Code QR de la clé"/);
  assert.equal(key.replaceAll(" ", "").length, 32);
  assert.equal(await signInOf(alice), "session", "nothing is asked for yet");
  const wrong = await alice.client.post(paths.totpCode(), { code: "12345" });
  assert.equal(wrong.status, 401);
  assert.ok(wrong.text.includes(key));
  assert.match(wrong.text, /id="f-code-error"/);
  assert.equal((await factorsOf(alice)).totp, false);
  const cookie = alice.client.cookies();
  await addCodeApp(alice.client);
  assert.notEqual(alice.client.cookies(), cookie, "another token, which a copy taken before does not know");
  assert.equal(await signInOf(alice), "second_step");
  assert.match((await alice.client.get(PAGE)).text, /demande deux étapes/);
  await app.runJobs();
  assert.ok(
    (await app.mailbox.list()).some(({ to, text }) => to.includes(alice.email) && /code de votre app/.test(text)),
  );
});

Deno.test("a first code works for the key drawn last, and for nobody else's", async () => {
  const first = await draftCodeApp(denis.client);
  const second = await draftCodeApp(denis.client);
  const foreign = await draftCodeApp(chloe.client);
  for (const code of [first(), foreign(), ""]) {
    const refused = await denis.client.postJson(paths.totpCode(), { code });
    assert.deepEqual([refused.status, refused.json()["code"]], [401, "identity.wrong_code"]);
  }
  assert.equal((await denis.client.postJson(paths.totpCode(), { code: second() })).status, 200);
});

Deno.test("recovery codes are shown in one answer, kept by nobody, and a new set voids the old one", async () => {
  const drawn = await alice.client.post(paths.recoveryCodes());
  const codes = [...drawn.text.matchAll(/<code>([\da-z]{5}-[\da-z]{5})<\/code>/g)].map(([, code]) => code!);
  assert.equal(new Set(codes).size, 10);
  assert.match(drawn.headers.get("cache-control") ?? "", /no-store/);
  const page = (await alice.client.get(PAGE)).text;
  assert.match(page, /Il vous reste 10 codes sur dix/);
  assert.ok(codes.every((code) => !page.includes(code)));
  const { codes: fresh } = (await alice.client.postJson(paths.recoveryCodes())).json<{ codes: string[] }>();
  for (const [code, status] of [[codes[0]!, 401], [fresh[0]!, 200]] as const) {
    const client = openClient(app);
    await client.postJson(paths.signIn(), { email: alice.email, password: PASSWORD });
    assert.equal((await client.postJson(paths.secondStep(), { code })).status, status);
  }
  assert.equal((await factorsOf(alice)).recoveryLeft, 9);
});

Deno.test("codes by mail are switched on and off, twice is no error, and each change is told once", async () => {
  for (const on of ["oui", "oui", "non", "non"]) {
    assert.equal((await bob.client.post(paths.mailCode(), { on })).location, PAGE);
    assert.equal((await factorsOf(bob)).mailCode, on === "oui");
  }
  await app.runJobs();
  const told = (await app.mailbox.list()).filter(({ to, text }) =>
    to.includes(bob.email) && /code envoyé par e-mail/.test(text)
  );
  assert.equal(told.length, 2);
});

const GUARDED = [...STEP_UP].filter((route) => route.includes(" /compte/securite/"));
for (const route of GUARDED) {
  Deno.test(`${route} wants a fresh proof, and does nothing before it`, async () => {
    const before = await factorsOf(alice);
    await ageProofs(world, alice.personId);
    const [method, path] = addressOf(route);
    const reply = method === "GET" ? await alice.client.getJson(path) : await alice.client.postJson(path);
    assert.deepEqual([reply.status, reply.json()["code"]], [403, "request.proof_wanted"]);
    const page = method === "GET" ? await alice.client.get(path) : await alice.client.post(path);
    if (method === "GET") assert.equal(page.location, paths.proof(path));
    else assert.ok(formsOf(page.text).some(({ actions }) => actions.includes(paths.proof())));
    assert.deepEqual(await factorsOf(alice), before);
    await alice.client.postJson(paths.proof(), { password: PASSWORD });
  });
  Deno.test(`${route} is nobody's who is not signed in`, async () => {
    const [method, path] = addressOf(route);
    const client = openClient(app);
    assert.equal((method === "GET" ? await client.getJson(path) : await client.postJson(path)).status, 401);
  });
}

Deno.test("every act of the page wants a fresh proof", () => {
  assert.equal(GUARDED.length, 10);
});

function addressOf(route: RouteKey): [string, string] {
  const [method = "", pattern = ""] = route.split(" ");
  return [method, pattern.replace(":passkey", newId())];
}

Deno.test("the last way stays while a dossier wants one: page and JSON say why, and another way frees it", async () => {
  const rule = paths.secondFactorRule(atelier.slug);
  assert.equal((await alice.client.postJson(rule, { required: "oui" })).status, 200);
  const page = await alice.client.post(paths.totpRemoval());
  assert.equal(page.status, 409);
  assert.match(page.text, /<h1>Sécurité<\/h1>/, "the page comes back");
  assert.match(page.text, /href="#f-totp">Un de vos dossiers demande une deuxième étape/);
  assert.match(page.text, /id="f-totp"[^>]*>[\s\S]{0,600}Un de vos dossiers demande une deuxième étape/);
  assert.ok(!page.text.includes(atelier.name));
  const device = await plugAuthenticator(app.baseUrl);
  const answer = await device.create((await alice.client.postJson(paths.passkeyRequest())).json());
  assert.equal((await alice.client.postJson(paths.passkeys(), { answer, name: "Clé" })).status, 200);
  assert.equal((await alice.client.post(paths.totpRemoval())).location, PAGE);
  const { passkeys } = (await alice.client.getJson(PAGE)).json<{ passkeys: { id: string }[] }>();
  const last = await alice.client.postJson(paths.passkeyRemoval(passkeys[0]!.id));
  assert.deepEqual([last.status, last.json()["code"]], [409, "identity.last_factor_wanted"]);
  assert.equal((await factorsOf(alice)).recoveryLeft, 9, "nothing went with what stayed");
  assert.equal((await alice.client.get(paths.dossier(atelier.slug))).status, 200);
  assert.equal((await alice.client.postJson(rule, { required: "non" })).status, 200);
});

Deno.test("where no dossier wants one the last goes, the recovery codes and the session's strength with it", async () => {
  const { passkeys } = (await alice.client.getJson(PAGE)).json<{ passkeys: { id: string }[] }>();
  assert.equal((await alice.client.post(paths.passkeyRemoval(passkeys[0]!.id))).location, PAGE);
  const { any, recoveryLeft } = await factorsOf(alice);
  assert.deepEqual([any, recoveryLeft], [false, 0]);
  assert.equal(await signInOf(alice), "session");
  const weak = await alice.client.postJson(paths.secondFactorRule(atelier.slug), { required: "oui" });
  assert.deepEqual([weak.status, weak.json()["code"]], [409, "access.own_factor_first"]);
  assert.equal((await alice.client.postJson(paths.totpRemoval())).status, 200, "there was none: no error");
});
