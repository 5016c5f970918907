import assert from "node:assert/strict";
import {
  askReset,
  changePassword,
  findSession,
  type OpenedSession,
  resetPassword,
  signIn,
} from "../../../../lib/identity/mod.ts";
import { PROOFS_PER_PERSON } from "../../../../lib/identity/rate_limits.ts";
import { aPerson, CAST_PASSWORD } from "../../../../lib/identity/testing.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld } from "../../../support/world.ts";
import { aMailbox, aVisitor } from "../_people.ts";
import { mailsTo, secretMailedTo } from "./_mails.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;
const NEW_PASSWORD = "quatre vieux corbeaux bleus";

async function somebody() {
  const email = aMailbox();
  const { personId, token } = await aPerson(aVisitor(), { email });
  const { sessionId } = (await findSession(aVisitor(), token))!;
  return { email, token, sessionId, me: aVisitor({ personId }) };
}

Deno.test("a person changes his password: the other sessions end, this one goes on, a mail says so", async () => {
  const { email, token, sessionId, me } = await somebody();
  const other = await signIn(aVisitor(), { email, password: CAST_PASSWORD }) as OpenedSession;
  await changePassword(me, { sessionId, current: CAST_PASSWORD, password: NEW_PASSWORD });
  assert.ok(await findSession(aVisitor(), token));
  assert.equal(await findSession(aVisitor(), other.token), null);
  await signIn(aVisitor(), { email, password: NEW_PASSWORD });
  await assert.rejects(signIn(aVisitor(), { email, password: CAST_PASSWORD }), { code: "identity.wrong_credentials" });
  assert.ok((await mailsTo(control, email)).some(({ kind }) => kind === "password_reset"));
});

Deno.test("a link to choose a password that waits is void once the password was changed", async () => {
  const { email, sessionId, me } = await somebody();
  await askReset(aVisitor(), { email });
  const secret = await secretMailedTo(control, email, "reset_password");
  await changePassword(me, { sessionId, current: CAST_PASSWORD, password: NEW_PASSWORD });
  await assert.rejects(resetPassword(aVisitor(), { secret, password: "cinq gros hiboux verts" }), {
    code: "account.link",
  });
});

Deno.test("a wrong present password changes nothing, and is counted", async () => {
  const { email, sessionId, me } = await somebody();
  const wrong = { sessionId, current: "un tout autre mot secret", password: NEW_PASSWORD };
  for (let n = 0; n < PROOFS_PER_PERSON.attempts; n++) {
    await assert.rejects(changePassword(me, wrong), { code: "account.wrong_password" });
  }
  const right = { ...wrong, current: CAST_PASSWORD };
  await assert.rejects(changePassword(me, right), { code: "identity.too_many_attempts" });
  await signIn(aVisitor(), { email, password: CAST_PASSWORD });
});

Deno.test("the same password and one that the policy refuses are refused at the field", async () => {
  const { sessionId, me } = await somebody();
  const change = (password: string) => changePassword(me, { sessionId, current: CAST_PASSWORD, password });
  await assert.rejects(change(CAST_PASSWORD), { code: "account.same_password" });
  await assert.rejects(change("court"), { code: "identity.password_short" });
  await assert.rejects(change("azertyuiop123456"), { status: 422 });
});

Deno.test("of two changes at once one is made and the other refused", async () => {
  const { sessionId, me } = await somebody();
  const tried = await Promise.allSettled(
    [1, 2].map((n) => changePassword(me, { sessionId, current: CAST_PASSWORD, password: `${NEW_PASSWORD} ${n}` })),
  );
  assert.deepEqual(tried.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});
