import assert from "node:assert/strict";
import {
  changeProfile,
  createProfile,
  deleteProfile,
  enterDossier,
  listMembers,
  MAX_PROFILES,
  updateProfile,
} from "../../../lib/access/mod.ts";
import { aMember } from "../../../lib/access/testing.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { anOwner, openDirectory } from "./_cast.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
await openDirectory(world);
const alice = await anOwner(world, { name: "Alice", companyName: "Atelier" });
const denis = await anOwner(world, { name: "Denis", companyName: "Garage" });
const bob = await aPerson(aVisitor(), { email: aMailbox(), name: "Bob" });
await aMember(aVisitor(), { tenantId: alice.tenantId, personId: bob.personId, profile: "reader" });
const ctx = (await enterDossier(aVisitor(), alice))!.ctx;
const foreign = (await enterDossier(aVisitor(), denis))!.ctx;

function refusedAs(code: string) {
  return (error: unknown) => error instanceof Refusal && error.issues.some((issue) => issue.code === `access.${code}`);
}

async function rightsOfBob(): Promise<string[]> {
  const entered = await enterDossier(aVisitor(), { token: bob.token, slug: alice.slug });
  return [...entered!.ctx.rights];
}

Deno.test("a profile of the dossier's own gives what was ticked, reading with it, and nothing else", async () => {
  const id = newId();
  await createProfile(ctx, { id, name: " Atelier  du soir ", rights: ["payments:write", "customers:read"] });
  await changeProfile(ctx, { personId: bob.personId, profile: id });
  assert.deepEqual(await rightsOfBob(), ["dashboard:read", "customers:read", "payments:read", "payments:write"]);
  const { members, profiles } = await listMembers(ctx);
  assert.deepEqual(profiles.map(({ name }) => name), ["Atelier du soir"]);
  const member = members.find(({ personId }) => personId === bob.personId)!;
  assert.deepEqual([member.profile, member.customProfileId, member.profileName], ["custom", id, "Atelier du soir"]);
});

Deno.test("a changed profile is that of its members from their next request on", async () => {
  const id = newId();
  await createProfile(ctx, { id, name: "Change", rights: ["quotes:read"] });
  await changeProfile(ctx, { personId: bob.personId, profile: id });
  await updateProfile(ctx, { id, name: "Change", rights: ["invoices:read"] });
  assert.deepEqual(await rightsOfBob(), ["dashboard:read", "invoices:read"]);
});

Deno.test("a profile sent twice under one id is made once", async () => {
  const form = { id: newId(), name: "Deux fois", rights: ["quotes:read"] };
  await createProfile(ctx, form);
  await createProfile(ctx, form);
  const { profiles } = await listMembers(ctx);
  assert.equal(profiles.filter(({ name }) => name === "Deux fois").length, 1);
});

Deno.test("a right that the table no longer names allows nothing", async () => {
  const id = newId();
  await createProfile(ctx, { id, name: "Ancien", rights: ["quotes:read"] });
  await changeProfile(ctx, { personId: bob.personId, profile: id });
  await world.owner
    .control`update control.profiles set rights = '{quotes:read,moon:fly,members:read}' where id = ${id}`;
  assert.deepEqual(await rightsOfBob(), ["members:read", "quotes:read"]);
});

Deno.test("no profile of a dossier's own manages members, nor holds a right that does not exist", async () => {
  for (const right of ["members:write", "moon:read", "invoices", "", "__proto__:read", "invoices:read'"]) {
    await assert.rejects(
      createProfile(ctx, { id: newId(), name: `Essai ${right.length}`, rights: ["quotes:read", right] }),
      refusedAs("profile_right_unknown"),
      right,
    );
  }
  await assert.rejects(
    createProfile(ctx, { id: newId(), name: "Vide", rights: [] }),
    refusedAs("profile_without_rights"),
  );
});

