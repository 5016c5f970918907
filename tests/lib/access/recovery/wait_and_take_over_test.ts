import assert from "node:assert/strict";
import { acceptInvitation, enterDossier, peekInvitation, removeMember } from "../../../../lib/access/mod.ts";
import { invitationSecret } from "../../../../lib/access/invitation_link.ts";
import { approveRecovery, askRecovery, cancelRecovery } from "../../../../lib/access/operator.ts";
import { objectToRecovery, peekObjection } from "../../../../lib/access/mod.ts";
import type { RecoveryKey } from "../../../../lib/access/recovery/recovery.ts";
import { aMember } from "../../../../lib/access/testing.ts";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { aPerson } from "../../../../lib/identity/testing.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openWorld } from "../../../support/world.ts";
import { aMailbox, aVisitor } from "../../identity/_people.ts";
import { anOwner, openDirectory } from "../_cast.ts";
import { aForm, anOperator, aWaiting, DAYS_OVER, finish, refusedAs, secretOf, stateOf, tell } from "./_recovery.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
await openDirectory(world);
const { control } = world.owner;
const team = [await anOperator("Odile"), await anOperator("Omar")];
const PASSWORD = "quatre grands chiens noirs";

let dossiers = 0;
async function aDossier() {
  return await anOwner(world, { name: "Alice", companyName: `Atelier ${++dossiers}` });
}

async function invitationsOf(tenantId: Uuid): Promise<{ email: string; secret: string }[]> {
  const found = await control`select email, token_id from control.invitations where tenant_id = ${tenantId}`;
  return found.map((row) => ({ email: String(row.email), secret: invitationSecret(row.token_id as Uuid) }));
}

async function invitedBy(key: RecoveryKey): Promise<string> {
  await finish(key);
  const [invitation, ...others] = await invitationsOf(key.tenantId);
  assert.deepEqual(others, []);
  return invitation!.secret;
}

async function standing(tenantId: Uuid): Promise<Record<string, string>> {
  const found = await control`select m.profile, m.is_owner, p.name from control.memberships m
    join control.people p on p.id = m.person_id where m.tenant_id = ${tenantId}`;
  return Object.fromEntries(found.map((row) => [row.name, `${row.profile}${row.is_owner ? " owner" : ""}`]));
}

async function accept(secret: string): Promise<void> {
  await acceptInvitation({ ...aVisitor(), email: null }, secret, { name: "Paul Héritier", password: PASSWORD });
}

Deno.test("approved, the members are told, each by a link of his own, and have 72 hours from then on", async () => {
  const { tenantId, personId } = await aDossier();
  const bob = await aPerson(aVisitor(), { email: aMailbox(), name: "Bob" });
  await aMember(aVisitor(), { tenantId, personId: bob.personId, profile: "sales" });
  const key = await aWaiting(tenantId, team);
  assert.equal(await stateOf(control, key), "waiting");
  const [{ hours }] = await control`select extract(epoch from waits_until - now()) / 3600 as hours
    from control.recoveries where id = ${key.id}` as unknown as [{ hours: string }];
  assert.ok(Number(hours) > 71.9 && Number(hours) <= 72, hours);
  const mails =
    await control`select 1 from control.jobs where kind = 'access.recovery_mail' and tenant_id = ${tenantId}`;
  assert.equal(mails.length, 2);
  assert.notEqual(await secretOf(control, key, personId), await secretOf(control, key, bob.personId));
});

Deno.test("the members of the dossier see until when they may object, and nobody sees it elsewhere", async () => {
  const alice = await aDossier(), other = await aDossier();
  const until = async ({ token, slug }: typeof alice) =>
    (await enterDossier(aVisitor(), { token, slug }))!.dossier.recoveryUntil;
  assert.equal(await until(alice), null);
  const key = await aWaiting(alice.tenantId, team);
  assert.match(String(await until(alice)), /^\d{4}-\d\d-\d\dT/);
  assert.equal(await until(other), null);
  await objectToRecovery(aVisitor(), await secretOf(control, key, alice.personId));
  assert.equal(await until(alice), null);
});

