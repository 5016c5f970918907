import assert from "node:assert/strict";
import { enterDossier, getSecondFactorRule, setSecondFactorRule } from "../../../lib/access/mod.ts";
import { aMember } from "../../../lib/access/testing.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import {
  beginTotp,
  confirmTotp,
  openCompanySession,
  peekTotpDraft,
  removeTotp,
  setMailCode,
} from "../../../lib/identity/mod.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { totpCode } from "../../../lib/identity/totp.ts";
import { withControl } from "../../../lib/platform/db/tenant.ts";
import { randomToken } from "../../../lib/platform/random.ts";
import { bytesOf } from "../../support/totp.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { anOwner, openDirectory, type Owner } from "./_cast.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
await openDirectory(world);
const { control } = world.owner;

/** Somebody inside a dossier: his ctx there, and the token of his session. */
interface Inside {
  readonly ctx: Ctx;
  readonly token: string;
}

async function inside({ slug }: Pick<Owner, "slug">, token: string): Promise<Inside> {
  const entered = await enterDossier(aVisitor(), { token, slug });
  assert.ok(entered, "is let in");
  return { ctx: entered.ctx, token };
}

/** Gives somebody an application of codes; the token of his session, strong from then on. */
async function withCodes(personId: Uuid, token: string): Promise<string> {
  const ctx = aVisitor({ personId });
  await beginTotp(ctx);
  const { secret } = (await peekTotpDraft(ctx, "x"))!;
  return (await confirmTotp(ctx, { code: totpCode(bytesOf(secret), ctx.now), token })).token;
}

let dossiers = 0;
/** A dossier whose owner has a second factor and used it, and a member who has none. */
async function aDossier() {
  const owner = await anOwner(world, { name: "Alice", companyName: `Atelier ${++dossiers}` });
  const strong = await withCodes(owner.personId, owner.token);
  const bob = await aPerson(aVisitor(), { email: aMailbox(), name: "Bob" });
  await aMember(aVisitor(), { tenantId: owner.tenantId, personId: bob.personId, profile: "sales" });
  return { owner, bob, alice: await inside(owner, strong) };
}

async function demand({ ctx, token }: Inside, isRequired = true): Promise<void> {
  await setSecondFactorRule(ctx, { isRequired, token });
}

async function isWantedOf({ slug }: Pick<Owner, "slug">, token: string): Promise<boolean> {
  const entered = await enterDossier(aVisitor(), { token, slug });
  assert.ok(entered);
  return entered.factorWanted;
}

async function actsOf({ tenantId }: Ctx): Promise<string[]> {
  const found = await control`select summary from control.access_acts where tenant_id = ${tenantId} order by id`;
  return found.map(({ summary }) => String(summary));
}

function refusedAs(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === code;
}

Deno.test("a dossier wants nothing until it says so; the list says who has a factor, and no more", async () => {
  const { alice, owner, bob } = await aDossier();
  const { isRequired, members } = await getSecondFactorRule(alice.ctx);
  assert.equal(isRequired, false);
  assert.deepEqual(members, [
    { personId: owner.personId, label: "Alice", hasFactor: true },
    { personId: bob.personId, label: "Bob", hasFactor: false },
  ]);
  assert.equal(await isWantedOf(owner, bob.token), false);
});

Deno.test("once wanted, a session that has seen no factor is held at the entrance, and a strong one is not", async () => {
  const { alice, owner, bob } = await aDossier();
  await demand(alice);
  assert.equal((await getSecondFactorRule(alice.ctx)).isRequired, true);
  assert.deepEqual([await isWantedOf(owner, alice.token), await isWantedOf(owner, bob.token)], [false, true]);
  const proven = await withCodes(bob.personId, bob.token);
  assert.equal(await isWantedOf(owner, proven), false);
  assert.ok((await getSecondFactorRule(alice.ctx)).members.every(({ hasFactor }) => hasFactor));
});

Deno.test("a code by mail and an application each count as a factor, and their removal is seen", async () => {
  const { alice, bob } = await aDossier();
  const ctx = aVisitor({ personId: bob.personId });
  const seen = async () =>
    (await getSecondFactorRule(alice.ctx)).members.find(({ label }) => label === "Bob")!.hasFactor;
  await beginTotp(ctx);
  assert.equal(await seen(), false, "a draft is none");
  await setMailCode(ctx, { isOn: true });
  assert.equal(await seen(), true);
  await setMailCode(ctx, { isOn: false });
  assert.equal(await seen(), false);
});

