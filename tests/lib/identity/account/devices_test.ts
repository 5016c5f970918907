import assert from "node:assert/strict";
import {
  closeOtherSessions,
  closeSession,
  findSession,
  listSessions,
  type OpenedSession,
  signIn,
} from "../../../../lib/identity/mod.ts";
import { addressKey, networkOf } from "../../../../lib/identity/rate_limits.ts";
import { aPerson, CAST_PASSWORD } from "../../../../lib/identity/testing.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld } from "../../../support/world.ts";
import { aMailbox, anIp, aVisitor } from "../_people.ts";
import { mailsTo } from "./_mails.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;

/** A person at home, with a way to sign in again from elsewhere. */
async function atHome() {
  const [email, ip] = [aMailbox(), anIp()];
  const { personId, token } = await aPerson(aVisitor({ ip }), { email });
  const again = (from: string) =>
    signIn(aVisitor({ ip: from }), { email, password: CAST_PASSWORD }) as Promise<OpenedSession>;
  return { email, ip, personId, token, again, me: aVisitor({ personId }) };
}

async function toldTo(email: string): Promise<number> {
  return (await mailsTo(control, email)).filter(({ kind }) => kind === "new_device").length;
}

Deno.test("a sign-in from a new network is told by mail, the first device and a known one are not", async () => {
  const { email, ip, again } = await atHome();
  assert.equal(await toldTo(email), 0);
  await again(ip);
  assert.equal(await toldTo(email), 0);
  const elsewhere = anIp();
  await again(elsewhere);
  assert.equal(await toldTo(email), 1);
  await again(elsewhere);
  assert.equal(await toldTo(email), 1);
});

Deno.test("another browser on the same network is new, another version of the same is not", async () => {
  const { email, ip } = await atHome();
  const from = (userAgent: string) => {
    const ctx = aVisitor({ ip });
    return signIn({ ...ctx, request: { ...ctx.request, userAgent } }, { email, password: CAST_PASSWORD });
  };
  await from("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0");
  assert.equal(await toldTo(email), 0);
  await from("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36");
  assert.equal(await toldTo(email), 1);
});

Deno.test("two sign-ins at once from one new place tell it once", async () => {
  const { email, again } = await atHome();
  const elsewhere = anIp();
  await Promise.all([1, 2, 3, 4].map(() => again(elsewhere)));
  assert.equal(await toldTo(email), 1);
});

Deno.test("a person sees his own sessions, the last used first, and no address in full", async () => {
  const { ip, again, me } = await atHome();
  await again("192.0.2.77");
  const sessions = await listSessions(me);
  assert.deepEqual(sessions.map(({ network }) => network).sort(), ["192.0.2.0/24", networkOf(ip)].sort());
  assert.ok(sessions.every(({ userAgent }) => userAgent === "Firefox"));
  assert.ok(!JSON.stringify(sessions).includes("192.0.2.77"));
});

Deno.test("closing one session ends that one alone", async () => {
  const { token, again, me } = await atHome();
  const other = await again(anIp());
  const otherId = (await findSession(aVisitor(), other.token))!.sessionId;
  await closeSession(me, otherId);
  assert.equal(await findSession(aVisitor(), other.token), null);
  assert.ok(await findSession(aVisitor(), token));
  await assert.rejects(closeSession(me, otherId), { code: "account.session", status: 404 });
});

Deno.test("nobody closes somebody else's session, nor one that never was", async () => {
  const [one, two] = [await atHome(), await atHome()];
  const { sessionId } = (await findSession(aVisitor(), one.token))!;
  await assert.rejects(closeSession(two.me, sessionId), { code: "account.session" });
  await assert.rejects(closeSession(two.me, newId()), { code: "account.session" });
  assert.ok(await findSession(aVisitor(), one.token));
});

Deno.test("closing the others leaves the one that asks, and nobody else's", async () => {
  const [one, two] = [await atHome(), await atHome()];
  const others = [await one.again(anIp()), await one.again(anIp())];
  const { sessionId } = (await findSession(aVisitor(), one.token))!;
  await closeOtherSessions(one.me, sessionId);
  for (const { token } of others) assert.equal(await findSession(aVisitor(), token), null);
  assert.ok(await findSession(aVisitor(), one.token));
  assert.ok(await findSession(aVisitor(), two.token));
});

for (
  const [ip, network] of [
    ["192.0.2.77", "192.0.2.0/24"],
    ["::ffff:192.0.2.77", "192.0.2.0/24"],
    ["2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"],
    ["2001:db8::5", "2001:db8:0:0::/64"],
    ["", ""],
    ["nonsense", ""],
  ] as const
) {
  Deno.test(`of the address « ${ip} » the network « ${network} » is kept`, () => {
    assert.equal(networkOf(ip), network);
    assert.equal(addressKey(ip).length, 32);
  });
}