Deno.test("the job that tells the members, run twice, tells them once; for one that was cancelled, never", async () => {
  const { tenantId } = await aDossier();
  const key = await aWaiting(tenantId, team);
  await tell(key);
  const told = await control`select 1 from control.recovery_notices where tenant_id = ${tenantId}`;
  assert.equal(told.length, 1);
  const other = await aDossier();
  const id = await askRecovery(aVisitor(), team[0]!, { ...aForm(), tenantId: other.tenantId });
  await tell({ tenantId: other.tenantId, id });
  assert.equal(await stateOf(control, { tenantId: other.tenantId, id }), "asked");
  await approveRecovery(aVisitor(), team[1]!, {
    tenantId: other.tenantId,
    id,
    isChecked: true,
    reason: "Pièces vues ce matin",
  });
  await cancelRecovery(aVisitor(), team[0]!, { tenantId: other.tenantId, id, reason: "Erreur de dossier." });
  await tell({ tenantId: other.tenantId, id });
  assert.equal(await stateOf(control, { tenantId: other.tenantId, id }), "cancelled");
});

Deno.test("after the days the new person is invited, makes his account and is administrator and owner beside", async () => {
  const { tenantId, slug } = await aDossier();
  const secret = await invitedBy(await aWaiting(tenantId, team));
  const pending = await peekInvitation(aVisitor(), secret);
  assert.deepEqual([pending.inviter, pending.profileLabel], ["Équipe Paraphe", "Administrateur, titulaire du dossier"]);
  await accept(secret);
  assert.deepEqual(await standing(tenantId), {
    "Alice": "administrator owner",
    "Paul Héritier": "administrator owner",
  });
  await assert.rejects(peekInvitation(aVisitor(), secret), refusedAs("invitation_link"));
  assert.ok(slug);
});

Deno.test("a recovery with departure moves the ownership alone: the earlier owner stays an administrator", async () => {
  const { tenantId } = await aDossier();
  const secret = await invitedBy(await aWaiting(tenantId, team, { ownersLeave: true }));
  assert.deepEqual(await standing(tenantId), { Alice: "administrator owner" });
  await accept(secret);
  assert.deepEqual(await standing(tenantId), { "Alice": "administrator", "Paul Héritier": "administrator owner" });
  const acts = await control`select actor, verb from control.access_acts where tenant_id = ${tenantId}
    and verb = 'withdrawOwnership'`;
  assert.deepEqual(acts.map(({ actor }) => actor), ["Équipe Paraphe"]);
});

Deno.test("somebody who is a member already is raised, and an invitation that waited for him gives way", async () => {
  const { tenantId } = await aDossier();
  const email = aMailbox(), bob = await aPerson(aVisitor(), { email, name: "Bob" });
  await aMember(aVisitor(), { tenantId, personId: bob.personId, profile: "sales" });
  const secret = await invitedBy(await aWaiting(tenantId, team, { email: email.toUpperCase() }));
  await acceptInvitation({ ...aVisitor({ personId: bob.personId }), email }, secret, { name: "", password: "" });
  assert.deepEqual(await standing(tenantId), { Alice: "administrator owner", Bob: "administrator owner" });
});

Deno.test("an ordinary invitation makes nobody an owner", async () => {
  const { tenantId } = await aDossier();
  const secret = await invitedBy(await aWaiting(tenantId, team));
  await control`update control.invitations set recovery_id = null, profile = 'reader' where tenant_id = ${tenantId}`;
  await accept(secret);
  assert.equal((await standing(tenantId))["Paul Héritier"], "reader");
});

Deno.test("a closed dossier lets in whom a recovery invited", async () => {
  const { tenantId } = await aDossier();
  await control`update control.instances set state = 'closed' where tenant_id = ${tenantId}`;
  await accept(await invitedBy(await aWaiting(tenantId, team)));
  assert.equal((await standing(tenantId))["Paul Héritier"], "administrator owner");
});

Deno.test("a dossier whose last member is gone is recovered: nobody is left to be told", async () => {
  const { tenantId } = await aDossier();
  await control`delete from control.memberships where tenant_id = ${tenantId}`;
  await accept(await invitedBy(await aWaiting(tenantId, team, { despiteAdministrator: false })));
  assert.deepEqual(await standing(tenantId), { "Paul Héritier": "administrator owner" });
});

Deno.test("before the days are over the job invites nobody, and asks to be run again in time", async () => {
  const { tenantId } = await aDossier();
  const key = await aWaiting(tenantId, team);
  for (const after of [0, 71 * 3_600, 72 * 3_600 - 60]) await finish(key, after);
  assert.equal(await stateOf(control, key), "waiting");
  assert.deepEqual(await invitationsOf(tenantId), []);
  const waiting = await control`select run_at > now() + interval '71 hours' as later from control.jobs
    where kind = 'access.finish_recovery' and tenant_id = ${tenantId}`;
  assert.deepEqual(waiting.map(({ later }) => later), [true, true, true, true]);
});

