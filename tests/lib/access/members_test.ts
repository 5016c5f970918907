import assert from "node:assert/strict";
import {
  changeProfile,
  enterDossier,
  grantOwnership,
  leaveDossier,
  listMembers,
  removeMember,
  withdrawOwnership,
} from "../../../lib/access/mod.ts";
import { aMember } from "../../../lib/access/testing.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { anOwner, openDirectory, type Owner } from "./_cast.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
await openDirectory(world);
const { control } = world.owner;

function refusedAs(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === `access.${code}`;
}

/** The ctx of somebody in a dossier, as the edge would make it. */
async function inside(owner: Pick<Owner, "slug">, token: string): Promise<Ctx> {
  const entered = await enterDossier(aVisitor(), { token, slug: owner.slug });
  assert.ok(entered, "is let in");
  return entered.ctx;
}

let people = 0;
/** A dossier with its owner and one more member. */
async function aPair(profile: "administrator" | "reader" | "sales" = "administrator") {
  const alice = await anOwner(world, { name: "Alice", companyName: `Atelier ${++people}` });
  const bob = await aPerson(aVisitor(), { email: aMailbox(), name: "Bob" });
  await aMember(aVisitor(), { tenantId: alice.tenantId, personId: bob.personId, profile });
  return { alice, bob, asAlice: await inside(alice, alice.token), asBob: await inside(alice, bob.token) };
}

async function standing({ tenantId }: Pick<Owner, "tenantId">): Promise<Record<string, string>> {
  const found = await control`select m.profile, m.is_owner, p.name from control.memberships m
    join control.people p on p.id = m.person_id where m.tenant_id = ${tenantId}`;
  return Object.fromEntries(found.map((row) => [row.name, `${row.profile}${row.is_owner ? " owner" : ""}`]));
}

Deno.test("listMembers tells who is there, as what, since when and when last seen", async () => {
  const { alice, bob, asAlice } = await aPair("sales");
  const { members, invitations, profiles } = await listMembers(asAlice);
  assert.deepEqual(members.map(({ personId, name, profile, isOwner }) => [personId, name, profile, isOwner]), [
    [alice.personId, "Alice", "administrator", true],
    [bob.personId, "Bob", "sales", false],
  ]);
  assert.ok(members.every(({ lastSeenAt, joinedAt }) => lastSeenAt && joinedAt));
  assert.deepEqual([invitations, profiles], [[], []]);
});

Deno.test("changeProfile takes effect at the next request", async () => {
  const { alice, bob, asAlice } = await aPair("reader");
  await changeProfile(asAlice, { personId: bob.personId, profile: "sales" });
  const entered = await enterDossier(aVisitor(), { token: bob.token, slug: alice.slug });
  assert.equal(entered?.profile, "sales");
  assert.ok(entered?.ctx.rights.has("quotes:write"));
});

Deno.test("removeMember closes this dossier alone: account, session and other dossiers stay", async () => {
  const { alice, bob, asAlice } = await aPair("sales");
  const other = await anOwner(world, { name: "Olga", companyName: "Ailleurs" });
  await aMember(aVisitor(), { tenantId: other.tenantId, personId: bob.personId, profile: "reader" });
  await removeMember(asAlice, { personId: bob.personId });
  assert.equal(await enterDossier(aVisitor(), { token: bob.token, slug: alice.slug }), null);
  assert.ok(await enterDossier(aVisitor(), { token: bob.token, slug: other.slug }));
});

Deno.test("a second owner is made, the first withdraws, and the dossier has changed hands", async () => {
  const { alice, bob, asAlice } = await aPair("reader");
  await grantOwnership(asAlice, { personId: bob.personId });
  assert.deepEqual(await standing(alice), { Alice: "administrator owner", Bob: "administrator owner" });
  await withdrawOwnership(asAlice, { personId: alice.personId });
  assert.deepEqual(await standing(alice), { Alice: "administrator", Bob: "administrator owner" });
  await leaveDossier(asAlice);
  assert.deepEqual(await standing(alice), { Bob: "administrator owner" });
});

Deno.test("the last owner cannot leave, be lowered, or withdraw", async () => {
  const { alice, asAlice, asBob } = await aPair();
  await assert.rejects(leaveDossier(asAlice), refusedAs("last_owner"));
  await assert.rejects(withdrawOwnership(asAlice, { personId: alice.personId }), refusedAs("last_owner"));
  await assert.rejects(
    changeProfile(asAlice, { personId: alice.personId, profile: "reader" }),
    refusedAs("owner_stays_administrator"),
  );
  await assert.rejects(
    changeProfile(asBob, { personId: alice.personId, profile: "reader" }),
    refusedAs("owner_stays_administrator"),
  );
  assert.deepEqual(await standing(alice), { Alice: "administrator owner", Bob: "administrator" });
});

