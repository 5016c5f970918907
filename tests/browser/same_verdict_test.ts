/**
 * One verdict in three places. Whoever holds the database tampers with it behind the triggers; the archive is then
 * written from what is there. The database's verification, the command on the ZIP, the archive's page in a browser and
 * the independent checker must name the same fault at the same place, kind by kind.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readLog, rotateKey, verifyAgreement, verifyChain } from "../../lib/antifraud/mod.ts";
import { readerPage } from "../../lib/archives/mod.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { newId } from "../../lib/platform/random.ts";
import { anIssuedInvoice } from "../../lib/sales/testing.ts";
import { judgeZip } from "../../supabase/verify_zip.ts";
import { checkArchive } from "../independent/check_archive.ts";
import { aLife, archived, bytesOf } from "../lib/archives/_lived.ts";
import { aBuyer, openSellersWorld } from "../lib/sales/_seller.ts";
import { closePage, openPage } from "../support/browser.ts";

const world = await openSellersWorld();
const folder = await Deno.makeTempDir();
await Deno.writeTextFile(join(folder, "index.html"), await readerPage());
const page = await openPage();
await page.goto(pathToFileURL(join(folder, "index.html")).href + "#verification");
Deno.test.afterAll(async () => {
  await closePage(page);
  closeRenderWorkers();
  await world.close();
  await Deno.remove(folder, { recursive: true });
});

const { ctx } = await aLife(world), { ctx: stranger } = await aLife(world);
await rotateKey({ ...ctx, rights: new Set(["members:write"]) }, newId());
await anIssuedInvoice(ctx, await aBuyer(ctx));
// Renders every file, so that the tampered archives only read.
await archived(ctx);
const records = await readLog(ctx, { after: 0n, limit: 1_000 });
const last = records.length;
/** An invoice in the middle of the chain: every field of its record is tampered with. */
const at = Number(records.filter(({ type }) => type === "invoice_issued")[1]!.seq);

const turn = Number(records.find(({ type }) => type === "key_rotated")!.seq);

/** What is named, and where. */
interface Found {
  readonly reason: string;
  readonly where: number | string;
}

const OTHER = "decode(repeat('ab', 32), 'hex')";
const here = `where tenant_id = '${ctx.tenantId}' and seq = ${at}`;
const first = here.replace(/\d+$/, "1"), rotation = here.replace(/\d+$/, String(turn));
const set = (change: string) => `update cell.sealed_records set ${change} ${here}`;
const flip = (column: string, byte: number) =>
  set(`${column} = set_byte(${column}, ${byte}, get_byte(${column}, ${byte}) # 1)`);
const found = (reason: string, where = at): Found => ({ reason, where });
const renumber = (from: string, to: string) =>
  `update cell.sealed_records set seq = ${to} where tenant_id = '${ctx.tenantId}' and ${from};`;
const columns = "tenant_id, seq, format, type, at, subject_id, prev_hash, payload, payload_digest, hash, algorithm, " +
  "key_id, signature";

/** Kinds of tampering, each with what everybody must find. */
const KINDS: Readonly<Record<string, readonly [string, Found]>> = {
  "the first byte of a payload": [flip("payload", 0), found("payload_digest")],
  "a byte inside a payload": [flip("payload", 40), found("payload_digest")],
  "a byte of a payload that is no UTF-8 then": [set("payload = set_byte(payload, 40, 255)"), found("payload_digest")],
  "a byte of a digest": [flip("payload_digest", 31), found("payload_digest")],
  "a byte of a hash": [flip("hash", 0), found("record_hash")],
  "a byte of a previous hash": [flip("prev_hash", 5), found("prev_hash")],
  "a byte of a signature": [flip("signature", 63), found("record_signature")],
  "a signature cut": [set("signature = substr(signature, 1, 63)"), found("record_unreadable")],
  "a millisecond": [set("at = at + interval '1 millisecond'"), found("record_hash")],
  "an hour back": [set("at = at - interval '1 hour'"), found("time_backwards")],
  "an instant before 1970": [set("at = '1969-12-31 23:59:59Z'"), found("time_backwards")],
  "an instant without end": [set("at = 'infinity'"), found("record_unreadable")],
  "a type": [set("type = 'credit_note_issued'"), found("record_hash")],
  "a key": [set("key_id = gen_random_uuid()"), found("unknown_key")],
  "an algorithm": [set("algorithm = 'none'"), found("record_unreadable")],
  "a subject": [set("subject_id = gen_random_uuid()"), found("content_mismatch")],
  "a content erased without its digest": [
    set("payload = null, payload_digest = " + OTHER + ", erased_at = now(), erased_under = tenant_id"),
    found("record_hash"),
  ],
  "a byte of the opening": [flip("payload", 20).replace(here, first), found("payload_digest", 1)],
  "the signature of the opening": [flip("signature", 9).replace(here, first), found("record_signature", 1)],
  "the key that a change of key names": [flip("payload", 60).replace(here, rotation), found("payload_digest", turn)],
  "the instant of a change of key": [
    set("at = at + interval '1 millisecond'").replace(here, rotation),
    found("record_hash", turn),
  ],
  "a record dropped": [`delete from cell.sealed_records ${here}`, found("record_gap", at + 1)],
  "two records dropped at the end": [
    `delete from cell.sealed_records where tenant_id = '${ctx.tenantId}' and seq > ${last - 2}`,
    found("head_mismatch", last - 1),
  ],
  "a record inserted": [
    renumber(`seq > ${at}`, "seq + 1000") + renumber("seq > 1000", "seq - 999") +
    `insert into cell.sealed_records (${columns}) select ${columns.replace(" seq,", ` ${at + 1},`)}
      from cell.sealed_records ${here};
    update cell.chains set head_seq = head_seq + 1 where tenant_id = '${ctx.tenantId}'`,
    found("prev_hash", at + 1),
  ],
  "two records swapped": [
    renumber(`seq in (${at}, ${at + 1})`, "seq + 1000") +
    renumber("seq > 1000", `case seq when ${at + 1000} then ${at + 1} else ${at} end`),
    found("prev_hash"),
  ],
  "another dossier's record": [
    `delete from cell.sealed_records ${here}; insert into cell.sealed_records (${columns})
      select ${columns.replace("tenant_id", `'${ctx.tenantId}'`)} from cell.sealed_records
      where tenant_id = '${stranger.tenantId}' and seq = ${at}`,
    found("prev_hash"),
  ],
  "the head's hash": [
    `update cell.chains set head_hash = ${OTHER} where tenant_id = '${ctx.tenantId}'`,
    found("head_mismatch", last),
  ],
  "a head further on": [
    `update cell.chains set head_seq = head_seq + 5 where tenant_id = '${ctx.tenantId}'`,
    found("head_mismatch", last + 1),
  ],
};

