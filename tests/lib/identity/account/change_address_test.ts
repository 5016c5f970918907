import assert from "node:assert/strict";
import {
  ADDRESS_LINK_HOURS,
  askAddressChange,
  askReset,
  confirmAddressChange,
  findSession,
  peekAddressChange,
  peekAddressRestore,
  resetPassword,
  RESTORE_LINK_HOURS,
  restoreAddress,
  signIn,
} from "../../../../lib/identity/mod.ts";
import { ADDRESS_CHANGES_PER_PERSON } from "../../../../lib/identity/rate_limits.ts";
import { aPerson, aSignUp, CAST_PASSWORD } from "../../../../lib/identity/testing.ts";
import { confirmAddress } from "../../../../lib/identity/mod.ts";
import { withControl } from "../../../../lib/platform/db/tenant.ts";
import { randomToken } from "../../../../lib/platform/random.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld } from "../../../support/world.ts";
import { aMailbox, aVisitor } from "../_people.ts";
import { mailsTo, secretMailedTo } from "./_mails.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;
const HOUR = 3_600;

async function somebody() {
  const email = aMailbox();
  const { personId, token } = await aPerson(aVisitor(), { email });
  return { email, personId, token, me: aVisitor({ personId }) };
}

/** Somebody who wishes another address, and the secret of the link that it received. */
async function whoMoves() {
  const person = await somebody();
  const to = aMailbox();
  await askAddressChange(person.me, { email: to });
  return { ...person, to, secret: await secretMailedTo(control, to, "confirm_address") };
}

/** Somebody who has moved, and the secret of the link that undoes it. */
async function whoMoved() {
  const person = await whoMoves();
  await confirmAddressChange(aVisitor(), person.secret);
  return { ...person, undo: await secretMailedTo(control, person.email, "address_changed") };
}

function entersWith(email: string): Promise<boolean> {
  return signIn(aVisitor(), { email, password: CAST_PASSWORD }).then(() => true, () => false);
}

Deno.test("a confirmed address opens the account, the former one no longer does and is told", async () => {
  const { email, to, secret, token } = await whoMoves();
  assert.ok(await entersWith(email));
  assert.equal((await peekAddressChange(aVisitor(), secret)).email, to);
  await confirmAddressChange(aVisitor(), secret);
  assert.deepEqual([await entersWith(to), await entersWith(email)], [true, false]);
  assert.ok(await findSession(aVisitor(), token));
  assert.equal((await mailsTo(control, email)).filter(({ kind }) => kind === "address_changed").length, 1);
});

Deno.test("the former address takes the account back within three days, and every session ends", async () => {
  const { email, to, token, undo } = await whoMoved();
  const later = aVisitor({ after: RESTORE_LINK_HOURS * HOUR - 60 });
  assert.equal((await peekAddressRestore(later, undo)).email, email);
  await restoreAddress(later, undo);
  assert.deepEqual([await entersWith(to), await entersWith(email)], [false, true]);
  assert.equal(await findSession(aVisitor(), token), null);
  assert.ok((await mailsTo(control, email)).some(({ kind }) => kind === "address_restored"));
});

Deno.test("the first address wins over every later one, and the links of those are void", async () => {
  const { email, to, undo, me } = await whoMoved();
  const third = aMailbox();
  await askAddressChange(me, { email: third });
  await confirmAddressChange(aVisitor(), await secretMailedTo(control, third, "confirm_address"));
  const secondUndo = await secretMailedTo(control, to, "address_changed");
  await restoreAddress(aVisitor(), undo);
  assert.ok(await entersWith(email));
  await assert.rejects(restoreAddress(aVisitor(), secondUndo), { code: "account.link" });
});

Deno.test("a link to choose a password that the former mailbox received is void after the change", async () => {
  const { email, secret } = await whoMoves();
  await askReset(aVisitor(), { email });
  const reset = await secretMailedTo(control, email, "reset_password");
  await confirmAddressChange(aVisitor(), secret);
  await assert.rejects(resetPassword(aVisitor(), { secret: reset, password: "quatre vieux corbeaux" }), {
    code: "account.link",
  });
});