Deno.test("the job that ends the wait, run twice and at once, sends one invitation", async () => {
  const { tenantId } = await aDossier();
  const key = await aWaiting(tenantId, team);
  await Promise.all([finish(key), finish(key)]);
  await finish(key, DAYS_OVER + 60);
  const mails =
    await control`select 1 from control.jobs where kind = 'access.invitation_mail' and tenant_id = ${tenantId}`;
  assert.deepEqual([mails.length, (await invitationsOf(tenantId)).length], [1, 1]);
  assert.equal(await stateOf(control, key), "done");
});

Deno.test("one member objects: the recovery is over, nobody is invited, and his name stands in the activity", async () => {
  const { tenantId, personId } = await aDossier();
  const key = await aWaiting(tenantId, team);
  const secret = await secretOf(control, key, personId);
  const pending = await peekObjection(aVisitor(), secret);
  assert.equal(pending.name, "Paul Héritier");
  assert.equal(await stateOf(control, key), "waiting", "a look changes nothing");
  await objectToRecovery(aVisitor(), secret);
  assert.equal(await stateOf(control, key), "objected");
  await finish(key);
  assert.deepEqual(await invitationsOf(tenantId), []);
  const [act] = await control`select actor, person_id from control.access_acts
    where tenant_id = ${tenantId} and verb = 'objectToRecovery'`;
  assert.deepEqual({ ...act }, { actor: "Alice", person_id: personId });
  await assert.rejects(
    cancelRecovery(aVisitor(), team[0]!, { ...key, reason: "Trop tard." }),
    refusedAs("recovery_over"),
  );
});

Deno.test("links that are unknown, spent, late, of one who left, or of an ended recovery get one answer", async () => {
  const { tenantId, personId } = await aDossier();
  const bob = await aPerson(aVisitor(), { email: aMailbox(), name: "Bob" });
  await aMember(aVisitor(), { tenantId, personId: bob.personId, profile: "sales" });
  const key = await aWaiting(tenantId, team);
  const alices = await secretOf(control, key, personId), bobs = await secretOf(control, key, bob.personId);
  const isDead = async (secret: string, after = 0) => {
    await assert.rejects(peekObjection(aVisitor({ after }), secret), refusedAs("objection_link"));
    await assert.rejects(objectToRecovery(aVisitor({ after }), secret), refusedAs("objection_link"));
  };
  for (const unknown of ["", "x", invitationSecret(newId()), "é".repeat(300)]) await isDead(unknown);
  await isDead(alices, DAYS_OVER);
  await control`delete from control.memberships where tenant_id = ${tenantId} and person_id = ${bob.personId}`;
  await isDead(bobs);
  await objectToRecovery(aVisitor(), alices);
  await isDead(alices);
  const done = await aWaiting(tenantId, team);
  const late = await secretOf(control, done, personId);
  await finish(done);
  await isDead(late);
  assert.equal(await stateOf(control, done), "done");
});

Deno.test("of two members who object at once one stops it and the other is told that it is over", async () => {
  const { tenantId, personId } = await aDossier();
  const bob = await aPerson(aVisitor(), { email: aMailbox(), name: "Bob" });
  await aMember(aVisitor(), { tenantId, personId: bob.personId, profile: "sales" });
  const key = await aWaiting(tenantId, team);
  const secrets = await Promise.all([personId, bob.personId].map((who) => secretOf(control, key, who)));
  const outcomes = await Promise.allSettled(secrets.map((secret) => objectToRecovery(aVisitor(), secret)));
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});

Deno.test("an owner who was replaced by a recovery with departure makes no owners any more", async () => {
  const alice = await aDossier();
  await accept(await invitedBy(await aWaiting(alice.tenantId, team, { ownersLeave: true })));
  const { ctx } = (await enterDossier(aVisitor(), { token: alice.token, slug: alice.slug }))!;
  const [paul] = await control`select person_id from control.memberships
    where tenant_id = ${alice.tenantId} and person_id <> ${alice.personId}`;
  await assert.rejects(removeMember(ctx, { personId: paul!.person_id as Uuid }), refusedAs("owners_only"));
});
