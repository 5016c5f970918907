import assert from "node:assert/strict";
import type { IsoInstant } from "../../../lib/base/dates.ts";
import {
  addOperatorPasskey,
  changeOperatorRole,
  consoleParty,
  endOperatorSessions,
  endPersonSessions,
  enrolOperator,
  findOperatorSession,
  inviteOperator,
  listActs,
  listOperators,
  listOwnPasskeys,
  operatorPasskeyEnrolment,
  operatorPasskeyRequest,
  type OperatorSession,
  peekOperatorLink,
  removeOperatorPasskey,
  resetOperator,
  settleOperator,
  shutOperatorOut,
  signInOperator,
  signInOperatorByPasskey,
} from "../../../lib/identity/operator.ts";
import { findSession } from "../../../lib/identity/mod.ts";
import type { OperatorRole } from "../../../lib/identity/operator_roles.ts";
import { aPerson, CAST_PASSWORD, inOneStep } from "../../../lib/identity/testing.ts";
import { totpCode } from "../../../lib/identity/totp.ts";
import { now, shiftClock } from "../../../lib/platform/clock.ts";
import { newId, randomBytes } from "../../../lib/platform/random.ts";
import { plugAuthenticator } from "../../support/authenticator.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "./_people.ts";

const world = await openWorld();
openTestOutside();
const control = world.owner.control;
Deno.test.afterAll(async () => {
  shiftClock(0);
  await world.close();
});

const REASON = "Arrivée dans l’équipe lundi";
let minutes = 0;

/** A visitor at a new minute, so that each code is new. */
function later() {
  shiftClock(++minutes * 60_000);
  return aVisitor();
}

/** An operator who has signed in. */
async function staff(
  role: OperatorRole,
): Promise<OperatorSession & { token: string; email: string; secret: Uint8Array }> {
  const ctx = later(), email = aMailbox(), secret = randomBytes(20);
  await enrolOperator(ctx, { email, name: `Quelqu’un (${role})`, password: CAST_PASSWORD, role, totpSecret: secret });
  const { token } = await signInOperator(ctx, { email, password: CAST_PASSWORD, code: totpCode(secret, now()) });
  return { ...(await findOperatorSession(ctx, token))!, token, email, secret };
}

const odile = await staff("administrator");

function secretIn(uri: string): Uint8Array {
  const base32 = new URL(uri).searchParams.get("secret")!;
  const bits = [...base32].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"));
  return Uint8Array.from(bits.join("").match(/.{8}/g)!, (byte) => parseInt(byte, 2));
}

Deno.test("an administrator invites, the link opens once: password and codes chosen, the new one signs in", async () => {
  const ctx = later(), email = aMailbox();
  const { operatorId, token } = await inviteOperator(ctx, odile, {
    email,
    name: "Olga",
    role: "support",
    reason: REASON,
  });
  const awaited = await peekOperatorLink(ctx, token);
  assert.deepEqual([awaited.name, awaited.email], ["Olga", email]);
  const secret = secretIn(awaited.totpUri);
  const credentials = { email, password: CAST_PASSWORD };
  await assert.rejects(signInOperator(ctx, { ...credentials, code: totpCode(secret, now()) }), { status: 401 });
  for (const wrong of [{ password: "court" }, { code: "000000" }, { code: "" }]) {
    const input = { token, password: CAST_PASSWORD, code: totpCode(secret, now()), ...wrong };
    await assert.rejects(settleOperator(ctx, input), { status: 422 });
  }
  const input = { token, password: CAST_PASSWORD, code: totpCode(secret, now()) };
  await settleOperator(ctx, input);
  await assert.rejects(settleOperator(ctx, input), { status: 404 });
  await assert.rejects(peekOperatorLink(ctx, token), { status: 404 });
  // The code that opened the access is spent with it.
  await assert.rejects(signInOperator(ctx, { ...credentials, code: input.code }), { status: 401 });
  const next = later();
  const opened = await signInOperator(next, { ...credentials, code: totpCode(secret, now()) });
  assert.equal((await findOperatorSession(next, opened.token))!.role, "support");
  const { acts: [act] } = await listActs(next);
  assert.deepEqual([act!.act, act!.subjectId, act!.reason, act!.operator], [
    "invite_operator",
    operatorId,
    REASON,
    odile.name,
  ]);
});

