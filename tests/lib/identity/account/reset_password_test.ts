import assert from "node:assert/strict";
import {
  askReset,
  findSession,
  peekReset,
  RESET_LINK_MINUTES,
  resetPassword,
  signIn,
} from "../../../../lib/identity/mod.ts";
import {
  ACCOUNT_MAILS_PER_MAILBOX,
  RESETS_PER_ADDRESS,
  SIGN_INS_PER_ACCOUNT,
} from "../../../../lib/identity/rate_limits.ts";
import { aPerson, aSignUp, CAST_PASSWORD } from "../../../../lib/identity/testing.ts";
import { linkMailedTo } from "../_people.ts";
import { randomToken } from "../../../../lib/platform/random.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld } from "../../../support/world.ts";
import { aMailbox, anIp, aVisitor } from "../_people.ts";
import { mailsTo, secretMailedTo } from "./_mails.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;
const NEW_PASSWORD = "quatre vieux corbeaux bleus";

/** A person who asked for a link, and its secret. */
async function whoForgot(): Promise<{ email: string; token: string; secret: string }> {
  const email = aMailbox();
  const { token } = await aPerson(aVisitor(), { email });
  await askReset(aVisitor(), { email });
  return { email, token, secret: await secretMailedTo(control, email, "reset_password") };
}

Deno.test("a new password opens the account and the old one no longer does", async () => {
  const { email, secret } = await whoForgot();
  assert.equal((await peekReset(aVisitor(), secret)).email, email);
  await resetPassword(aVisitor(), { secret, password: NEW_PASSWORD });
  await signIn(aVisitor(), { email, password: NEW_PASSWORD });
  await assert.rejects(signIn(aVisitor(), { email, password: CAST_PASSWORD }), { code: "identity.wrong_credentials" });
});

Deno.test("every session ends with the old password, and a mail says that it was changed", async () => {
  const { email, token, secret } = await whoForgot();
  assert.ok(await findSession(aVisitor(), token));
  await resetPassword(aVisitor(), { secret, password: NEW_PASSWORD });
  assert.equal(await findSession(aVisitor(), token), null);
  assert.deepEqual((await mailsTo(control, email)).map(({ kind }) => kind), ["reset_password", "password_reset"]);
});

Deno.test("an account that was tried too often opens again by the link", async () => {
  const { email, secret } = await whoForgot();
  for (let n = 0; n < SIGN_INS_PER_ACCOUNT.attempts; n++) {
    await signIn(aVisitor(), { email, password: "un tout autre mot secret" }).catch(() => {});
  }
  await assert.rejects(signIn(aVisitor(), { email, password: CAST_PASSWORD }), { code: "identity.too_many_attempts" });
  await resetPassword(aVisitor(), { secret, password: NEW_PASSWORD });
  await signIn(aVisitor(), { email, password: NEW_PASSWORD });
});

Deno.test("looking at the link spends nothing, as often as a mail scanner may look", async () => {
  const { secret } = await whoForgot();
  for (let n = 0; n < 5; n++) await peekReset(aVisitor(), secret);
  await resetPassword(aVisitor(), { secret, password: NEW_PASSWORD });
});

Deno.test("unknown, spent, expired, foreign, overtaken and malformed links get one answer, at a look and at the act", async () => {
  const spent = await whoForgot();
  await resetPassword(aVisitor(), { secret: spent.secret, password: NEW_PASSWORD });
  const expired = await whoForgot();
  await control`update control.account_links set expires_at = now() where expires_at > now()
    and person_id = (select id from control.people where email = ${expired.email})`;
  const overtaken = await whoForgot();
  await askReset(aVisitor(), { email: overtaken.email });
  const second = await secretMailedTo(control, overtaken.email, "reset_password");
  await resetPassword(aVisitor(), { secret: second, password: NEW_PASSWORD });
  const foreign = aMailbox();
  await aSignUp(aVisitor(), { email: foreign });
  const signUpLink = (await linkMailedTo(control, foreign)).secret;
  const decoy = await decoySecret();
  for (
    const secret of [
      spent.secret,
      expired.secret,
      overtaken.secret,
      signUpLink,
      decoy,
      randomToken(),
      "",
      "x".repeat(5_000),
      "\u0000'",
    ]
  ) {
    await assert.rejects(peekReset(aVisitor(), secret), { code: "account.link", status: 410 });
    await assert.rejects(resetPassword(aVisitor(), { secret, password: NEW_PASSWORD }), { code: "account.link" });
  }
});

