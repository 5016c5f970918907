import assert from "node:assert/strict";
import type { Uuid } from "../../../lib/base/ids.ts";
import { digitsOf } from "../../../lib/identity/factors/mail_code.ts";
import { SECOND_STEP_TRIES } from "../../../lib/identity/factors/second_step.ts";
import { SECOND_STEP_S } from "../../../lib/identity/mod.ts";
import { MAIL_CODES_PER_PERSON, SECOND_STEPS_PER_PERSON } from "../../../lib/identity/rate_limits.ts";
import { shiftClock } from "../../../lib/platform/clock.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast, PASSWORD, type Player, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Client, openClient, type Reply } from "../../support/client.ts";
import { addCodeApp, STEP_S } from "../../support/totp.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, bob, denis, atelier } = await makeCast(app);
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const STEP = paths.secondStep(), WRONG = [401, "identity.wrong_code"], OVER = [410, "identity.second_step_over"];
const codes = await addCodeApp(alice.client), his = await addCodeApp(denis.client);
await bob.client.postJson(paths.mailCode(), { on: "oui" });

let passed = 0;
/** Lets five minutes pass, so that no code of before can be the one of now; people stay within their limits. */
function later(): void {
  shiftClock(++passed * 10 * STEP_S * 1_000);
}

/** A browser where the password was right and the second step is awaited. */
async function halfway({ email }: Player, client = openClient(app)): Promise<Client> {
  const asked = await client.postJson(paths.signIn(), { email, password: PASSWORD });
  assert.equal(asked.json()["at"], STEP, asked.text);
  return client;
}

async function tryCode(client: Client, code: string): Promise<[number, unknown]> {
  return codeOf(await client.postJson(STEP, { code }));
}

function codeOf({ status, ...reply }: Reply): [number, unknown] {
  return [status, reply.json()["code"]];
}

/** The six digits drawn last for somebody, which a mail of his must hold. */
async function mailedTo({ email, personId }: Player): Promise<string> {
  const [code] = await world.owner.control`
    select id from control.mail_codes where person_id = ${personId} order by id desc limit 1`;
  const digits = digitsOf(code!.id as Uuid);
  await app.runJobs();
  assert.ok((await app.mailbox.list()).some(({ to, text }) => to.includes(email) && text.includes(digits)));
  return digits;
}

/** Six digits that are none of these. */
function otherThan(...taken: string[]): string {
  return ["000000", "111111", "222222", "333333", "444444"].find((digits) => !taken.includes(digits))!;
}

Deno.test("the right password opens the page of the code and nothing else, and the code what was asked for", async () => {
  later();
  const client = openClient(app), back = paths.dossier(atelier.slug);
  const asked = await client.post(paths.signIn(), { email: alice.email, password: PASSWORD, back });
  assert.equal(asked.location, paths.secondStep(back));
  const page = await client.follow(asked);
  assert.match(page.text, /Les six chiffres que montre votre application/);
  assert.doesNotMatch(page.text, /par e-mail|clé d’accès|secours/, "ways that she has not set up");
  for (const closed of [paths.dossiers(), back, paths.security()]) {
    assert.match((await client.get(closed)).location ?? "", /^\/connexion/, closed);
  }
  const done = await client.post(STEP, { code: ` ${codes().replace(/^.../, "$& ")}`, back });
  assert.deepEqual([done.status, done.location], [303, back]);
  assert.equal((await client.get(back)).status, 200);
  assert.deepEqual(codeOf(await client.getJson(STEP)), OVER, "the wait is spent and forgotten");
});

Deno.test("a wrong code is refused at its field, is not written back, and the wait goes on", async () => {
  later();
  const client = await halfway(alice);
  const wrong = otherThan(codes(-1), codes(), codes(1));
  const refused = await client.post(STEP, { code: wrong, back: paths.security() });
  assert.equal(refused.status, 401);
  assert.match(refused.text, /id="f-code-error"/);
  assert.ok(!refused.text.includes(wrong));
  assert.match(refused.text, new RegExp(`name="back" value="${paths.security()}"`));
  for (const code of ["", "12345", "abcdef"]) assert.deepEqual(await tryCode(client, code), WRONG, code);
  assert.equal((await client.postJson(STEP, { code: codes() })).status, 200);
});