Deno.test("a link is over after a day, and with the access of who was to follow it", async () => {
  const ctx = later(), wish = { name: "Olga", role: "support", reason: REASON };
  const { token } = await inviteOperator(ctx, odile, { ...wish, email: aMailbox() });
  shiftClock(minutes * 60_000 + 25 * 3_600_000);
  await assert.rejects(peekOperatorLink({ ...ctx, now: now() }, token), { status: 404 });
  const second = await inviteOperator(later(), odile, { ...wish, email: aMailbox() });
  await shutOperatorOut(later(), odile, { operatorId: second.operatorId, isShut: true, reason: REASON });
  await assert.rejects(peekOperatorLink(later(), second.token), { status: 404 });
});

Deno.test("what is missing or not ours is refused, each at its field, and nothing is written", async () => {
  const ctx = later(), wish = { email: aMailbox(), name: "Olga", role: "support", reason: REASON };
  const before = (await listActs(ctx)).acts.length;
  for (const wrong of [{ email: "x" }, { name: "" }, { role: "owner" }, { role: "" }, { reason: "court" }]) {
    await assert.rejects(inviteOperator(ctx, odile, { ...wish, ...wrong }), { status: 422 });
  }
  await assert.rejects(inviteOperator(ctx, odile, { ...wish, email: odile.email }), { status: 409 });
  assert.equal((await listActs(ctx)).acts.length, before);
});

Deno.test("whoever is no administrator governs nobody, whatever his page says", async () => {
  const oscar = await staff("operations"), olga = await staff("support"), ctx = later();
  const claims = { ...oscar, role: "administrator" as const }, wish = { operatorId: olga.operatorId, reason: REASON };
  const refused = { status: 409 };
  await assert.rejects(changeOperatorRole(ctx, claims, { ...wish, role: "operations" }), refused);
  await assert.rejects(resetOperator(ctx, claims, wish), refused);
  await assert.rejects(endOperatorSessions(ctx, claims, wish), refused);
  await assert.rejects(shutOperatorOut(ctx, claims, { ...wish, isShut: true }), refused);
  const invited = { email: aMailbox(), name: "Olga", role: "support", reason: REASON };
  await assert.rejects(inviteOperator(ctx, claims, invited), refused);
  const { personId } = await aPerson(aVisitor(), { email: invited.email });
  await assert.rejects(endPersonSessions(ctx, claims, { email: invited.email, reason: REASON }), { status: 422 });
  assert.equal(
    (await control`select 1 from control.sessions where person_id = ${personId} and revoked_at is null`)
      .length,
    1,
  );
  assert.ok(await findOperatorSession(ctx, olga.token));
});

Deno.test("nobody changes himself: an administrator always remains, two who act on each other included", async () => {
  const omar = await staff("administrator"), ctx = later();
  for (const operatorId of [omar.operatorId]) {
    const wish = { operatorId, reason: REASON };
    await assert.rejects(changeOperatorRole(ctx, omar, { ...wish, role: "support" }), { status: 409 });
    await assert.rejects(resetOperator(ctx, omar, wish), { status: 409 });
    await assert.rejects(shutOperatorOut(ctx, omar, { ...wish, isShut: true }), { status: 409 });
  }
  const tried = await Promise.allSettled([
    changeOperatorRole(ctx, omar, { operatorId: odile.operatorId, role: "support", reason: REASON }),
    changeOperatorRole(ctx, odile, { operatorId: omar.operatorId, role: "support", reason: REASON }),
  ]);
  assert.equal(tried.filter(({ status }) => status === "fulfilled").length, 1);
  await control`update control.operators set role = 'administrator' where id = ${odile.operatorId}`;
});

Deno.test("a factor reset ends the sessions and leaves the new link as the only way in", async () => {
  const olga = await staff("support"), ctx = later();
  const { token } = await resetOperator(ctx, odile, {
    operatorId: olga.operatorId,
    reason: "Téléphone perdu ce matin",
  });
  assert.equal(await findOperatorSession(ctx, olga.token), null);
  const old = { email: olga.email, password: CAST_PASSWORD, code: totpCode(olga.secret, now()) };
  await assert.rejects(signInOperator(ctx, old), { status: 401 });
  const secret = secretIn((await peekOperatorLink(ctx, token)).totpUri);
  await settleOperator(ctx, { token, password: "une autre phrase de passe", code: totpCode(secret, now()) });
  const next = later();
  const fresh = { email: olga.email, password: "une autre phrase de passe", code: totpCode(secret, now()) };
  assert.ok(await signInOperator(next, fresh));
});

