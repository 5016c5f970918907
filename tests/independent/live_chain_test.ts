import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { openChain, readLog, readLogHead, rotateKey, seal, verifyChain } from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import { withTenant } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { lineText } from "../support/archive_fixture.ts";
import type { ChainLine } from "../support/archive_chain.ts";
import { openTestOutside } from "../support/outside.ts";
import { openWorld } from "../support/world.ts";
import { checkChain } from "./check_archive.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

/** Eight records: an opening, three probes, a change of key, three probes. */
async function aChain(): Promise<Ctx> {
  const ctx = await world.makeDossier(["members:write", "sealed_log:read"]);
  const probe = () => ({
    type: "probe_sealed",
    subjectId: newId(),
    payload: { label: "Électricité & œuvre", cents: 120 },
  });
  await withTenant(ctx, (tx) => openChain(tx, ctx));
  await withTenant(ctx, (tx) => seal(tx, ctx, [probe(), probe(), probe()]));
  await rotateKey(ctx, newId());
  await withTenant(ctx, (tx) => seal(tx, ctx, [probe(), probe(), probe()]));
  return ctx;
}

/** The chain as its rows are now, one record a line as in an archive. */
async function exported(ctx: Ctx): Promise<Uint8Array> {
  const records = await readLog(ctx, { after: 0n, limit: 100 });
  const lines = records.map((record) => ({
    algorithm: record.algorithm,
    at: record.at,
    format: record.format,
    hash: hex(record.hash),
    keyId: record.keyId,
    payload: record.payload && new TextDecoder().decode(record.payload),
    payloadDigest: hex(record.payloadDigest),
    prevHash: hex(record.prevHash),
    seq: Number(record.seq),
    signature: Buffer.from(record.signature).toString("base64url"),
    subject: record.subjectId,
    type: record.type,
  }));
  return new TextEncoder().encode(lines.map((line) => lineText(line as ChainLine)).join(""));
}

/** Changes rows as the database's superuser can, behind the triggers. */
async function tamper(ctx: Ctx, change: string): Promise<void> {
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql.unsafe(change.replaceAll("$T", `tenant_id = '${ctx.tenantId}'`));
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

Deno.test("a chain of the program is right for a checker that knows its README alone", async () => {
  const ctx = await aChain(), head = (await readLogHead(ctx))!;
  const { ok, records, signatures, firstBad } = checkChain(await exported(ctx), {
    seq: Number(head.seq),
    hash: hex(head.hash),
  });
  assert.deepEqual({ ok, records, signatures, firstBad }, { ok: true, records: 8, signatures: 8, firstBad: null });
});

const OTHER = "decode(repeat('ab', 32), 'hex')";
const TAMPERINGS: Readonly<Record<string, string>> = {
  "a payload": "update cell.sealed_records set payload = payload || ' '::bytea where $T and seq = 3",
  "a digest": `update cell.sealed_records set payload_digest = ${OTHER} where $T and seq = 3`,
  "a type": "update cell.sealed_records set type = 'forged_type' where $T and seq = 3",
  "an instant": "update cell.sealed_records set at = at + interval '1 hour' where $T and seq = 3",
  "an earlier instant": "update cell.sealed_records set at = at - interval '1 hour' where $T and seq = 3",
  "a hash": `update cell.sealed_records set hash = ${OTHER} where $T and seq = 3`,
  "a previous hash": `update cell.sealed_records set prev_hash = ${OTHER} where $T and seq = 3`,
  "a signature": "update cell.sealed_records set signature = decode(repeat('ab', 64), 'hex') where $T and seq = 7",
  "a row less": "delete from cell.sealed_records where $T and seq = 4",
  "the tail cut": "delete from cell.sealed_records where $T and seq = 8",
  "two rows swapped":
    "update cell.sealed_records set seq = seq + 100 where $T and seq in (3, 4); update cell.sealed_records set seq = case seq when 103 then 4 else 3 end where $T and seq > 100",
};

for (const [what, change] of Object.entries(TAMPERINGS)) {
  Deno.test(`the database and the checker find the same fault at the same record: ${what}`, async () => {
    const ctx = await aChain(), head = (await readLogHead(ctx))!;
    await tamper(ctx, change);
    const { firstBad: live } = await verifyChain(ctx, { allSignatures: true });
    const { firstBad } = checkChain(await exported(ctx), { seq: Number(head.seq), hash: hex(head.hash) });
    assert.ok(live);
    assert.deepEqual(firstBad, { part: "chain", where: Number(live.seq), reason: live.code });
  });
}
