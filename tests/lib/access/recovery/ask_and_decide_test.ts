import assert from "node:assert/strict";
import {
  approveRecovery,
  askRecovery,
  cancelRecovery,
  getRecovery,
  isAdministratorSeen,
  listAllRecoveries,
  listRecoveries,
  refuseRecovery,
} from "../../../../lib/access/operator.ts";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openWorld } from "../../../support/world.ts";
import { aVisitor } from "../../identity/_people.ts";
import { anOwner, openDirectory } from "../_cast.ts";
import { aForm, anOperator, refusedAs, stateOf, tell } from "./_recovery.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
await openDirectory(world);
const { control } = world.owner;
const odile = await anOperator("Odile"), omar = await anOperator("Omar");

let dossiers = 0;
async function aDossier() {
  return await anOwner(world, { name: "Alice", companyName: `Atelier ${++dossiers}` });
}

async function asked(tenantId: Uuid) {
  return { tenantId, id: await askRecovery(aVisitor(), odile, { ...aForm(), tenantId }) };
}

async function actsOf(tenantId: Uuid): Promise<string[]> {
  const rows = await control`select actor, person_id, verb from control.access_acts
    where tenant_id = ${tenantId} and subject_kind = 'recovery' order by id`;
  assert.ok(rows.every(({ person_id }) => person_id === null));
  return rows.map(({ actor, verb }) => `${actor} ${verb}`);
}

Deno.test("one operator asks, another approves; both stand in the dossier's activity as the team", async () => {
  const { tenantId } = await aDossier();
  const key = await asked(tenantId);
  assert.equal(await stateOf(control, key), "asked");
  await approveRecovery(aVisitor(), omar, { ...key, isChecked: true, reason: "Pièces vues ce matin" });
  const found = await getRecovery(aVisitor(), key);
  assert.deepEqual(
    [found.state, found.askedByName, found.decidedByName, found.evidence],
    ["approved", "Odile", "Omar", ["register_extract", "identity_document", "register_call"]],
  );
  assert.deepEqual(await actsOf(tenantId), ["Équipe Paraphe askRecovery", "Équipe Paraphe approveRecovery"]);
});

Deno.test("recoveries are listed, of one dossier or of all, the youngest first", async () => {
  const one = await asked((await aDossier()).tenantId), other = await asked((await aDossier()).tenantId);
  assert.deepEqual((await listAllRecoveries(aVisitor())).rows.slice(0, 2).map(({ id }) => id), [other.id, one.id]);
  assert.deepEqual((await listRecoveries(aVisitor(), one.tenantId)).map(({ id }) => id), [one.id]);
});

Deno.test("a refused recovery keeps its reason, and another may be asked for the same dossier", async () => {
  const { tenantId } = await aDossier();
  const key = await asked(tenantId);
  await refuseRecovery(aVisitor(), omar, { ...key, reason: "Le numéro du registre ne répond pas." });
  const found = await getRecovery(aVisitor(), key);
  assert.deepEqual([found.state, found.endReason], ["refused", "Le numéro du registre ne répond pas."]);
  await asked(tenantId);
  assert.deepEqual((await actsOf(tenantId))[1], "Équipe Paraphe refuseRecovery");
});

Deno.test("a recovery is cancelled while it is asked, approved or waits, by whoever of the team", async () => {
  for (const steps of [0, 1, 2]) {
    const key = await asked((await aDossier()).tenantId);
    if (steps > 0) await approveRecovery(aVisitor(), omar, { ...key, isChecked: true, reason: "Pièces vues ce matin" });
    if (steps > 1) await tell(key);
    await cancelRecovery(aVisitor(), odile, { ...key, reason: "La gérante s’est reconnectée." });
    assert.equal(await stateOf(control, key), "cancelled");
    await assert.rejects(
      cancelRecovery(aVisitor(), odile, { ...key, reason: "Encore une fois." }),
      refusedAs("recovery_over"),
    );
  }
});