Deno.test("ended sessions and a closed access hold at once; let in again, he signs in as before", async () => {
  const olga = await staff("support"), ctx = later(), wish = { operatorId: olga.operatorId, reason: REASON };
  await endOperatorSessions(ctx, odile, wish);
  assert.equal(await findOperatorSession(ctx, olga.token), null);
  await shutOperatorOut(ctx, odile, { ...wish, isShut: true });
  await assert.rejects(shutOperatorOut(ctx, odile, { ...wish, isShut: true }), { status: 409 });
  const enter = () => {
    const at = later();
    return signInOperator(at, { email: olga.email, password: CAST_PASSWORD, code: totpCode(olga.secret, now()) });
  };
  await assert.rejects(enter(), { status: 401 });
  await shutOperatorOut(ctx, odile, { ...wish, isShut: false });
  assert.ok(await enter());
  const listed = (await listOperators(ctx)).find(({ id }) => id === olga.operatorId)!;
  assert.deepEqual([listed.role, listed.hasTotp, listed.passkeys, listed.disabledAt], ["support", true, 0, null]);
});

Deno.test("every session of a person ends by his address, with a reason; the log names him by his id", async () => {
  const email = aMailbox(), ctx = later();
  const first = await aPerson(ctx, { email });
  const second = await inOneStep(ctx, { email, password: CAST_PASSWORD });
  const other = await aPerson(ctx, { email: aMailbox() });
  const typed = ` ${email.toUpperCase()} `;
  assert.equal(await endPersonSessions(ctx, odile, { email: typed, reason: "Ordinateur volé hier soir" }), 2);
  for (const { token } of [first, second]) assert.equal(await findSession(ctx, token), null);
  assert.ok(await findSession(ctx, other.token));
  const { acts: [act] } = await listActs(ctx, { act: "end_person_sessions" });
  assert.deepEqual([act!.subjectKind, act!.subjectId, act!.reason], [
    "person",
    first.personId,
    "Ordinateur volé hier soir",
  ]);
  assert.ok(!JSON.stringify(act).includes(email));
  assert.equal(await endPersonSessions(ctx, odile, { email, reason: "Une seconde fois, par prudence" }), 0);
  for (const wrong of [{ email: aMailbox() }, { email: "personne" }, { email: "" }, { reason: "court" }]) {
    await assert.rejects(endPersonSessions(ctx, odile, { email, reason: REASON, ...wrong }), { status: 422 });
  }
  assert.ok(await inOneStep(ctx, { email, password: CAST_PASSWORD }));
});

const party = consoleParty("https://console.paraphe.example")!;

/** A device with a passkey of an operator. */
async function device(own: { operator: OperatorSession; token: string }) {
  const key = await plugAuthenticator(party.origin);
  const options = await operatorPasskeyEnrolment(later(), own, party);
  await addOperatorPasskey(later(), own, { party, answer: await key.create(options), name: "Téléphone" });
  return key;
}

Deno.test("a passkey signs an operator in by itself, beside his code", async () => {
  const olga = await staff("support"), own = { operator: olga, token: olga.token };
  const key = await device(own);
  const { token } = await signInOperatorByPasskey(later(), {
    party,
    answer: await key.get(await operatorPasskeyRequest(later(), party)),
  });
  const session = await findOperatorSession(later(), token);
  assert.deepEqual([session!.operatorId, session!.role], [olga.operatorId, "support"]);
  const [passkey] = await listOwnPasskeys(later(), own);
  assert.deepEqual([passkey!.name, passkey!.lastUsedAt !== null], ["Téléphone", true]);
  await assert.rejects(removeOperatorPasskey(later(), { operator: odile, token: odile.token }, passkey!.id), {
    status: 404,
  });
  await removeOperatorPasskey(later(), own, passkey!.id);
  const gone = await key.get(await operatorPasskeyRequest(later(), party));
  await assert.rejects(signInOperatorByPasskey(later(), { party, answer: gone }), { status: 401 });
});