Deno.test("a name is wanted, short, legible, and nobody else's", async () => {
  await createProfile(ctx, { id: newId(), name: "Été", rights: ["quotes:read"] });
  const named = (name: string) => createProfile(ctx, { id: newId(), name, rights: ["quotes:read"] });
  await assert.rejects(named("   "), refusedAs("profile_name_missing"));
  await assert.rejects(named("x".repeat(41)), refusedAs("profile_name_long"));
  await assert.rejects(named("a\u202eb"), refusedAs("profile_name_characters"));
  for (const name of ["ete", "ÉTÉ", "administrateur", "Lecture  Seule", "adv"]) {
    await assert.rejects(named(name), refusedAs("profile_name_taken"), name);
  }
});

Deno.test("a profile in use is not deleted, an unused one is", async () => {
  const id = newId();
  await createProfile(ctx, { id, name: "À supprimer", rights: ["quotes:read"] });
  await changeProfile(ctx, { personId: bob.personId, profile: id });
  await assert.rejects(deleteProfile(ctx, { id }), refusedAs("profile_in_use"));
  await changeProfile(ctx, { personId: bob.personId, profile: "reader" });
  await deleteProfile(ctx, { id });
  await assert.rejects(deleteProfile(ctx, { id }), refusedAs("no_profile"));
});

Deno.test("a profile deleted while it is given to somebody: one of the two is refused", async () => {
  for (let round = 0; round < 5; round++) {
    const id = newId();
    await createProfile(ctx, { id, name: `Course ${round}`, rights: ["quotes:read"] });
    const outcomes = await Promise.allSettled([
      deleteProfile(ctx, { id }),
      changeProfile(ctx, { personId: bob.personId, profile: id }),
    ]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await changeProfile(ctx, { personId: bob.personId, profile: "reader" });
  }
});

Deno.test("another dossier's profile is none", async () => {
  const id = newId();
  await createProfile(ctx, { id, name: "À moi", rights: ["quotes:read"] });
  await assert.rejects(updateProfile(foreign, { id, name: "À lui", rights: ["quotes:read"] }), refusedAs("no_profile"));
  await assert.rejects(deleteProfile(foreign, { id }), refusedAs("no_profile"));
});

Deno.test("whoever does not manage members makes, changes and deletes no profile", async () => {
  const asBob = (await enterDossier(aVisitor(), { token: bob.token, slug: alice.slug }))!.ctx;
  const form = { id: newId(), name: "Pirate", rights: ["quotes:read"] };
  for (
    const ask of [() => createProfile(asBob, form), () => updateProfile(asBob, form), () => deleteProfile(asBob, form)]
  ) {
    await assert.rejects(ask(), refusedAs("forbidden"));
  }
});

Deno.test("a dossier makes so many profiles and no more", async () => {
  const { tenantId } = denis;
  await world.owner.control`insert into control.profiles (tenant_id, id, name, name_key, rights)
    select ${tenantId}, gen_random_uuid(), 'P' || n, 'p' || n, '{quotes:read}' from generate_series(1, ${MAX_PROFILES}) n`;
  await assert.rejects(
    createProfile(foreign, { id: newId(), name: "De trop", rights: ["quotes:read"] }),
    refusedAs("too_many_profiles"),
  );
});

Deno.test("the database itself refuses a profile of another dossier and a key without its profile", async () => {
  const { control } = world.owner;
  const id = newId();
  await control`insert into control.profiles (tenant_id, id, name, name_key, rights)
    values (${denis.tenantId}, ${id}, 'Autre', 'autre', '{quotes:read}')
    on conflict do nothing`;
  const give = control`update control.memberships set profile = 'custom', custom_profile_id = ${id}
    where tenant_id = ${alice.tenantId} and person_id = ${bob.personId}`;
  await assert.rejects(give, { code: "23503" });
  await assert.rejects(
    control`update control.memberships set profile = 'custom', custom_profile_id = null where person_id = ${bob.personId}`,
    { code: "23514" },
  );
});
