import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { addSeconds } from "../../../lib/base/dates.ts";
import { takeAttempt } from "../../../lib/identity/attempt_store.ts";
import { accountKey, addressKey, type RateLimit } from "../../../lib/identity/rate_limits.ts";
import { now } from "../../../lib/platform/clock.ts";
import { withControl } from "../../../lib/platform/db/tenant.ts";
import { rows } from "../../../lib/platform/db/transaction.ts";
import { randomBytes } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

const LIMIT: RateLimit = { bucket: "probe", attempts: 7, windowSeconds: 60 };

function take(keyHash: Uint8Array, at = now()): Promise<boolean> {
  return withControl({}, (tx) => takeAttempt(tx, LIMIT, { keyHash, at }));
}

Deno.test("a limit gives exactly its attempts, however many ask at once", async () => {
  const key = randomBytes(32);
  const answers = await Promise.all(Array.from({ length: 64 }, () => take(key)));
  assert.equal(answers.filter(Boolean).length, LIMIT.attempts);
});

Deno.test("two keys do not share their attempts", async () => {
  const mine = randomBytes(32), theirs = randomBytes(32);
  for (let i = 0; i < LIMIT.attempts; i++) assert.equal(await take(mine), true);
  assert.equal(await take(mine), false);
  assert.equal(await take(theirs), true);
});

Deno.test("refused attempts do not prolong the wait, and the next window starts afresh", async () => {
  const key = randomBytes(32), start = now();
  for (let i = 0; i < LIMIT.attempts; i++) await take(key, start);
  assert.equal(await take(key, addSeconds(start, 59)), false);
  for (let i = 0; i < LIMIT.attempts; i++) assert.equal(await take(key, addSeconds(start, 60)), true);
  assert.equal(await take(key, addSeconds(start, 60)), false);
});

Deno.test("an attempt of a transaction that rolled back was not taken", async () => {
  const key = randomBytes(32);
  const failed = withControl({}, async (tx) => {
    await takeAttempt(tx, { ...LIMIT, attempts: 1 }, { keyHash: key, at: now() });
    await rows(tx, sql`select 1 / 0`);
  });
  await assert.rejects(failed);
  assert.equal(await take(key), true);
});

Deno.test("an IPv6 network of one household counts as one address, whatever its spelling", () => {
  const same = ["2001:db8:0:12::1", "2001:0DB8::12:ffff:1:2:3", "2001:db8:0:0012:a:b:c:d"].map(addressKey);
  assert.deepEqual(same[0], same[1]);
  assert.deepEqual(same[0], same[2]);
  assert.notDeepEqual(addressKey("2001:db8:0:13::1"), same[0]);
  assert.notDeepEqual(addressKey("::1"), addressKey("1::"));
});

Deno.test("an IPv4 address counts whole, also behind its IPv6 form", () => {
  assert.deepEqual(addressKey("::ffff:192.0.2.7"), addressKey("192.0.2.7"));
  assert.notDeepEqual(addressKey("192.0.2.7"), addressKey("192.0.2.8"));
});

Deno.test("what counts attempts holds no address in clear", async () => {
  await withControl({}, (tx) => takeAttempt(tx, LIMIT, { keyHash: accountKey("alice@example.fr"), at: now() }));
  const stored = await world.owner.control`select encode(key_hash, 'escape') as text from control.rate_limits`;
  assert.ok(stored.every((row) => !String(row.text).includes("alice")));
});