Deno.test("it is said once in « Qui a fait quoi », however often it is asked, and ten times at once", async () => {
  const { alice } = await aDossier();
  await Promise.all(Array.from({ length: 10 }, () => demand(alice)));
  await demand(alice, false);
  await demand(alice, false);
  assert.deepEqual(await actsOf(alice.ctx), [
    "Deuxième étape à la connexion : exigée de tous les membres",
    "Deuxième étape à la connexion : laissée au choix de chacun",
  ]);
});

Deno.test("switched off, everybody enters as before", async () => {
  const { alice, owner, bob } = await aDossier();
  await demand(alice);
  await demand(alice, false);
  assert.equal(await isWantedOf(owner, bob.token), false);
});

Deno.test("another dossier of the same member is untouched", async () => {
  const { alice, bob } = await aDossier();
  const other = await anOwner(world, { name: "Olga", companyName: "Ailleurs" });
  await aMember(aVisitor(), { tenantId: other.tenantId, personId: bob.personId, profile: "reader" });
  await demand(alice);
  assert.equal(await isWantedOf(other, bob.token), false);
  assert.equal(await isWantedOf(other, other.token), false);
});

Deno.test("who has not proved a factor in this session cannot ask one of the others", async () => {
  const owner = await anOwner(world, { name: "Eve", companyName: "Sans facteur" });
  const eve = await inside(owner, owner.token);
  await assert.rejects(demand(eve), refusedAs("access.own_factor_first"));
  const strong = await withCodes(owner.personId, owner.token);
  const foreign = await aDossier();
  for (const token of ["", randomToken(), owner.token, foreign.alice.token]) {
    await assert.rejects(demand({ ...eve, token }), refusedAs("access.own_factor_first"), token);
  }
  const atWork = await withControl(
    {},
    (tx) => openCompanySession(tx, aVisitor(), { personId: owner.personId, tenantId: owner.tenantId, isStrong: true }),
  );
  await assert.rejects(demand({ ...eve, token: atWork.token }), refusedAs("access.own_factor_first"));
  assert.deepEqual(await actsOf(eve.ctx), []);
  await demand({ ...eve, token: strong });
  await demand({ ...eve, token: owner.token }, false);
});

Deno.test("with the last factor goes the strength of the session", async () => {
  const { alice, owner } = await aDossier();
  await removeTotp(aVisitor({ personId: owner.personId }));
  await assert.rejects(demand(alice), refusedAs("access.own_factor_first"));
});

Deno.test("the last factor stays while a dossier wants one; the one before last may go", async () => {
  const { alice, owner } = await aDossier();
  await demand(alice);
  const ctx = aVisitor({ personId: owner.personId });
  await assert.rejects(removeTotp(ctx), refusedAs("identity.last_factor_wanted"));
  await setMailCode(ctx, { isOn: true });
  await removeTotp(ctx);
  await assert.rejects(setMailCode(ctx, { isOn: false }), refusedAs("identity.last_factor_wanted"));
  assert.equal(await isWantedOf(owner, alice.token), false, "still strong");
  await demand(alice, false);
  await setMailCode(ctx, { isOn: false });
});

Deno.test("of two factors taken off at once, one stays", async () => {
  const { alice, owner } = await aDossier();
  const ctx = aVisitor({ personId: owner.personId });
  await setMailCode(ctx, { isOn: true });
  await demand(alice);
  const gone = await Promise.allSettled([removeTotp(ctx), setMailCode(ctx, { isOn: false })]);
  assert.deepEqual(gone.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.equal((await getSecondFactorRule(alice.ctx)).members.find(({ label }) => label === "Alice")!.hasFactor, true);
});

Deno.test("members without the right neither read nor change the rule, nor does an administrator of yesterday", async () => {
  const { alice, owner, bob } = await aDossier();
  const clerk = await inside(owner, bob.token);
  await assert.rejects(getSecondFactorRule(clerk.ctx), (error) => error instanceof Refusal && error.status === 403);
  await assert.rejects(demand(clerk), (error) => error instanceof Refusal && error.status === 403);
  await assert.rejects(demand(clerk, false), (error) => error instanceof Refusal && error.status === 403);
  await control`update control.memberships set profile = 'reader' where tenant_id = ${owner.tenantId}`;
  await assert.rejects(demand(alice), refusedAs("access.no_longer_administrator"));
  assert.deepEqual(await actsOf(alice.ctx), []);
});
