import assert from "node:assert/strict";
import { hash } from "@node-rs/argon2";
import { findSession, signIn, signOut } from "../../../lib/identity/mod.ts";
import { SIGN_INS_PER_ACCOUNT, SIGN_INS_PER_ADDRESS } from "../../../lib/identity/rate_limits.ts";
import { aPerson, CAST_PASSWORD, inOneStep } from "../../../lib/identity/testing.ts";
import { needsRehash } from "../../../lib/platform/password_hash.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, anIp, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;
const WRONG = "un tout autre mot secret";

async function aKnownAddress(): Promise<string> {
  const email = aMailbox();
  await aPerson(aVisitor(), { email });
  return email;
}

async function answerOf(email: string, password: string, ip = anIp()): Promise<string> {
  return await signIn(aVisitor({ ip }), { email, password }).then(
    () => "in",
    (error) => `${error.status} ${error.message}`,
  );
}

Deno.test("the right password opens a session, in any spelling of the address", async () => {
  const email = await aKnownAddress();
  const { token } = await inOneStep(aVisitor(), { email: ` ${email.toUpperCase()} `, password: CAST_PASSWORD });
  assert.equal((await findSession(aVisitor(), token))?.email, email);
});

Deno.test("several computers are signed in at once, and signing one out leaves the others", async () => {
  const email = await aKnownAddress();
  const [one, two] = [1, 2].map(() => inOneStep(aVisitor(), { email, password: CAST_PASSWORD }));
  const tokens = [(await one!).token, (await two!).token];
  await signOut(aVisitor(), tokens[0]!);
  assert.equal(await findSession(aVisitor(), tokens[0]!), null);
  assert.equal((await findSession(aVisitor(), tokens[1]!))?.email, email);
});

Deno.test("a wrong password and an unknown address get one answer", async () => {
  const known = await answerOf(await aKnownAddress(), WRONG);
  assert.equal(known, "401 identity.wrong_credentials");
  for (const email of [aMailbox(), "", "no address", "x".repeat(5_000), "' or 1=1 --", "a\u0000@example.fr"]) {
    assert.equal(await answerOf(email, WRONG), known, email.slice(0, 30));
  }
  assert.equal(await answerOf(await aKnownAddress(), "x".repeat(5_000)), known);
});

Deno.test("a refused sign-in is noted with the person when he is known, and never with a mail address", async () => {
  const email = await aKnownAddress();
  const known = aVisitor(), unknown = aVisitor();
  await signIn(known, { email, password: WRONG }).catch(() => {});
  await signIn(unknown, { email: "password-typed-here@example.fr", password: WRONG }).catch(() => {});
  const entries = await control`
    select event, person_id is not null as known, ip, l::text as whole from control.security_log l
    where request_id in (${known.request.id}, ${unknown.request.id}) order by known`;
  assert.deepEqual(entries.map((entry) => [entry.event, entry.known, entry.ip]), [
    ["sign_in_wrong", false, unknown.request.ip],
    ["sign_in_wrong", true, known.request.ip],
  ]);
  assert.ok(entries.every((entry) => !String(entry.whole).includes("@")));
});

Deno.test("64 wrong sign-ins in parallel on one account get no more comparisons than the limit", async () => {
  const email = await aKnownAddress();
  const answers = await Promise.all(Array.from({ length: 64 }, () => answerOf(email, WRONG)));
  const count = (answer: string) => answers.filter((given) => given === answer).length;
  assert.equal(count("401 identity.wrong_credentials"), SIGN_INS_PER_ACCOUNT.attempts);
  assert.equal(count("429 identity.too_many_attempts"), 64 - SIGN_INS_PER_ACCOUNT.attempts);
  assert.equal(await answerOf(email, CAST_PASSWORD), "429 identity.too_many_attempts");
});

Deno.test("an unknown account is limited like a known one", async () => {
  const email = aMailbox();
  const answers = await Promise.all(Array.from({ length: 16 }, () => answerOf(email, WRONG)));
  const limited = answers.filter((answer) => answer === "429 identity.too_many_attempts");
  assert.equal(limited.length, 16 - SIGN_INS_PER_ACCOUNT.attempts);
});

Deno.test("a right password gives the account's attempts back", async () => {
  const email = await aKnownAddress();
  for (const round of [1, 2]) {
    for (let i = 0; i < SIGN_INS_PER_ACCOUNT.attempts - 1; i++) await answerOf(email, WRONG);
    assert.equal(await answerOf(email, CAST_PASSWORD), "in", `round ${round}`);
  }
});

Deno.test("the wait ends with its window", async () => {
  const email = await aKnownAddress();
  await Promise.all(Array.from({ length: SIGN_INS_PER_ACCOUNT.attempts }, () => answerOf(email, WRONG)));
  const later = aVisitor({ after: SIGN_INS_PER_ACCOUNT.windowSeconds + 1 });
  await signIn(later, { email, password: CAST_PASSWORD });
});

Deno.test("one internet address cannot try the passwords of many accounts", async () => {
  const ip = anIp();
  const tries = Array.from({ length: SIGN_INS_PER_ADDRESS.attempts + 5 }, () => answerOf(aMailbox(), WRONG, ip));
  const answers = await Promise.all(tries);
  assert.equal(answers.filter((answer) => answer.startsWith("429")).length, 5);
  assert.equal(await answerOf(await aKnownAddress(), CAST_PASSWORD), "in", "others are not concerned");
});

Deno.test("a hash of weaker parameters is replaced at the next sign-in", async () => {
  const email = await aKnownAddress();
  const weak = await hash(CAST_PASSWORD, { algorithm: 2, memoryCost: 8_192, timeCost: 1, parallelism: 1 });
  await control`update control.people set password_hash = ${weak} where email = ${email}`;
  await answerOf(email, CAST_PASSWORD);
  const [person] = await control`select password_hash from control.people where email = ${email}`;
  assert.equal(needsRehash(String(person!.password_hash)), false);
  assert.equal(await answerOf(email, CAST_PASSWORD), "in");
});
