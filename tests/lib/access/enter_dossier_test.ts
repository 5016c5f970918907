import assert from "node:assert/strict";
import { enterByLink, enterDossier, listDossiers, parsePublicToken, rightsOf } from "../../../lib/access/mod.ts";
import { aMember } from "../../../lib/access/testing.ts";
import { SESSION_IDLE_S, signOut } from "../../../lib/identity/mod.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { aDossier } from "../../../lib/instances/testing.ts";
import { sha256Hex } from "../../../lib/platform/crypto.ts";
import { now } from "../../../lib/platform/clock.ts";
import { newId, randomToken } from "../../../lib/platform/random.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { anOwner, openDirectory } from "./_cast.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
await openDirectory(world);
const { control } = world.owner;
const alice = await anOwner(world, { name: "Alice Dupré", companyName: "Atelier Dupré" });
const denis = await anOwner(world, { name: "Denis Roux", companyName: "Garage Roux" });

Deno.test("Alice enters her dossier with all rights, and the answer says where it lives", async () => {
  const entered = await enterDossier(aVisitor(), alice);
  assert.ok(entered);
  const { ctx, person, dossier, profile, isOwner } = entered;
  assert.deepEqual([ctx.tenantId, ctx.cell, ctx.epoch, ctx.personId, ctx.actor], [
    alice.tenantId,
    TRIAL_CELL,
    1,
    alice.personId,
    "Alice Dupré",
  ]);
  assert.deepEqual(person, { label: "Alice Dupré", email: alice.email });
  assert.deepEqual([dossier.slug, dossier.companyName, dossier.state, dossier.openness], [
    "atelier-dupre",
    "Atelier Dupré",
    "trial",
    "open",
  ]);
  assert.deepEqual([profile, isOwner], ["administrator", true]);
  assert.ok(ctx.rights.has("members:write"));
});

Deno.test("the rights of a profile are one and the same set in every request", async () => {
  const [one, two] = [await enterDossier(aVisitor(), alice), await enterDossier(aVisitor(), denis)];
  assert.equal(one!.ctx.rights, two!.ctx.rights);
  assert.equal(one!.ctx.rights, rightsOf("administrator"));
});

Deno.test("Denis never enters Alice's dossier, nor Alice his", async () => {
  assert.equal(await enterDossier(aVisitor(), { token: denis.token, slug: alice.slug }), null);
  assert.equal(await enterDossier(aVisitor(), { token: alice.token, slug: denis.slug }), null);
});

Deno.test("unknown, foreign and malformed addresses and sessions get the same nothing", async () => {
  const slugs = [
    "",
    "nowhere",
    "ATELIER-DUPRE",
    "atelier-dupre/",
    "atelier-dupre\u0000",
    "x".repeat(10_000),
    "' or '1'='1",
  ];
  for (const slug of slugs) assert.equal(await enterDossier(aVisitor(), { ...alice, slug }), null, slug.slice(0, 20));
  for (const token of ["", "x", randomToken(), "\u0000", "é"]) {
    assert.equal(await enterDossier(aVisitor(), { ...alice, token }), null);
  }
});

Deno.test("a session signed out or left alone enters nowhere", async () => {
  const bob = await anOwner(world, { name: "Bob", companyName: "Bob et fils" });
  assert.equal(await enterDossier(aVisitor({ after: SESSION_IDLE_S + 1 }), bob), null);
  await signOut(aVisitor(), bob.token);
  assert.equal(await enterDossier(aVisitor(), bob), null);
});

Deno.test("entering writes the last use of the session down, at most once in five minutes", async () => {
  const bob = await anOwner(world, { name: "Bob", companyName: "Bob bis" });
  const start = now();
  const lastSeen = async () =>
    (await control`select max(last_seen_at)::text as at from control.sessions where person_id = ${bob.personId}`)[0]!
      .at;
  await enterDossier(aVisitor({ at: start, after: 400 }), bob);
  const touched = await lastSeen();
  await enterDossier(aVisitor({ at: start, after: 500 }), bob);
  assert.equal(await lastSeen(), touched);
});

Deno.test("a member enters with the rights of his profile, and only while he is one", async () => {
  const bob = await aPerson(aVisitor(), { email: aMailbox() });
  const asked = { token: bob.token, slug: alice.slug };
  assert.equal(await enterDossier(aVisitor(), asked), null);
  await aMember(aVisitor(), { tenantId: alice.tenantId, personId: bob.personId, profile: "sales" });
  const entered = await enterDossier(aVisitor(), asked);
  assert.deepEqual([entered?.profile, entered?.isOwner], ["sales", false]);
  assert.ok(entered!.ctx.rights.has("quotes:write") && !entered!.ctx.rights.has("invoices:read"));
  await control`delete from control.memberships where person_id = ${bob.personId}`;
  assert.equal(await enterDossier(aVisitor(), asked), null);
});