Deno.test("a signature that is not right opens nothing, whatever is wrong with it", async () => {
  const olga = await staff("support"), key = await device({ operator: olga, token: olga.token });
  const stranger = await plugAuthenticator(party.origin);
  const mischiefs = [
    { origin: "https://console.paraphe.evil" },
    { rpId: "paraphe.example" },
    { isVerified: false },
    { challenge: "AAAA" },
    { credentialId: stranger.credentialId },
    { signedBy: stranger },
    { type: "webauthn.create" },
  ];
  for (const mischief of mischiefs) {
    const answer = await key.get(await operatorPasskeyRequest(later(), party), mischief);
    await assert.rejects(
      signInOperatorByPasskey(later(), { party, answer }),
      { status: 401 },
      JSON.stringify(mischief),
    );
  }
  const answer = await key.get(await operatorPasskeyRequest(later(), party));
  await signInOperatorByPasskey(later(), { party, answer });
  await assert.rejects(signInOperatorByPasskey(later(), { party, answer }), { status: 401 });
  const copied = await key.get(await operatorPasskeyRequest(later(), party), { counter: 1 });
  await assert.rejects(signInOperatorByPasskey(later(), { party, answer: copied }), { status: 401 });
  await shutOperatorOut(later(), odile, { operatorId: olga.operatorId, isShut: true, reason: REASON });
  const shut = await key.get(await operatorPasskeyRequest(later(), party));
  await assert.rejects(signInOperatorByPasskey(later(), { party, answer: shut }), { status: 401 });
  for (const nonsense of ["", "{}", "null", "x".repeat(30_000)]) {
    await assert.rejects(signInOperatorByPasskey(later(), { party, answer: nonsense }), { status: 401 });
  }
});

Deno.test("a challenge drawn for one operator adds no passkey to another, and none without a session", async () => {
  const olga = await staff("support"), oscar = await staff("operations"), key = await plugAuthenticator(party.origin);
  const ofOscar = { operator: oscar, token: oscar.token };
  const answer = await key.create(
    await operatorPasskeyEnrolment(later(), { operator: olga, token: olga.token }, party),
  );
  await assert.rejects(addOperatorPasskey(later(), ofOscar, { party, answer, name: "À moi" }), { status: 401 });
  const own = { operator: oscar, token: "over" };
  const second = await key.create(await operatorPasskeyEnrolment(later(), own, party));
  await assert.rejects(addOperatorPasskey(later(), own, { party, answer: second, name: "À moi" }), { status: 401 });
  await assert.rejects(addOperatorPasskey(later(), ofOscar, { party, answer: "{}", name: "" }), { status: 422 });
  assert.deepEqual(await listOwnPasskeys(later(), ofOscar), []);
});

Deno.test("an address that is a number has no passkeys", () => {
  for (const url of ["http://127.0.0.1:8001", "http://[::1]:8001"]) assert.equal(consoleParty(url), null);
  assert.deepEqual(consoleParty("http://localhost:8001"), { id: "localhost", origin: "http://localhost:8001" });
});

Deno.test("acts are found by who, what, about what and when, page after page, none twice", async () => {
  const ctx = later(), olga = newId();
  await control`insert into control.operator_acts
    (id, at, operator_id, operator, act, subject_kind, subject_id, instance_id, reason)
    select gen_random_uuid(), '2026-03-01T10:00:00Z'::timestamptz + make_interval(mins => n / 3), ${odile.operatorId},
      'Odile', 'close_cell', 'cell', 'trial-' || n, case when n % 2 = 0 then ${olga}::uuid end, 'Trop pleine, vu lundi'
    from generate_series(1, 120) n`;
  for (const isOldestFirst of [false, true]) {
    const seen: string[] = [], filter = { act: "close_cell", operatorId: odile.operatorId, isOldestFirst };
    let after: Parameters<typeof listActs>[1] = {}, pages = 0;
    for (;;) {
      const found = await listActs(ctx, { ...filter, ...after });
      seen.push(...found.acts.map(({ id }) => id));
      pages++;
      if (found.next === null) break;
      after = { after: found.next };
    }
    assert.deepEqual([pages, seen.length, new Set(seen).size], [3, 120, 120]);
  }
  const count = async (filter: Parameters<typeof listActs>[1]) => (await listActs(ctx, filter)).acts.length;
  assert.equal(await count({ instanceId: olga }), 50);
  assert.equal(await count({ subjectKind: "alert" }), 0);
  assert.equal(await count({ operatorId: newId() }), 0);
  const [from, before] = ["2026-03-01T10:00:00.000Z", "2026-03-01T10:01:00.000Z"] as [IsoInstant, IsoInstant];
  assert.equal(await count({ act: "close_cell", from, before }), 2);
});