Deno.test("whoever asked neither approves nor refuses", async () => {
  const key = await asked((await aDossier()).tenantId);
  await assert.rejects(
    approveRecovery(aVisitor(), odile, { ...key, isChecked: true, reason: "Pièces vues ce matin" }),
    refusedAs("recovery_own"),
  );
  await assert.rejects(
    refuseRecovery(aVisitor(), odile, { ...key, reason: "Ce n’est pas clair." }),
    refusedAs("recovery_own"),
  );
  assert.equal(await stateOf(control, key), "asked");
});

Deno.test("an approval is refused without having seen the papers, twice, and after a refusal or an end", async () => {
  const key = await asked((await aDossier()).tenantId);
  const approve = () => approveRecovery(aVisitor(), omar, { ...key, isChecked: true, reason: "Pièces vues ce matin" });
  await assert.rejects(
    approveRecovery(aVisitor(), omar, { ...key, isChecked: false, reason: "Pièces vues ce matin" }),
    refusedAs("recovery_unchecked"),
  );
  await approve();
  await assert.rejects(approve(), refusedAs("recovery_decided"));
  await assert.rejects(
    refuseRecovery(aVisitor(), omar, { ...key, reason: "Ce n’est pas clair." }),
    refusedAs("recovery_decided"),
  );
  const other = await asked((await aDossier()).tenantId);
  await refuseRecovery(aVisitor(), omar, { ...other, reason: "Ce n’est pas clair." });
  await assert.rejects(
    approveRecovery(aVisitor(), omar, { ...other, isChecked: true, reason: "Pièces vues ce matin" }),
    refusedAs("recovery_decided"),
  );
  const third = await asked((await aDossier()).tenantId);
  await cancelRecovery(aVisitor(), odile, { ...third, reason: "Erreur de dossier." });
  await assert.rejects(
    approveRecovery(aVisitor(), omar, { ...third, isChecked: true, reason: "Pièces vues ce matin" }),
    refusedAs("recovery_decided"),
  );
});

Deno.test("of two approvals at once one is taken", async () => {
  const key = await asked((await aDossier()).tenantId), olga = await anOperator("Olga");
  const both = [omar, olga].map((who) =>
    approveRecovery(aVisitor(), who, { ...key, isChecked: true, reason: "Pièces vues ce matin" })
  );
  const outcomes = await Promise.allSettled(both);
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const [{ jobs }] = await control`select count(*)::integer as jobs from control.jobs
    where kind = 'access.begin_recovery' and tenant_id = ${key.tenantId}` as unknown as [{ jobs: number }];
  assert.equal(jobs, 1);
});

Deno.test("an operator who was disabled decides nothing, even with a page still open", async () => {
  const key = await asked((await aDossier()).tenantId), oscar = await anOperator("Oscar");
  await control`update control.operators set disabled_at = now() where id = ${oscar.operatorId}`;
  await assert.rejects(
    approveRecovery(aVisitor(), oscar, { ...key, isChecked: true, reason: "Pièces vues ce matin" }),
    refusedAs("recovery_decided"),
  );
  assert.equal(await stateOf(control, key), "asked");
});