Deno.test("a dossier in provisioning or erased is not entered; an expired, suspended or closed one says what it is", async () => {
  const owner = await anOwner(world, { name: "Eva", companyName: "États" });
  const at = async (state: string, ends = "2999-12-31") => {
    await control`update control.instances set state = ${state}, trial_ends_on = ${ends}
      where tenant_id = ${owner.tenantId}`;
    return (await enterDossier(aVisitor(), owner))?.dossier.openness ?? null;
  };
  assert.equal(await at("provisioning"), null);
  assert.equal(await at("erased"), null);
  assert.equal(await at("trial", "2020-01-01"), "expired");
  assert.equal(await at("suspended"), "suspended");
  assert.equal(await at("closed"), "closed");
  assert.equal(await at("active"), "open");
});

Deno.test("the chooser shows a person's own dossiers and nobody else's", async () => {
  const { personId, email } = alice;
  await aDossier(aVisitor(), { ownerId: personId, email, companyName: "SCI Dupré" });
  const names = async (id: typeof personId) =>
    (await listDossiers(aVisitor({ personId: id }))).map((dossier) => dossier.companyName);
  assert.deepEqual(await names(alice.personId), ["Atelier Dupré", "SCI Dupré"]);
  assert.deepEqual(await names(denis.personId), ["Garage Roux"]);
  assert.deepEqual(await names(newId()), []);
  assert.deepEqual(await listDossiers(aVisitor()), []);
});

Deno.test("a public link opens its dossier with its own rights, for nobody in particular", async () => {
  const [instance] = await control`select public_id from control.instances where tenant_id = ${alice.tenantId}`;
  const secret = randomToken();
  const parts = parsePublicToken(`${instance!.public_id}.${secret}`);
  assert.deepEqual(parts, { publicId: instance!.public_id, secret });
  const entered = await enterByLink(aVisitor(), { publicId: parts!.publicId, rights: ["quotes:read"] });
  assert.deepEqual([entered?.ctx.tenantId, entered?.ctx.personId, entered?.ctx.actor, [...entered!.ctx.rights]], [
    alice.tenantId,
    null,
    "customer_link",
    ["quotes:read"],
  ]);
  assert.equal(await enterByLink(aVisitor(), { publicId: "00000000", rights: [] }), null);
});

Deno.test("what is not a public token is not taken apart", () => {
  const secret = randomToken();
  const wrong = [
    "",
    ".",
    "abcdefgh",
    `abcdefg.${secret}`,
    `ABCDEFGH.${secret}`,
    `0123456i.${secret}`,
    "abcdefgh.short",
  ];
  for (const token of [...wrong, `abcdefgh.${secret}!`, `abcdefgh.${"x".repeat(65)}`]) {
    assert.equal(parsePublicToken(token), null, token);
  }
});

Deno.test("the one statement of each request reads by index among 5,000 dossiers", async () => {
  await control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone)
    select gen_random_uuid(), translate(lpad(n::text, 8, '0'), 'ilou', '0000'), 'autre-' || n, 'Autre ' || n,
      'autre ' || n, ${TRIAL_CELL}, 'trial', 'Europe/Paris' from generate_series(1, 5000) n`;
  await control`insert into control.people (id, email, email_key, password_hash, confirmed_at)
    select gen_random_uuid(), n || '@example.fr', n || '@example.fr', '', now() from generate_series(1, 5000) n`;
  await control`insert into control.memberships (tenant_id, person_id, profile)
    select i.tenant_id, p.id, 'reader' from control.instances i
      join control.people p on p.email = replace(i.slug, 'autre-', '') || '@example.fr'`;
  await control`insert into control.sessions
    (id, person_id, token_hash, user_agent, last_seen_at, idle_expires_at, expires_at)
    select gen_random_uuid(), p.id, sha256(p.id::text::bytea), '', now(), now() + '1 day', now() + '1 day'
    from control.people p`;
  await control`analyze`;
  await control.begin(async (tx) => {
    const scans = async () => {
      const [sum] = await tx`
        select sum(pg_stat_get_xact_numscans(c.oid))::integer as tables,
          sum((select sum(pg_stat_get_xact_numscans(i.indexrelid)) from pg_index i
            where i.indrelid = c.oid))::integer as indexes
        from pg_class c where c.oid in ('control.sessions'::regclass, 'control.people'::regclass,
          'control.instances'::regclass, 'control.memberships'::regclass)`;
      return { ...sum } as { tables: number; indexes: number };
    };
    const before = await scans();
    for (let round = 0; round < 40; round++) {
      const entered = await tx`select 1 from control.enter_dossier(
        decode(${sha256Hex(alice.token)}, 'hex'), ${alice.slug}, now())`;
      assert.equal(entered.length, 1);
    }
    const after = await scans();
    assert.equal(after.tables - before.tables, 0, "whole tables were read");
    // Planning looks into indexes too, so there are a few more.
    assert.ok(after.indexes - before.indexes >= 4 * 40);
  });
});
