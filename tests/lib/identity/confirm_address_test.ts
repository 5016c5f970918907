import assert from "node:assert/strict";
import type { PersonCtx } from "../../../lib/base/ctx.ts";
import { confirmAddress, findSession, peekSignUp, SIGN_UP_LINK_HOURS } from "../../../lib/identity/mod.ts";
import { aPerson, aSignUp, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { signIn } from "../../../lib/identity/mod.ts";
import { withControl } from "../../../lib/platform/db/tenant.ts";
import { randomToken } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;
const EXPIRED = SIGN_UP_LINK_HOURS * 3_600;

function confirm(ctx: PersonCtx, secret: string) {
  return withControl({}, (tx) => confirmAddress(tx, ctx, secret));
}

Deno.test("confirming makes the person, signs him in and asks for the welcome", async () => {
  const email = aMailbox();
  const secret = await aSignUp(aVisitor(), { email });
  const confirmed = await confirm(aVisitor(), secret);
  assert.deepEqual([confirmed.email, confirmed.label, confirmed.isNewPerson], [email, email, true]);
  const session = await findSession(aVisitor(), confirmed.session.token);
  assert.deepEqual([session?.personId, session?.email], [confirmed.personId, email]);
  const welcome = await control`select 1 from control.jobs
    where kind = 'identity.welcome_mail' and payload ->> 'tokenId' = ${confirmed.tokenId}`;
  assert.equal(welcome.length, 1);
});

Deno.test("a password held for the confirmation leaves the request once the person has it", async () => {
  const email = aMailbox();
  await aPerson(aVisitor(), { email });
  const [request] = await control`select password_hash from control.sign_up_requests where email = ${email}`;
  assert.equal(request!.password_hash, null);
  await signIn(aVisitor(), { email, password: CAST_PASSWORD });
});

Deno.test("looking at a link spends nothing, as often as a mail scanner may look", async () => {
  const email = aMailbox();
  const secret = await aSignUp(aVisitor(), { email });
  for (let i = 0; i < 3; i++) {
    const { requestId: _, ...shown } = await peekSignUp(aVisitor(), secret);
    assert.deepEqual(shown, { email, companyName: "Atelier Dupré", isSecondDossier: false });
  }
  await confirm(aVisitor(), secret);
});

Deno.test("unknown, malformed, spent and expired links get one answer, looked at or spent", async () => {
  const spent = await aSignUp(aVisitor(), { email: aMailbox() });
  await confirm(aVisitor(), spent);
  const expired = await aSignUp(aVisitor(), { email: aMailbox() });
  const late = aVisitor({ after: EXPIRED });
  const answers = new Set<string>();
  const cases = [
    [aVisitor(), spent],
    [late, expired],
    ...["", "x", randomToken(), `${spent}=`, spent.toLowerCase(), "'; drop table control.people; --", "\u0000", "é"]
      .map((secret) => [aVisitor(), secret] as const),
  ] as const;
  for (const [ctx, secret] of cases) {
    for (const ask of [peekSignUp, confirm]) {
      const error = await ask(ctx, secret).then(() => null, (error) => error);
      answers.add(`${error?.status} ${error?.issues?.[0]?.sentence}`);
    }
  }
  assert.equal(answers.size, 1, [...answers].join("\n"));
  assert.match([...answers][0]!, /^410 Ce lien n’est plus valable/);
});

Deno.test("a link works until its last second", async () => {
  const secret = await aSignUp(aVisitor(), { email: aMailbox() });
  await confirm(aVisitor({ after: EXPIRED - 1 }), secret);
});

Deno.test("of two confirmations at once, one wins", async () => {
  const secret = await aSignUp(aVisitor(), { email: aMailbox() });
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => confirm(aVisitor(), secret)));
  assert.deepEqual(results.filter((result) => result.status === "fulfilled").length, 1);
});

Deno.test("a confirmation that fails later leaves the link alive and no person", async () => {
  const email = aMailbox();
  const secret = await aSignUp(aVisitor(), { email });
  const failing = withControl({}, async (tx) => {
    await confirmAddress(tx, aVisitor(), secret);
    throw new Error("cut");
  });
  await assert.rejects(failing, /cut/);
  assert.equal((await control`select 1 from control.people where email = ${email}`).length, 0);
  await confirm(aVisitor(), secret);
});

Deno.test("another sign-up of the same address dies with the first confirmation, password and all", async () => {
  const email = aMailbox();
  const theirs = await aSignUp(aVisitor(), { email, password: "le secret de quelqu'un d'autre" });
  const mine = await aSignUp(aVisitor(), { email });
  await confirm(aVisitor(), mine);
  await assert.rejects(confirm(aVisitor(), theirs), { status: 410 });
  await signIn(aVisitor(), { email, password: CAST_PASSWORD });
  await assert.rejects(signIn(aVisitor(), { email, password: "le secret de quelqu'un d'autre" }), { status: 401 });
});

Deno.test("two sign-ups of one address confirmed at once make one person", async () => {
  const email = aMailbox();
  const secrets = [await aSignUp(aVisitor(), { email }), await aSignUp(aVisitor(), { email })];
  const results = await Promise.allSettled(secrets.map((secret) => confirm(aVisitor(), secret)));
  assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
  assert.equal((await control`select 1 from control.people where email = ${email}`).length, 1);
});

Deno.test("a second dossier's link leaves the person, the password and the name as they are", async () => {
  const email = aMailbox();
  const first = await aPerson(aVisitor(), { email, name: "Alice Dupré" });
  const confirmed = await confirm(aVisitor(), await aSignUp(aVisitor(), { email, companyName: "SCI Dupré" }));
  assert.deepEqual(
    [confirmed.personId, confirmed.isNewPerson, confirmed.label, confirmed.companyName],
    [first.personId, false, "Alice Dupré", "SCI Dupré"],
  );
});
