import assert from "node:assert/strict";
import { addSeconds, type IsoInstant } from "../../../lib/base/dates.ts";
import {
  enrolOperator,
  findOperatorSession,
  OPERATOR_SESSION_IDLE_S,
  OPERATOR_SESSION_LIFETIME_S,
  signInOperator,
  signOutOperator,
} from "../../../lib/identity/operator.ts";
import { findSession, signIn } from "../../../lib/identity/mod.ts";
import { OPERATOR_SIGN_INS_PER_ACCOUNT } from "../../../lib/identity/rate_limits.ts";
import { CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { totpCode } from "../../../lib/identity/totp.ts";
import { now } from "../../../lib/platform/clock.ts";
import { sha256Hex, toHex } from "../../../lib/platform/crypto.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;

async function anOperator() {
  const email = aMailbox();
  const { totpSecret: secret, totpUri } = await enrolOperator(aVisitor(), {
    email,
    name: "Odile",
    password: CAST_PASSWORD,
  });
  return { email, secret, totpUri };
}

type Operator = Awaited<ReturnType<typeof anOperator>>;

async function answerOf(operator: Operator, given: { password?: string; code?: string; at?: IsoInstant } = {}) {
  const at = given.at ?? now();
  const code = given.code ?? totpCode(operator.secret, at);
  const input = { email: operator.email, password: given.password ?? CAST_PASSWORD, code };
  return await signInOperator(aVisitor({ at }), input).then(() => "in", (error) => `${error.status} ${error.message}`);
}

const WRONG = "401 identity.wrong_operator_credentials";

Deno.test("an operator signs in with address, password and code, and is known by name", async () => {
  const { email, secret } = await anOperator();
  const ctx = aVisitor();
  const code = totpCode(secret, ctx.now);
  const { token } = await signInOperator(ctx, {
    email,
    password: CAST_PASSWORD,
    code: `${code.slice(0, 3)} ${code.slice(3)}`,
  });
  assert.equal((await findOperatorSession(aVisitor(), token))?.name, "Odile");
});

Deno.test("the authenticator's address names the product and the account", async () => {
  const { email, totpUri } = await anOperator();
  const url = new URL(totpUri);
  assert.equal(url.protocol, "otpauth:");
  assert.equal(url.searchParams.get("issuer"), "Paraphe");
  assert.ok(decodeURIComponent(totpUri).includes(email));
});

Deno.test("a wrong password, a wrong code, no code and an unknown address get one answer", async () => {
  const operator = await anOperator();
  const unknown = { ...operator, email: aMailbox() };
  assert.equal(await answerOf(operator, { password: "un tout autre mot secret" }), WRONG);
  const right = totpCode(operator.secret, now());
  const wrong = right === "000000" ? "000001" : "000000";
  for (const code of ["", wrong, "12345", "1234567", "abcdef", `${right}\u0000`, "１２３４５６"]) {
    await forgetAttempts();
    assert.equal(await answerOf(operator, { code }), WRONG, code);
  }
  assert.equal(await answerOf(unknown), WRONG);
});

async function forgetAttempts(): Promise<void> {
  await control`delete from control.rate_limits`;
}

Deno.test("a code works once, even asked four times at the same moment", async () => {
  const operator = await anOperator();
  await forgetAttempts();
  const at = now();
  const answers = await Promise.all(Array.from({ length: 4 }, () => answerOf(operator, { at })));
  assert.equal(answers.filter((answer) => answer === "in").length, 1, answers.join(", "));
  await forgetAttempts();
  assert.equal(await answerOf(operator, { at: addSeconds(at, 1), code: totpCode(operator.secret, at) }), WRONG);
  assert.equal(await answerOf(operator, { at: addSeconds(at, 60) }), "in");
});

Deno.test("a clock may be one step off, not two, and an older code than the last is refused", async () => {
  const at = now();
  const codeOf = (operator: Operator, seconds: number) => totpCode(operator.secret, addSeconds(at, seconds));
  for (const [seconds, answer] of [[-30, "in"], [30, "in"], [-90, WRONG], [90, WRONG]] as const) {
    const operator = await anOperator();
    assert.equal(await answerOf(operator, { at, code: codeOf(operator, seconds) }), answer, `${seconds} s`);
  }
  const operator = await anOperator();
  assert.equal(await answerOf(operator, { at }), "in");
  assert.equal(await answerOf(operator, { at, code: codeOf(operator, -30) }), WRONG);
});

Deno.test("a right code with a wrong password is not used up", async () => {
  const operator = await anOperator();
  const at = now();
  assert.equal(await answerOf(operator, { at, password: "un tout autre mot secret" }), WRONG);
  assert.equal(await answerOf(operator, { at }), "in");
});

Deno.test("wrong sign-ins in parallel get no more comparisons than the limit", async () => {
  const operator = await anOperator();
  const answers = await Promise.all(Array.from({ length: 24 }, () => answerOf(operator, { code: "" })));
  assert.equal(answers.filter((answer) => answer === WRONG).length, OPERATOR_SIGN_INS_PER_ACCOUNT.attempts);
  assert.equal(await answerOf(operator), "429 identity.too_many_attempts");
});

Deno.test("the secret of the codes is kept wrapped, and the session's token as a hash", async () => {
  const { email, secret } = await anOperator();
  const ctx = aVisitor();
  const { token } = await signInOperator(ctx, { email, password: CAST_PASSWORD, code: totpCode(secret, ctx.now) });
  const [kept] = await control`select encode(o.totp_secret, 'hex') as secret, encode(s.token_hash, 'hex') as hash
    from control.operators o join control.operator_sessions s on s.operator_id = o.id where o.email = ${email}`;
  assert.ok(!String(kept!.secret).includes(toHex(secret)));
  assert.equal(kept!.hash, sha256Hex(token));
});

Deno.test("console sessions and the product's are apart", async () => {
  const { email, secret } = await anOperator();
  const ctx = aVisitor();
  const { token } = await signInOperator(ctx, { email, password: CAST_PASSWORD, code: totpCode(secret, ctx.now) });
  assert.equal(await findSession(aVisitor(), token), null);
  await assert.rejects(signIn(aVisitor(), { email, password: CAST_PASSWORD }), { status: 401 });
});

Deno.test("a console session ends when left alone, at its limit, signed out, or with its operator", async () => {
  const { email, secret } = await anOperator();
  const start = now();
  const at = (after: number) => aVisitor({ at: start, after });
  const code = (after: number) => totpCode(secret, addSeconds(start, after));
  const open = async (after: number) =>
    (await signInOperator(at(after), { email, password: CAST_PASSWORD, code: code(after) })).token;
  const first = await open(0);
  assert.equal(await findOperatorSession(at(OPERATOR_SESSION_IDLE_S), first), null);
  const second = await open(60);
  const step = OPERATOR_SESSION_IDLE_S - 1;
  for (let after = step; after < OPERATOR_SESSION_LIFETIME_S; after += step) {
    assert.ok(await findOperatorSession(at(60 + after), second));
  }
  assert.equal(await findOperatorSession(at(60 + OPERATOR_SESSION_LIFETIME_S), second), null);
  const third = await open(120);
  await signOutOperator(at(121), third);
  assert.equal(await findOperatorSession(at(122), third), null);
  const fourth = await open(180);
  await control`update control.operators set disabled_at = now() where email = ${email}`;
  assert.equal(await findOperatorSession(at(181), fourth), null);
});

Deno.test("an operator is enrolled once, with a name and a password worth it", async () => {
  const { email } = await anOperator();
  const input = { email, name: "Odile", password: CAST_PASSWORD };
  await assert.rejects(enrolOperator(aVisitor(), input), { status: 409 });
  for (const wrong of [{ email: "odile" }, { name: "" }, { name: "x".repeat(101) }, { password: "court" }]) {
    await assert.rejects(enrolOperator(aVisitor(), { ...input, email: aMailbox(), ...wrong }), { status: 422 });
  }
});