for (const [steps, isAccepted] of [[-2, false], [-1, true], [0, true], [1, true], [2, false]] as const) {
  Deno.test(`a code of a clock ${steps * STEP_S} s off is ${isAccepted ? "accepted" : "refused"}`, async () => {
    later();
    const client = await halfway(alice);
    assert.equal((await client.postJson(STEP, { code: codes(steps) })).status, isAccepted ? 200 : 401);
  });
}

Deno.test("a code opens one sign-in, and an earlier one opens none after it", async () => {
  later();
  const [one, two] = [await halfway(alice), await halfway(alice)];
  const code = codes();
  assert.equal((await one.postJson(STEP, { code })).status, 200);
  assert.deepEqual(await tryCode(two, code), WRONG);
  assert.deepEqual(await tryCode(two, codes(-1)), WRONG);
  assert.equal((await two.postJson(STEP, { code: codes(1) })).status, 200);
});

Deno.test("one code sent in five waits at once opens one session", async () => {
  later();
  const waiting = await Promise.all(Array.from({ length: 5 }, () => halfway(alice)));
  const code = codes();
  const replies = await Promise.all(waiting.map((client) => client.postJson(STEP, { code })));
  assert.equal(replies.filter(({ status }) => status === 200).length, 1);
});

Deno.test("a code by mail leaves with the right password, serves once, and in its own sign-in alone", async () => {
  later();
  const one = await halfway(bob);
  assert.match((await one.get(STEP)).text, /viennent de partir vers votre adresse/);
  const code = await mailedTo(bob);
  const two = await halfway(bob);
  const other = await mailedTo(bob);
  if (code !== other) assert.deepEqual(await tryCode(two, code), WRONG);
  assert.equal((await one.postJson(STEP, { code })).status, 200);
  assert.deepEqual(await tryCode(one, code), OVER);
  assert.equal((await two.postJson(STEP, { code: other })).status, 200);
});

Deno.test("another code by mail may be asked for: the first dies, and they are few", async () => {
  later();
  later();
  later();
  const client = await halfway(bob);
  const first = await mailedTo(bob);
  const sent = await client.post(paths.secondStepMail(paths.security()));
  assert.equal(sent.location, paths.secondStep(paths.security(), "envoye"));
  const second = await mailedTo(bob);
  if (first !== second) assert.deepEqual(await tryCode(client, first), WRONG);
  for (let more = 2; more < MAIL_CODES_PER_PERSON.attempts; more++) {
    assert.equal((await client.postJson(paths.secondStepMail())).status, 200);
  }
  assert.deepEqual(codeOf(await client.postJson(paths.secondStepMail())), [429, "identity.too_many_mail_codes"]);
  assert.equal((await client.postJson(STEP, { code: await mailedTo(bob) })).status, 200);
});

Deno.test("a code by mail is over after ten minutes, also where the wait for it is not", async () => {
  later();
  later();
  later();
  assert.equal((await bob.client.postJson(paths.proofMail())).status, 200);
  const code = await mailedTo(bob);
  shiftClock(passed * 10 * STEP_S * 1_000 + 601_000);
  assert.deepEqual(codeOf(await bob.client.postJson(paths.proof(), { code })), WRONG);
  later();
  later();
  later();
  assert.equal((await bob.client.postJson(paths.proofMail())).status, 200);
  assert.equal((await bob.client.postJson(paths.proof(), { code: await mailedTo(bob) })).status, 200);
});

Deno.test("no code is mailed to whom has set up none, and no passkey is asked of a wait that is not", async () => {
  later();
  const client = await halfway(alice);
  assert.deepEqual(codeOf(await client.postJson(paths.secondStepMail())), [409, "identity.no_factor"]);
});