Deno.test("of two people who wish one address the first who confirms has it, the other hears of a dead link", async () => {
  const [one, two] = [await somebody(), await somebody()];
  const to = aMailbox();
  await askAddressChange(one.me, { email: to });
  await askAddressChange(two.me, { email: to });
  const secrets = (await mailsTo(control, to)).map(({ secret }) => secret);
  assert.equal(secrets.length, 2);
  const tried = await Promise.allSettled(secrets.map((secret) => confirmAddressChange(aVisitor(), secret)));
  assert.deepEqual(tried.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const lost = tried.find((outcome) => outcome.status === "rejected") as PromiseRejectedResult;
  assert.equal(lost.reason.code, "account.link");
  const [owners] = await control`select count(*)::integer as n from control.people where email_key = ${to}`;
  assert.equal(owners!.n, 1);
});

Deno.test("an address that became an account's meanwhile is given to nobody else", async () => {
  const { email, to, secret } = await whoMoves();
  const signUpSecret = await aSignUp(aVisitor(), { email: to });
  await withControl({}, (tx) => confirmAddress(tx, aVisitor(), signUpSecret));
  await assert.rejects(confirmAddressChange(aVisitor(), secret), { code: "account.link" });
  assert.ok(await entersWith(email));
});

Deno.test("a former address that became another account's is not taken from it", async () => {
  const { email, to, undo } = await whoMoved();
  await aPerson(aVisitor(), { email });
  await assert.rejects(restoreAddress(aVisitor(), undo), { code: "account.link" });
  assert.ok(await entersWith(to));
});

Deno.test("a known address gets the same rows as a fresh one; its mailbox alone learns it, and the link gives nothing", async () => {
  const [me, other] = [await somebody(), await somebody()];
  await askAddressChange(me.me, { email: other.email });
  const [mail] = await mailsTo(control, other.email);
  assert.equal(mail!.kind, "address_taken");
  await assert.rejects(confirmAddressChange(aVisitor(), mail!.secret), { code: "account.link" });
  assert.ok(await entersWith(other.email));
});

Deno.test("unknown, spent, replaced, expired and crossed links get one answer", async () => {
  const spent = await whoMoved();
  const replaced = await whoMoves();
  await askAddressChange(replaced.me, { email: aMailbox() });
  const old = await whoMoves();
  const late = aVisitor({ after: ADDRESS_LINK_HOURS * HOUR + 1 });
  await assert.rejects(confirmAddressChange(late, old.secret), { code: "account.link", status: 410 });
  await assert.rejects(restoreAddress(aVisitor({ after: RESTORE_LINK_HOURS * HOUR + 1 }), spent.undo), {
    code: "account.link",
  });
  for (const secret of [spent.secret, replaced.secret, spent.undo, randomToken(), "", "\u0000"]) {
    await assert.rejects(peekAddressChange(aVisitor(), secret), { code: "account.link" });
    await assert.rejects(confirmAddressChange(aVisitor(), secret), { code: "account.link" });
  }
  for (const secret of [old.secret, spent.secret, randomToken(), ""]) {
    await assert.rejects(peekAddressRestore(aVisitor(), secret), { code: "account.link" });
    await assert.rejects(restoreAddress(aVisitor(), secret), { code: "account.link" });
  }
});

Deno.test("looking at either link spends nothing", async () => {
  const { secret, email } = await whoMoves();
  for (let n = 0; n < 3; n++) await peekAddressChange(aVisitor(), secret);
  await confirmAddressChange(aVisitor(), secret);
  const undo = await secretMailedTo(control, email, "address_changed");
  for (let n = 0; n < 3; n++) await peekAddressRestore(aVisitor(), undo);
  await restoreAddress(aVisitor(), undo);
});

Deno.test("one's own address and what is no address are refused at the field", async () => {
  const { email, me } = await somebody();
  await assert.rejects(askAddressChange(me, { email: email.toUpperCase() }), { code: "account.same_address" });
  for (const wrong of ["", "x", "a b@example.fr"]) {
    await assert.rejects(askAddressChange(me, { email: wrong }), { code: "identity.email" });
  }
});

Deno.test("one person wishes another address only so often", async () => {
  const { me } = await somebody();
  for (let n = 0; n < ADDRESS_CHANGES_PER_PERSON.attempts; n++) await askAddressChange(me, { email: aMailbox() });
  await assert.rejects(askAddressChange(me, { email: aMailbox() }), { code: "account.too_many_changes" });
});