Deno.test("a second recovery of the same dossier is refused while one is under way, in a race too", async () => {
  const { tenantId } = await aDossier();
  const both = await Promise.allSettled([asked(tenantId), asked(tenantId)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  await assert.rejects(asked(tenantId), refusedAs("recovery_under_way"));
  assert.equal((await listRecoveries(aVisitor(), tenantId)).length, 1);
});

Deno.test("an administrator who was there within 30 days must be passed over on purpose", async () => {
  const { tenantId, personId } = await aDossier();
  const ask = (despiteAdministrator: boolean) =>
    askRecovery(aVisitor(), odile, { ...aForm({ despiteAdministrator }), tenantId });
  assert.equal(await isAdministratorSeen(aVisitor(), tenantId), true);
  await assert.rejects(ask(false), refusedAs("recovery_administrator_seen"));
  assert.deepEqual(await listRecoveries(aVisitor(), tenantId), []);
  const id = await ask(true);
  assert.equal((await getRecovery(aVisitor(), { tenantId, id })).administratorSeen, true);
  await cancelRecovery(aVisitor(), odile, { tenantId, id, reason: "Erreur de dossier." });
  await control`update control.sessions set last_seen_at = now() - interval '31 days' where person_id = ${personId}`;
  assert.equal(await isAdministratorSeen(aVisitor(), tenantId), false);
  const later = await ask(false);
  assert.equal((await getRecovery(aVisitor(), { tenantId, id: later })).administratorSeen, false);
});

Deno.test("a dossier that is unknown is 404; one never confirmed, erased, or a copy is refused", async () => {
  await assert.rejects(asked(newId()), refusedAs("recovery_no_dossier"));
  for (const state of ["provisioning", "erased", "copy"]) {
    const { tenantId } = await aDossier();
    await control`update control.instances set state = ${state} where tenant_id = ${tenantId}`;
    await assert.rejects(asked(tenantId), refusedAs("recovery_dossier"), state);
  }
  for (const state of ["active", "suspended", "closed", "kept"]) {
    const { tenantId } = await aDossier();
    await control`update control.instances set state = ${state} where tenant_id = ${tenantId}`;
    await asked(tenantId);
  }
});

Deno.test("a dossier erased between the two operators is not recovered", async () => {
  const key = await asked((await aDossier()).tenantId);
  await control`update control.instances set state = 'erased' where tenant_id = ${key.tenantId}`;
  await assert.rejects(
    approveRecovery(aVisitor(), omar, { ...key, isChecked: true, reason: "Pièces vues ce matin" }),
    refusedAs("recovery_dossier"),
  );
});

Deno.test("a recovery of another dossier's number, or of none, is unknown", async () => {
  const key = await asked((await aDossier()).tenantId), other = await aDossier();
  for (const wrong of [{ ...key, tenantId: other.tenantId }, { ...key, id: newId() }]) {
    await assert.rejects(getRecovery(aVisitor(), wrong), refusedAs("no_recovery"));
    await assert.rejects(
      approveRecovery(aVisitor(), omar, { ...wrong, isChecked: true, reason: "Pièces vues ce matin" }),
      refusedAs("no_recovery"),
    );
    await assert.rejects(
      refuseRecovery(aVisitor(), omar, { ...wrong, reason: "Ce n’est pas clair." }),
      refusedAs("no_recovery"),
    );
    await assert.rejects(
      cancelRecovery(aVisitor(), odile, { ...wrong, reason: "Ce n’est pas clair." }),
      refusedAs("no_recovery"),
    );
  }
});

const LONG = "x".repeat(1_001);
const FAULTS = [
  ["no address", { email: "paul" }, "email"],
  ["no name", { name: "  " }, "recovery_name"],
  ["a name of 101 characters", { name: "x".repeat(101) }, "recovery_name"],
  ["a name that reads otherwise than it is kept", { name: "Paul\u202egréH" }, "recovery_name"],
  ["no reason", { reason: " \n " }, "act_reason"],
  ["a reason of 1 001 characters", { reason: LONG }, "act_reason"],
  ["no extract of the register", { evidence: ["identity_document", "register_call"] }, "recovery_evidence"],
  ["no identity document", { evidence: ["register_extract", "register_call"] }, "recovery_evidence"],
  ["nothing seen", { evidence: [], note: "Rien." }, "recovery_evidence"],
  ["neither call nor note", { evidence: ["register_extract", "identity_document"] }, "recovery_evidence_note"],
  ["a note of 1 001 characters", { note: LONG }, "recovery_evidence_note"],
] as const;

for (const [what, wish, code] of FAULTS) {
  Deno.test(`asking with ${what} is refused and writes nothing`, async () => {
    const { tenantId } = await aDossier();
    await assert.rejects(askRecovery(aVisitor(), odile, { ...aForm(wish), tenantId }), refusedAs(code));
    assert.deepEqual(await listRecoveries(aVisitor(), tenantId), []);
  });
}

Deno.test("a refusal or a cancellation without a reason is refused", async () => {
  const key = await asked((await aDossier()).tenantId);
  for (const reason of ["", "  ", LONG, "a\u0000b"]) {
    await assert.rejects(refuseRecovery(aVisitor(), omar, { ...key, reason }), refusedAs("act_reason"));
    await assert.rejects(cancelRecovery(aVisitor(), odile, { ...key, reason }), refusedAs("act_reason"));
  }
  assert.equal(await stateOf(control, key), "asked");
});
