import assert from "node:assert/strict";
import {
  checkLog,
  checkProof,
  describeLog,
  exportLog,
  listLog,
  openChain,
  readLog,
  registerAgreement,
  registerWitness,
  seal,
  type WitnessReport,
} from "../../../lib/antifraud/mod.ts";
import { advanceCheck } from "../../../lib/antifraud/check_log.ts";
import { type Ctx, Forbidden } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

/** Live rows of a pretended module, as the agreement looks for them. */
const live = new Map<Uuid, { n: number }>();
registerAgreement({
  types: ["probe_sealed"],
  payloads: (_tx, { ids }) => Promise.resolve(new Map(ids.flatMap((id) => live.has(id) ? [[id, live.get(id)!]] : []))),
  countSealed: (_tx, tenantId) => Promise.resolve(BigInt(counted.get(tenantId) ?? 0)),
});
const counted = new Map<Uuid, number>();

async function aLog(records: number): Promise<{ ctx: Ctx; subjects: Uuid[] }> {
  const ctx = await world.makeDossier(["sealed_log:read"]);
  await withTenant(ctx, (tx) => openChain(tx, ctx));
  const subjects = Array.from({ length: records }, () => newId());
  subjects.forEach((id, n) => live.set(id, { n }));
  counted.set(ctx.tenantId, records);
  const events = subjects.map((subjectId, n) => ({ type: "probe_sealed", subjectId, payload: { n } }));
  await withTenant(ctx, (tx) => seal(tx, ctx, events));
  return { ctx, subjects };
}

async function tamper(ctx: Ctx, change: string): Promise<void> {
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql.unsafe(change.replaceAll("$T", `tenant_id = '${ctx.tenantId}'`));
  });
}

async function lastPayload(ctx: Ctx): Promise<Record<string, unknown>> {
  const { records: [line] } = await listLog(ctx, { type: "log_verified" });
  const [record] = await readLog(ctx, { after: line!.seq - 1n, limit: 1 });
  const { salt: _, ...payload } = JSON.parse(new TextDecoder().decode(record!.payload!));
  return payload;
}

Deno.test("a short log is verified at once, and what was found is sealed", async () => {
  const { ctx } = await aLog(3);
  const check = await checkLog(ctx);
  const { ok, agreementOk, records, compared } = check.outcome!;
  assert.deepEqual([check.part, ok, agreementOk, records, compared, check.sealSeq], ["done", true, true, "4", 3, 5n]);
  const sealed = await lastPayload(ctx);
  assert.deepEqual(sealed, {
    ok: true,
    agreementOk: true,
    records: 4,
    headHash: check.outcome!.headHash,
    firstBad: null,
    anchors: 0,
    anchorsOk: null,
  });
  const state = await describeLog(ctx);
  assert.deepEqual([state?.lastCheck?.id, state?.running, state?.records], [check.id, null, 5n]);
});

Deno.test("a long verification goes on in slices, and whoever asks meanwhile follows it", async () => {
  const { ctx } = await aLog(3);
  const begun = await checkLog(ctx, { budgetMs: -1 });
  assert.notEqual(begun.part, "done");
  const [job] = await world.owner.trial`
    select count(*)::int as n from cell.jobs where tenant_id = ${ctx.tenantId} and kind = 'antifraud.check_log'`;
  assert.equal(job!.n, 2, "one if the request dies, one to go on");
  await withTenant(ctx, (tx) => seal(tx, ctx, [{ type: "other_probe", subjectId: null, payload: {} }]));
  const all = await Promise.all([checkLog(ctx), advanceCheck(ctx, begun.id, { budgetMs: 5_000 })]);
  assert.ok(all.every(({ id }) => id === begun.id));
  const done = await advanceCheck(ctx, begun.id, { budgetMs: 5_000 });
  assert.deepEqual([done.part, done.outcome!.ok, done.outcome!.records], ["done", true, "4"]);
  assert.equal((await listLog(ctx, { type: "log_verified" })).records.length, 1, "sealed once");
});

Deno.test("witnesses are asked last: what they say is told apart and sealed, and nothing of theirs blames the chain", async () => {
  const { ctx } = await aLog(2);
  const asked: Uuid[] = [];
  const witnessed = async (report: WitnessReport) => {
    registerWitness(({ tenantId }) => {
      asked.push(tenantId);
      return Promise.resolve(report);
    });
    const { outcome } = await checkLog(ctx);
    const { anchors, anchorsOk } = await lastPayload(ctx);
    return [outcome!.ok, outcome!.agreementOk, outcome!.witness, anchors, anchorsOk];
  };
  const firstBad = { seq: "9", day: "2026-11-20", reason: "Le journal s’arrête avant." };
  const [sound, none, bad] = [{ compared: 3, firstBad: null }, { compared: 0, firstBad: null }, {
    compared: 3,
    firstBad,
  }];
  assert.deepEqual(await witnessed(sound), [true, true, sound, 3, true]);
  assert.deepEqual(await witnessed(none), [true, true, none, 0, null]);
  assert.deepEqual(await witnessed(bad), [true, true, bad, 3, false]);
  assert.deepEqual(asked, [ctx.tenantId, ctx.tenantId, ctx.tenantId]);
  registerWitness(() => Promise.reject(new Error("control does not answer")));
  await assert.rejects(checkLog(ctx), /control does not answer/);
  registerWitness(null);
  assert.equal((await checkLog(ctx)).outcome!.witness, null, "the one that was cut short goes on");
});

