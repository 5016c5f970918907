import assert from "node:assert/strict";
import type { PersonCtx } from "../../../lib/base/ctx.ts";
import { findSession, proveByPassword, signOut } from "../../../lib/identity/mod.ts";
import { PROOFS_PER_PERSON } from "../../../lib/identity/rate_limits.ts";
import { aPerson, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { now } from "../../../lib/platform/clock.ts";
import { randomToken } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;

async function signedIn(): Promise<{ token: string; ctx: (after?: number) => PersonCtx }> {
  const at = now();
  const { token, personId } = await aPerson(aVisitor({ at }), { email: aMailbox() });
  return { token, ctx: (after = 0) => aVisitor({ at, after, personId }) };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return await work.then(() => "done", (error) => `${error.status} ${error.message}`);
}

Deno.test("a session just opened is proved at that moment, by no second factor", async () => {
  const { token, ctx } = await signedIn();
  const session = await findSession(ctx(), token);
  assert.deepEqual([session!.provedAt, session!.isStrong], [ctx().now, false]);
});

Deno.test("the right password renews the proof under another token, and the old token is worth nothing", async () => {
  const { token, ctx } = await signedIn();
  const proved = await proveByPassword(ctx(700), { token, password: CAST_PASSWORD });
  assert.notEqual(proved.token, token);
  assert.equal(await findSession(ctx(700), token), null);
  assert.equal((await findSession(ctx(700), proved.token))!.provedAt, ctx(700).now);
});

Deno.test("a proof does not prolong the session", async () => {
  const { token, ctx } = await signedIn();
  const [before] = await control`select expires_at::text as at from control.sessions order by id desc limit 1`;
  await proveByPassword(ctx(700), { token, password: CAST_PASSWORD });
  const [after] = await control`select expires_at::text as at from control.sessions order by id desc limit 1`;
  assert.equal(after!.at, before!.at);
});

Deno.test("a wrong password renews nothing and is noted", async () => {
  const { token, ctx } = await signedIn();
  for (const password of ["", "wrong", "x".repeat(5_000)]) {
    assert.equal(await refusalOf(proveByPassword(ctx(700), { token, password })), "401 identity.wrong_proof");
  }
  assert.equal((await findSession(ctx(700), token))!.provedAt, ctx().now);
  const [log] = await control`select count(*)::integer as noted from control.security_log
    where event = 'proof_wrong' and person_id = ${ctx().personId}`;
  assert.equal(log!.noted, 3);
});

Deno.test("nobody proves the session of somebody else, nor one that has ended", async () => {
  const alice = await signedIn(), bob = await signedIn();
  const foreign = proveByPassword(alice.ctx(), { token: bob.token, password: CAST_PASSWORD });
  assert.equal(await refusalOf(foreign), "401 identity.session_over");
  const unknown = proveByPassword(alice.ctx(), { token: randomToken(), password: CAST_PASSWORD });
  assert.equal(await refusalOf(unknown), "401 identity.session_over");
  await signOut(alice.ctx(), alice.token);
  const ended = proveByPassword(alice.ctx(), { token: alice.token, password: CAST_PASSWORD });
  assert.equal(await refusalOf(ended), "401 identity.session_over");
});

Deno.test("however many wrong proofs come at once, no more than the limit are compared", async () => {
  const { token, ctx } = await signedIn();
  const tries = Array.from({ length: 20 }, () => refusalOf(proveByPassword(ctx(), { token, password: "wrong" })));
  const answers = await Promise.all(tries);
  assert.equal(answers.filter((answer) => answer === "401 identity.wrong_proof").length, PROOFS_PER_PERSON.attempts);
  const right = proveByPassword(ctx(), { token, password: CAST_PASSWORD });
  assert.equal(await refusalOf(right), "429 identity.too_many_attempts");
  const later = ctx(PROOFS_PER_PERSON.windowSeconds + 1);
  await proveByPassword(later, { token, password: CAST_PASSWORD });
});