/** Does as the database's superuser can, behind triggers and keys. */
async function asSuperuser(statements: string): Promise<void> {
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql.unsafe(statements);
  });
}

const KEPT = ["sealed_records", "chains"] as const;
const copies = await Promise.all(KEPT.map(async (table) => {
  const [row] = await world.owner.trial.unsafe(
    `select jsonb_agg(to_jsonb(t))::text as rows from cell.${table} t where tenant_id = '${ctx.tenantId}'`,
  );
  return [table, row!.rows as string] as const;
}));

/** Everything as it was before the tampering; what was sealed since is gone too. */
async function restore(): Promise<void> {
  const back = copies.map(([table, rows]) =>
    `delete from cell.${table} where tenant_id = '${ctx.tenantId}';
    insert into cell.${table} select * from jsonb_populate_recordset(null::cell.${table}, $j$${rows}$j$::jsonb);`
  );
  await asSuperuser(`${back.join("")} delete from cell.archives where tenant_id = '${ctx.tenantId}' and step >= 0`);
}

async function saidByDatabase(): Promise<Found | null> {
  const { firstBad } = await verifyChain(ctx, { allSignatures: true });
  const bad = firstBad ?? (await verifyAgreement(ctx)).first;
  return bad && { reason: bad.code, where: Number(bad.seq) };
}

async function saidByPage(zip: Uint8Array): Promise<Found | null> {
  const verdict = page.locator("#verdict");
  await page.evaluate("document.querySelector('#verdict').replaceChildren()");
  const file = { name: "archive.zip", mimeType: "application/zip", buffer: Buffer.from(zip) };
  await page.locator("#zip").setInputFiles(file);
  await verdict.locator("strong").waitFor();
  const [reason, where] = [await verdict.getAttribute("data-reason"), await verdict.getAttribute("data-where")];
  return reason ? { reason, where: /^\d+$/.test(where!) ? Number(where) : where! } : null;
}

/** What each says; the archive is written from the database as it is now. */
async function saidByAll() {
  const database = await saidByDatabase();
  const zip = await bytesOf(ctx, (await archived(ctx)).id), path = join(folder, "archive.zip");
  await Deno.writeFile(path, zip);
  const command = named((await judgeZip(path)).firstBad);
  return { database, command, page: await saidByPage(zip), checker: named(checkArchive(zip).firstBad) };
}

const named = (bad: Found | null) => bad && { reason: bad.reason, where: bad.where };

Deno.test("nothing changed: everybody finds everything right", async () => {
  const said = await saidByAll().finally(restore);
  assert.deepEqual(said, { database: null, command: null, page: null, checker: null });
});

for (const [kind, [change, wanted]] of Object.entries(KINDS)) {
  Deno.test(`database, command, page and independent checker say the same of ${kind}`, async () => {
    await asSuperuser(change);
    const said = await saidByAll().finally(restore);
    assert.deepEqual(said, { database: wanted, command: wanted, page: wanted, checker: wanted });
  });
}

Deno.test("a live row changed behind the triggers is named by the database; the archive says what was sealed", async () => {
  const row = `where tenant_id = '${ctx.tenantId}' and id = '${records[at - 1]!.subjectId}'`;
  const [before] = await world.owner.trial.unsafe(`select subject from cell.sales_documents ${row}`);
  await asSuperuser(`update cell.sales_documents set subject = 'Autre chose' ${row}`);
  const said = await saidByAll().finally(restore);
  assert.deepEqual(said, { database: found("content_mismatch"), command: null, page: null, checker: null });
  await asSuperuser(`update cell.sales_documents set subject = $t$${before!.subject}$t$ ${row}`);
  assert.equal(await saidByDatabase(), null);
});