/** The secret of a link that was made for nobody. */
async function decoySecret(): Promise<string> {
  await askReset(aVisitor(), { email: aMailbox() });
  return await secretMailedTo(control, "", "reset_password");
}

Deno.test("of two people who press at once, one sets his password and the other hears that the link is dead", async () => {
  const { secret } = await whoForgot();
  const tried = await Promise.allSettled(
    [1, 2, 3, 4].map((n) => resetPassword(aVisitor(), { secret, password: `${NEW_PASSWORD} ${n}` })),
  );
  assert.equal(tried.filter(({ status }) => status === "fulfilled").length, 1);
});

Deno.test("the link dies after its half hour", async () => {
  const { secret } = await whoForgot();
  const late = aVisitor({ after: RESET_LINK_MINUTES * 60 + 1 });
  await peekReset(aVisitor({ after: RESET_LINK_MINUTES * 60 - 5 }), secret);
  await assert.rejects(resetPassword(late, { secret, password: NEW_PASSWORD }), { code: "account.link" });
});

Deno.test("a password that the policy refuses spends nothing", async () => {
  const { email, secret } = await whoForgot();
  for (const password of ["court", "azertyuiopqsdf", "aaaaaaaaaaaaaaaa", email, "x".repeat(300)]) {
    await assert.rejects(resetPassword(aVisitor(), { secret, password }), { status: 422 });
  }
  await resetPassword(aVisitor(), { secret, password: NEW_PASSWORD });
});

Deno.test("a known and an unknown address leave the same rows, and nobody's mail names nobody", async () => {
  const [known, unknown] = [aMailbox(), aMailbox()];
  await aPerson(aVisitor(), { email: known });
  const rows = async () => {
    const [counted] = await control`select (select count(*)::integer from control.account_links) as links,
      (select count(*)::integer from control.account_mails) as mails, (select count(*)::integer from control.jobs) as jobs`;
    return counted!;
  };
  const start = await rows();
  await askReset(aVisitor(), { email: known });
  const middle = await rows();
  await askReset(aVisitor(), { email: unknown });
  const end = await rows();
  for (const count of ["links", "mails", "jobs"]) {
    assert.equal(middle[count] - start[count], 1, count);
    assert.equal(end[count] - middle[count], 1, count);
  }
  const kept = await control`select 1 from control.account_mails where email = ${unknown}`;
  assert.equal(kept.length, 0);
});

Deno.test("an address written in capitals is the same account", async () => {
  const email = aMailbox();
  await aPerson(aVisitor(), { email });
  await askReset(aVisitor(), { email: ` ${email.toUpperCase()} ` });
  assert.equal((await mailsTo(control, email)).length, 1);
});

Deno.test("what is no address is refused at its field", async () => {
  for (const email of ["", "nobody", "a@b", "a b@example.fr", "a@exa\u202emple.fr"]) {
    await assert.rejects(askReset(aVisitor(), { email }), { code: "identity.email" });
  }
});

Deno.test("a mailbox receives no more than its share, and who asks hears nothing of it", async () => {
  const email = aMailbox();
  await aPerson(aVisitor(), { email });
  for (let n = 0; n < ACCOUNT_MAILS_PER_MAILBOX.attempts + 3; n++) await askReset(aVisitor(), { email });
  assert.equal((await mailsTo(control, email)).length, ACCOUNT_MAILS_PER_MAILBOX.attempts);
  await askReset(aVisitor({ after: ACCOUNT_MAILS_PER_MAILBOX.windowSeconds + 1 }), { email });
  assert.equal((await mailsTo(control, email)).length, ACCOUNT_MAILS_PER_MAILBOX.attempts + 1);
});

Deno.test("one internet address asks only so often", async () => {
  const ip = anIp();
  for (let n = 0; n < RESETS_PER_ADDRESS.attempts; n++) await askReset(aVisitor({ ip }), { email: aMailbox() });
  await assert.rejects(askReset(aVisitor({ ip }), { email: aMailbox() }), { code: "account.too_many_resets" });
  await askReset(aVisitor(), { email: aMailbox() });
});