Deno.test("a row changed behind the triggers is named, and a row without a record is counted", async () => {
  const { ctx, subjects } = await aLog(3);
  live.set(subjects[1]!, { n: 99 });
  const changed = (await checkLog(ctx)).outcome!;
  assert.deepEqual([changed.ok, changed.agreementOk, changed.disagreement?.code], [true, false, "content_mismatch"]);
  assert.equal(changed.disagreement?.seq, "3");
  live.set(subjects[1]!, { n: 1 });
  counted.set(ctx.tenantId, 4);
  const added = (await checkLog(ctx)).outcome!;
  assert.match(added.disagreement!.reason, /4 lignes émises pour 3 enregistrements/);
  assert.equal((await lastPayload(ctx))["agreementOk"], false);
});

Deno.test("a subject that its content does not name is found", async () => {
  const { ctx } = await aLog(1);
  const document = newId();
  const event = { type: "document_sent", subjectId: document, payload: { document, ordinal: 1, channel: "mail" } };
  await withTenant(ctx, (tx) => seal(tx, ctx, [event]));
  assert.equal((await checkLog(ctx)).outcome!.agreementOk, true);
  await tamper(
    ctx,
    "update cell.sealed_records set subject_id = gen_random_uuid() where $T and type = 'document_sent'",
  );
  assert.equal((await checkLog(ctx)).outcome!.disagreement?.seq, "3");
});

Deno.test("a broken chain is told with its place, and a chain forged beyond its head is told unsealed", async () => {
  const { ctx } = await aLog(3);
  await tamper(ctx, "update cell.sealed_records set hash = payload_digest where $T and seq = 3");
  const broken = await checkLog(ctx);
  assert.deepEqual([broken.outcome!.firstBad?.code, broken.outcome!.firstBad?.seq], ["record_hash", "3"]);
  assert.equal((await lastPayload(ctx))["firstBad"], 3);
  await tamper(
    ctx,
    "insert into cell.sealed_records select tenant_id, seq + 1, format, type, at, prev_hash, payload, payload_digest, hash, key_id, algorithm, signature, subject_id from cell.sealed_records where $T and seq = 5",
  );
  const forged = await checkLog(ctx);
  assert.deepEqual([forged.part, forged.sealSeq, forged.outcome!.ok], ["done", null, false]);
});

Deno.test("the records of one document are recomputed, each with its links", async () => {
  const { ctx, subjects } = await aLog(3);
  const [sound] = await checkProof(ctx, subjects[2]!);
  assert.deepEqual([sound!.fault, sound!.isFollowed, sound!.seq], [null, false, 4n]);
  live.set(subjects[2]!, { n: 7 });
  assert.equal((await checkProof(ctx, subjects[2]!))[0]!.fault, "content_mismatch");
  const faults: [string, string][] = [
    ["payload = payload || '\\x20'::bytea", "payload_digest"],
    ["signature = substr(signature, 2)", "record_signature"],
    ["prev_hash = payload_digest", "prev_hash"],
    ["at = at + interval '1 second'", "record_hash"],
  ];
  for (const [change, fault] of faults) {
    const one = await aLog(2);
    await tamper(one.ctx, `update cell.sealed_records set ${change} where $T and seq = 2`);
    const [checked] = await checkProof(one.ctx, one.subjects[0]!);
    assert.deepEqual([checked!.fault, checked!.isFollowed], [fault, true]);
  }
  assert.deepEqual(await checkProof(ctx, newId()), []);
  assert.deepEqual(await checkProof(await world.makeDossier([]), subjects[0]!), []);
});

Deno.test("the log is listed newest first, by type, page after page, and exported whole", async () => {
  const { ctx } = await aLog(60);
  const first = await listLog(ctx);
  assert.deepEqual([first.records.length, first.records[0]!.seq, first.next], [50, 61n, 12n]);
  const second = await listLog(ctx, { before: first.next });
  assert.deepEqual([second.records.length, second.next], [11, null]);
  assert.deepEqual((await listLog(ctx, { type: "chain_opened" })).records.map(({ seq }) => seq), [1n]);
  assert.equal((await Array.fromAsync(exportLog(ctx))).length, 61);
});

Deno.test("verifying and reading are refused without the right or without a chain", async () => {
  const none = await world.makeDossier([]);
  for (const act of [checkLog(none), describeLog(none), listLog(none), Array.fromAsync(exportLog(none))]) {
    await assert.rejects(act, Forbidden);
  }
  const empty = await world.makeDossier(["sealed_log:read"]);
  await assert.rejects(checkLog(empty), (error) => error instanceof Refusal && error.code === "antifraud.no_chain");
  assert.equal(await describeLog(empty), null);
});
