import assert from "node:assert/strict";
import { setMailCode } from "../../../lib/identity/mod.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast, PASSWORD } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";
import { aVisitor } from "../../lib/identity/_people.ts";

const world = await openWorld();
const app = await openApp(world, { captcha: "always" });
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, atelier } = await makeCast(app);
const { control } = world.owner;
const ENGLISH = { headers: { "accept-language": "en-GB,en;q=0.9,fr;q=0.5" } };

/** What the mails that somebody received since a count say, the last first. */
async function mailsTo(email: string): Promise<string[]> {
  await app.runJobs();
  return (await app.mailbox.list()).filter(({ to }) => to.includes(email)).map(({ subject, text }) => subject + text);
}

const seen = new Map<string, number>();

/** The mail that came since the last look; two apps share the jobs, and the other may still be sending it. */
async function lastMailTo(email: string): Promise<string> {
  for (let look = 0; look < 50; look++) {
    const mails = await mailsTo(email);
    if (mails.length > (seen.get(email) ?? 0)) {
      seen.set(email, mails.length);
      return mails[0]!;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail came to ${email}`);
}

async function languageOf(email: string): Promise<string> {
  const [row] = await control`select language from control.people where email = ${email}`;
  return row!["language"];
}

/** Asks for a mail of each kind that an account receives before anybody is signed in, or when its factors change. */
async function mailsOf(email: string): Promise<string[]> {
  const [person] = await control`select id from control.people where email = ${email}`;
  const personId = person!["id"];
  seen.set(email, (await mailsTo(email)).length);
  const client = openClient(app);
  const { captcha } = (await client.getJson(paths.signIn())).json<{ captcha: { id: string } }>();
  await client.post(paths.captchaMail(), { email, captchaId: captcha.id }, ENGLISH);
  const code = await lastMailTo(email);
  await setMailCode({ ...aVisitor(), personId }, { isOn: true });
  const factor = await lastMailTo(email);
  await control`insert into control.password_tries (person_id, used, blocked_at, link_hash, link_expires_at)
    values (${personId}, 20, now() - interval '4 days', sha256(${newId()}), now() - interval '1 day')
    on conflict (person_id) do update set used = 20, blocked_at = excluded.blocked_at,
    link_hash = excluded.link_hash, link_expires_at = excluded.link_expires_at`;
  await openClient(plain).post(paths.signIn(), { email, password: PASSWORD }, ENGLISH);
  const block = await lastMailTo(email);
  await control`delete from control.password_tries where person_id = ${personId}`;
  await openClient(plain).post(paths.signIn(), { email, password: PASSWORD }, ENGLISH);
  return [code, factor, block, await lastMailTo(email)];
}

/** The same world where no code is asked for. */
const plain = await openApp(world);
Deno.test.afterAll(() => plain.close());

Deno.test("an account that speaks English gets each of its mails in English, and a French one in French", async () => {
  await bob.client.post(paths.ownProfile(), { name: "Bob", language: "en" });
  const [code, factor, block, digits] = await mailsOf(bob.email);
  assert.match(code!, /sign-in picture[\s\S]*Copy it into the page/);
  assert.match(factor!, /The security of your account has changed[\s\S]*On : \d+ [A-Z][a-z]+ 20\d\d/);
  assert.match(block!, /Your account is blocked[\s\S]*Unblock my account/);
  assert.match(digits!, /Your sign-in code[\s\S]*works once, for 10 minutes/);
  // The language of his account goes before that of the request, which is English here.
  const [french, autre, bloque, chiffres] = await mailsOf(alice.email);
  assert.match(french!, /Recopiez-le/);
  assert.match(autre!, /La sécurité de votre compte a changé/);
  assert.match(bloque!, /Votre compte est bloqué/);
  assert.match(chiffres!, /Votre code de connexion/);
});

Deno.test("a sign-up is answered in the language that the browser asks for, which becomes the account's", async () => {
  const client = openClient(plain);
  const email = "john@example.com";
  const asked = { email, companyName: "Smith Ltd", password: PASSWORD };
  assert.equal((await client.postJson(paths.signUp(), asked, ENGLISH)).status, 202);
  const mail = await lastMailTo(email);
  assert.match(mail, /Confirm your address/);
  const [, path = ""] = /(\/inscription\/confirmation\/[\w-]+)/.exec(mail) ?? [];
  assert.equal((await client.post(path)).status, 303);
  assert.match(await lastMailTo(email), /Welcome to Paraphe/);
  assert.equal(await languageOf(email), "en");
});

Deno.test("an invitation speaks the language of the account, else of who invites, else French", async () => {
  const invite = async (email: string) => {
    const asked = await alice.client.postJson(paths.invitations(atelier.slug), { email, profile: "accountant" });
    assert.equal(asked.status, 201, asked.text);
    return await lastMailTo(email);
  };
  await alice.client.post(paths.ownProfile(), { name: "Alice", language: "fr" });
  assert.match(await invite("fr@example.fr"), /Invitation à rejoindre[\s\S]*Comptable/);
  assert.match(await invite("john@example.com"), /Invitation to join[\s\S]*Accountant/, "an account speaks its own");
  await alice.client.post(paths.ownProfile(), { name: "Alice", language: "en" });
  const mail = await invite("mary@example.com");
  assert.match(mail, /Invitation to join[\s\S]*Accountant/);
  const [, path = ""] = /(\/invitation\/[\w-]+)/.exec(mail) ?? [];
  const joined = await openClient(plain).post(path, { name: "Mary", password: "quatre grands chiens noirs" }, ENGLISH);
  assert.equal(joined.status, 303, joined.text);
  assert.equal(await languageOf("mary@example.com"), "en");
});