Deno.test("a recovery code serves once, and the page says that one would do", async () => {
  later();
  await alice.client.postJson(paths.proof(), { password: PASSWORD });
  const drawn = await alice.client.postJson(paths.recoveryCodes());
  const { codes: recovery } = drawn.json<{ codes: string[] }>();
  const client = await halfway(alice);
  assert.match((await client.get(STEP)).text, /Un code de secours convient aussi/);
  assert.equal((await client.postJson(STEP, { code: recovery[0]!.toUpperCase() })).status, 200);
  const again = await halfway(alice);
  assert.deepEqual(await tryCode(again, recovery[0]!), WRONG);
  assert.equal((await again.postJson(STEP, { code: recovery[1]! })).status, 200);
  await app.runJobs();
  const told = (await app.mailbox.list()).filter(({ to, text }) =>
    to.includes(alice.email) && /de secours vient/.test(text)
  );
  assert.equal(told.length, 2, "each use is told by mail");
});

Deno.test("somebody else's code opens nothing", async () => {
  later();
  assert.deepEqual(await tryCode(await halfway(alice), his()), WRONG);
});

Deno.test("after ten minutes the wait is over for each of its four routes, as if it had never been", async () => {
  later();
  const client = await halfway(alice);
  shiftClock(passed * 10 * STEP_S * 1_000 + SECOND_STEP_S * 1_000 + 1_000);
  for (const visitor of [client, openClient(app)]) {
    assert.deepEqual(codeOf(await visitor.getJson(STEP)), OVER);
    for (const path of [STEP, paths.secondStepMail(), paths.secondStepPasskey()]) {
      assert.deepEqual(codeOf(await visitor.postJson(path, { code: codes() })), OVER, path);
    }
  }
  const page = await client.get(STEP);
  assert.equal(page.status, 410);
  assert.match(page.text, /Cette connexion a expiré/);
  assert.equal((await client.post(STEP, { code: codes() })).text.includes("Cette connexion a expiré"), true);
});

for (const cookie of ["", "x", "é", "a".repeat(5_000), "' or true --"]) {
  Deno.test(`a wait that nobody opened is over: ${cookie.slice(0, 12) || "nothing"}`, async () => {
    const headers = { cookie: `paraphe_etape=${encodeURIComponent(cookie)}` };
    assert.deepEqual(codeOf(await openClient(app).postJson(STEP, { code: codes() }, { headers })), OVER);
  });
}

for (const back of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
  Deno.test(`the second step never leads to ${back}`, async () => {
    later();
    const client = await halfway(alice);
    assert.ok(!(await client.get(paths.secondStep(back))).text.includes("evil"));
    assert.equal((await client.post(STEP, { code: codes(), back })).location, paths.dossiers());
  });
}

Deno.test("a wait compares five codes and no more, and a person ten in a quarter of an hour", async () => {
  for (let i = 0; i < 4; i++) later();
  const { player } = await signUpAs(app, { email: "flora@example.fr", company: "Flora" });
  const hers = await addCodeApp(player.client);
  later();
  const wrong = otherThan(hers(-1), hers(), hers(1));
  for (let round = 0; round < SECOND_STEPS_PER_PERSON.attempts / SECOND_STEP_TRIES; round++) {
    const client = await halfway(player);
    for (let i = 0; i < SECOND_STEP_TRIES; i++) assert.deepEqual(await tryCode(client, wrong), WRONG);
    assert.deepEqual(await tryCode(client, hers()), OVER, "the right one comes too late");
  }
  const third = await halfway(player);
  assert.deepEqual(await tryCode(third, hers()), [429, "identity.too_many_attempts"]);
  assert.equal((await third.post(STEP, { code: hers() })).status, 429);
  for (let i = 0; i < 4; i++) later();
  assert.equal((await (await halfway(player)).postJson(STEP, { code: hers() })).status, 200);
});