Deno.test("the last administrator cannot leave or be lowered, should a dossier have lost its owner", async () => {
  const { alice, bob, asAlice, asBob } = await aPair();
  await control`update control.memberships set is_owner = false where tenant_id = ${alice.tenantId}`;
  for (const ask of [() => leaveDossier(asAlice), () => removeMember(asBob, { personId: alice.personId })]) {
    await assert.rejects(ask(), refusedAs("last_owner"));
  }
  await control`update control.memberships set is_owner = true, profile = 'reader' where person_id = ${bob.personId}`;
  await assert.rejects(leaveDossier(asAlice), refusedAs("last_administrator"));
  await assert.rejects(
    changeProfile(asAlice, { personId: alice.personId, profile: "adv" }),
    refusedAs("last_administrator"),
  );
});

Deno.test("only an owner makes owners, unmakes them, and shows one out", async () => {
  const { alice, bob, asBob } = await aPair();
  await assert.rejects(grantOwnership(asBob, { personId: bob.personId }), refusedAs("owners_only"));
  await assert.rejects(withdrawOwnership(asBob, { personId: alice.personId }), refusedAs("owners_only"));
  await assert.rejects(removeMember(asBob, { personId: alice.personId }), refusedAs("owners_only"));
});

Deno.test("an ownership is not given twice, nor taken from who has none", async () => {
  const { alice, bob, asAlice } = await aPair();
  await assert.rejects(grantOwnership(asAlice, { personId: alice.personId }), refusedAs("already_owner"));
  await assert.rejects(withdrawOwnership(asAlice, { personId: bob.personId }), refusedAs("not_owner"));
});

Deno.test("whoever has not the right is refused by every verb, before anything is read", async () => {
  const { bob, asBob } = await aPair("sales");
  const about = { personId: bob.personId };
  const asked = [
    () => listMembers(asBob),
    () => changeProfile(asBob, { ...about, profile: "administrator" }),
    () => removeMember(asBob, about),
    () => grantOwnership(asBob, about),
    () => withdrawOwnership(asBob, about),
  ];
  for (const ask of asked) await assert.rejects(ask(), refusedAs("forbidden"));
});

Deno.test("a person of another dossier, or of none, is no member", async () => {
  const { asAlice } = await aPair();
  const other = await aPair();
  for (const personId of [other.bob.personId, newId()]) {
    await assert.rejects(removeMember(asAlice, { personId }), refusedAs("no_member"));
    await assert.rejects(changeProfile(asAlice, { personId, profile: "reader" }), refusedAs("no_member"));
    await assert.rejects(grantOwnership(asAlice, { personId }), refusedAs("no_member"));
  }
});

Deno.test("a profile that does not exist, or is another dossier's, is not given", async () => {
  const { bob, asAlice } = await aPair("reader");
  const foreign = newId();
  const other = await aPair();
  await control`insert into control.profiles (tenant_id, id, name, name_key, rights)
    values (${other.alice.tenantId}, ${foreign}, 'Atelier', 'atelier', '{quotes:read}')`;
  for (const profile of ["", "owner", "custom", "__proto__", "Administrateur", newId(), foreign]) {
    await assert.rejects(changeProfile(asAlice, { personId: bob.personId, profile }), refusedAs("profile_unknown"));
  }
});

Deno.test("two administrators who show each other out at once: one goes, the other stays", async () => {
  for (let round = 0; round < 10; round++) {
    const { alice, bob, asAlice, asBob } = await aPair();
    await grantOwnership(asAlice, { personId: bob.personId });
    const outcomes = await Promise.allSettled([
      removeMember(asAlice, { personId: bob.personId }),
      removeMember(asBob, { personId: alice.personId }),
    ]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const { reason } = outcomes.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    assert.ok(refusedAs("no_longer_administrator")(reason), String(reason));
    assert.equal(Object.keys(await standing(alice)).length, 1);
  }
});

Deno.test("two owners who leave at once: one goes, the other is the last", async () => {
  for (let round = 0; round < 5; round++) {
    const { alice, bob, asAlice, asBob } = await aPair();
    await grantOwnership(asAlice, { personId: bob.personId });
    const outcomes = await Promise.allSettled([leaveDossier(asAlice), leaveDossier(asBob)]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.deepEqual(Object.values(await standing(alice)), ["administrator owner"]);
  }
});

Deno.test("each act waits in control for its dossier's cell, with no name in its sentence", async () => {
  const { alice, bob, asAlice } = await aPair("reader");
  await changeProfile(asAlice, { personId: bob.personId, profile: "sales" });
  await changeProfile(asAlice, { personId: bob.personId, profile: "sales" });
  const acts = await control`select verb, summary, subject_id, actor from control.access_acts
    where tenant_id = ${alice.tenantId}`;
  assert.deepEqual(acts.map((act) => ({ ...act })), [{
    verb: "changeProfile",
    summary: "Profil changé : Lecture seule → Commercial",
    subject_id: bob.personId,
    actor: "Alice",
  }], "changed once, told once");
});
