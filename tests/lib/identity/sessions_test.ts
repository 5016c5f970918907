import assert from "node:assert/strict";
import { findSession, SESSION_IDLE_S, SESSION_LIFETIME_S, signOut } from "../../../lib/identity/mod.ts";
import { SESSION_TOUCH_S } from "../../../lib/identity/sessions.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { sha256Hex } from "../../../lib/platform/crypto.ts";
import { now } from "../../../lib/platform/clock.ts";
import { randomToken } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;

async function aSession(): Promise<{ token: string; start: ReturnType<typeof now> }> {
  const start = now();
  return { token: (await aPerson(aVisitor({ at: start }), { email: aMailbox() })).token, start };
}

Deno.test("the database holds a session's token only as a hash", async () => {
  const { token } = await aSession();
  const [kept] = await control`
    select encode(token_hash, 'hex') as hash, s::text as whole from control.sessions s order by id desc limit 1`;
  assert.equal(kept!.hash, sha256Hex(token));
  assert.ok(!String(kept!.whole).includes(token));
});

Deno.test("unknown and malformed tokens find nobody", async () => {
  for (const token of ["", "x", randomToken(), "é".repeat(300), "\u0000"]) {
    assert.equal(await findSession(aVisitor(), token), null);
  }
});

Deno.test("a session left alone ends", async () => {
  const { token, start } = await aSession();
  assert.equal(await findSession(aVisitor({ at: start, after: SESSION_IDLE_S }), token), null);
});

Deno.test("a session in use goes on, and ends at its absolute limit all the same", async () => {
  const { token, start } = await aSession();
  const step = SESSION_IDLE_S - 60;
  let after = step;
  for (; after < SESSION_LIFETIME_S; after += step) {
    assert.ok(await findSession(aVisitor({ at: start, after }), token), `after ${after} s`);
  }
  assert.equal(await findSession(aVisitor({ at: start, after: SESSION_LIFETIME_S }), token), null);
});

Deno.test("the last use is written down at most once in five minutes", async () => {
  const { token, start } = await aSession();
  const lastSeen = async () =>
    (await control`select last_seen_at::text as at from control.sessions
      where token_hash = decode(${sha256Hex(token)}, 'hex')`)[0]!.at;
  const first = await lastSeen();
  await findSession(aVisitor({ at: start, after: SESSION_TOUCH_S - 1 }), token);
  assert.equal(await lastSeen(), first);
  await findSession(aVisitor({ at: start, after: SESSION_TOUCH_S }), token);
  assert.notEqual(await lastSeen(), first);
});

Deno.test("a session signed out stays out, and signing out twice is no error", async () => {
  const { token } = await aSession();
  await signOut(aVisitor(), token);
  await signOut(aVisitor(), token);
  assert.equal(await findSession(aVisitor(), token), null);
});

Deno.test("an absurdly long browser name is cut, not refused", async () => {
  const visitor = aVisitor();
  const ctx = { ...visitor, request: { ...visitor.request, userAgent: "x".repeat(100_000) } };
  await aPerson(ctx, { email: aMailbox() });
  const [kept] = await control`select length(user_agent) as length from control.sessions order by id desc limit 1`;
  assert.equal(kept!.length, 300);
});
