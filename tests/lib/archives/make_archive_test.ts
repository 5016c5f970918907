import assert from "node:assert/strict";
import { readLog, rotateKey, verifyChain } from "../../../lib/antifraud/mod.ts";
import {
  advanceArchive,
  askArchive,
  describeControlFile,
  getArchive,
  listArchives,
  openArchive,
  prepareControl,
} from "../../../lib/archives/mod.ts";
import { failArchive } from "../../../lib/archives/fail_archive.ts";
import { makeArchiveJob } from "../../../lib/archives/make_archive_job.ts";
import { STEP_TRIES } from "../../../lib/archives/jobs.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { IsoDate } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { GiveUp } from "../../../lib/platform/jobs.ts";
import { newId } from "../../../lib/platform/random.ts";
import { storeOf } from "../../../lib/platform/stores.ts";
import { readZip, writeZip } from "../../../lib/platform/zip.ts";
import { anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { checkArchive } from "../../independent/check_archive.ts";
import { aBook, record, when } from "../antifraud/closures/_book.ts";
import { aBuyer, openSellersWorld } from "../sales/_seller.ts";
import { aLife, archived, bytesOf, carryOut, verdictOf } from "./_lived.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());

function refusedFor(code: string) {
  return (error: unknown) => error instanceof Refusal && error.issues.some((issue) => issue.code === code);
}

/** Files of a ZIP by their names. */
async function filesOf(zip: Uint8Array): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of readZip(zip)) files.set(entry.name, await entry.read());
  return files;
}

async function zipOf(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const entries = [...files].map(([name, content]) => ({ name, content }));
  return new Uint8Array(await new Response(writeZip(entries)).arrayBuffer());
}

const { ctx, invoices } = await aLife(world);
const { id } = await archived(ctx);
const zip = await bytesOf(ctx, id);

Deno.test("the archive of a dossier that lived verifies, by the reader and by the independent checker", async () => {
  const archive = await getArchive(ctx, id);
  assert.deepEqual([archive.state, archive.bytes], ["done", zip.length]);
  const { about, ...verdict } = await verdictOf(zip);
  assert.deepEqual([verdict.firstBad, verdict.ok], [null, true]);
  assert.deepEqual([verdict.archive, verdict.files], [id, archive.files]);
  assert.deepEqual(about?.manifestDigest, archive.manifestSha256);
  assert.deepEqual(checkArchive(zip), verdict);
  const names = readZip(zip).map(({ name }) => name);
  for (const { number, issueOn } of invoices) {
    for (const form of ["pdf", "xml"]) assert.ok(names.includes(`files/${issueOn!.slice(0, 7)}/${number}.${form}`));
  }
  const [made] = (await readLog(ctx, { after: 0n, limit: 5_000 })).filter(({ type }) => type === "archive_made");
  assert.equal(JSON.parse(new TextDecoder().decode(made!.payload!)).manifestSha256, archive.manifestSha256);
  assert.equal(archive.sealSeq, made!.seq);
  assert.equal((await verifyChain(ctx, { allSignatures: true })).ok, true);
});

Deno.test("a cent, a record, a file, a key or a stranger in a real archive is found where it is", async () => {
  const whole = await filesOf(zip);
  const [pdf] = [...whole.keys()].filter((name) => name.endsWith(".pdf"));
  const text = (name: string) => new TextDecoder().decode(whole.get(name));
  const bytes = (written: string) => new TextEncoder().encode(written);
  const cut = text("chain/000001.jsonl").split("\n").toSpliced(2, 1).join("\n");
  const cases = [
    ["data/documents.csv", bytes(text("data/documents.csv").replace("12000", "12001")), "file_digest"],
    [pdf!, whole.get(pdf!)!.with(100, 0), "file_digest"],
    ["chain/000001.jsonl", bytes(cut), "record_gap"],
    ["keys/history.jsonl", bytes(text("keys/history.jsonl").replace(/"at":"\d{4}/, '"at":"2001')), "unknown_key"],
    ["MANIFEST.json", bytes(text("MANIFEST.json").replace("Atelier", "Ateliers")), "manifest_signature"],
    ["virus.exe", bytes("MZ"), "file_unknown"],
  ] as const;
  for (const [name, content, reason] of cases) {
    const tampered = await zipOf(new Map(whole).set(name, content));
    const { firstBad } = await verdictOf(tampered);
    assert.equal(firstBad?.reason, reason, name);
    const judgement = checkArchive(tampered);
    assert.deepEqual(
      [judgement.firstBad?.reason, judgement.firstBad?.where],
      [firstBad!.reason, firstBad!.where],
      name,
    );
  }
});

Deno.test("cut anywhere, repeated or raced, the steps give the bytes that one long step gives", async () => {
  const wish = { id: newId(), period: "whole" } as const;
  await askArchive(ctx, wish);
  const base = storeOf(ctx.cell);
  let steps = 0;
  for (; (await getArchive(ctx, wish.id)).state !== "done"; steps++) {
    const at = { id: wish.id, step: steps };
    // Killed while it writes: the store fails, nothing is committed, the step is done again from its beginning.
    if (steps % 3 === 0) {
      const { put } = base;
      base.put = () => Promise.reject(new Error("killed"));
      await assert.rejects(advanceArchive(ctx, at, { budgetMs: 0 }), /killed/);
      base.put = put;
    }
    // Two workers, and one that comes late.
    await Promise.all([advanceArchive(ctx, at, { budgetMs: 0 }), advanceArchive(ctx, at, { budgetMs: 0 })]);
    await advanceArchive(ctx, at, { budgetMs: 0 });
  }
  assert.ok(steps > 20, `${steps} steps`);
  const cutUp = await bytesOf(ctx, wish.id);
  assert.deepEqual((await verdictOf(cutUp)).firstBad, null);
  await world.owner.trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update cell.archives set state = 'asked', step = 0, cursor = null, seal_seq = null, parts = '[]'
      where id = ${wish.id}`;
  });
  assert.equal(await carryOut(ctx, wish.id), 2);
  const [some, atOnce] = [await filesOf(cutUp), await filesOf(await bytesOf(ctx, wish.id))];
  assert.deepEqual([...some.keys()], [...atOnce.keys()], "the same files in the same order");
  for (const [name, content] of some) {
    // A signature is drawn anew; it is made once, with the last step.
    if (name !== "MANIFEST.sig") assert.deepEqual(content, atOnce.get(name), name);
  }
  const left = await base.list(`${ctx.tenantId}/archives/${wish.id}/`);
  assert.deepEqual(left.files, [], "what the steps kept for each other is gone");
});

Deno.test("an archive names the one before it, holds every key, and leaves out contents that were erased", async () => {
  const [before] = await listArchives(ctx);
  await rotateKey({ ...ctx, rights: new Set(["members:write"] as const) }, newId());
  await anIssuedInvoice(ctx, await aBuyer(ctx));
  const next = await bytesOf(ctx, (await archived(ctx)).id);
  const { ok, about } = await verdictOf(next);
  assert.deepEqual([ok, about?.previous, about?.erased], [true, before!.manifestSha256, 0]);
  const keys = readZip(next).filter(({ name }) => name.endsWith(".pem"));
  assert.equal(keys.length, 2);
  await world.owner.trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update cell.sealed_records set payload = null, erased_at = now(), erased_under = tenant_id
      where tenant_id = ${ctx.tenantId} and subject_id = ${invoices[0]!.id}`;
  });
  const erased = await verdictOf(await bytesOf(ctx, (await archived(ctx)).id));
  assert.deepEqual([erased.firstBad, erased.about?.erased], [null, 3]);
});

/** A dossier whose chain began in November 2024 and that received a payment in each month to February 2026. */
async function years(): Promise<Ctx> {
  const book = await aBook(world, "2024-11-05T09:00:00Z");
  for (let n = 0; n < 16; n++) {
    const month = new Date(Date.UTC(2024, 10 + n, 20, 9)).toISOString();
    await record(book, month, [{ kind: "payment", amount: 1_000 + n }]);
  }
  // The last moment of 2025 in Paris, and the first of 2026.
  return {
    ...book,
    rights: new Set([...book.rights, "sealed_log:archive"] as const),
    now: when(book, "2026-03-01").now,
  };
}

Deno.test("a year's archive holds what was sealed in it, in the company's time zone, and verifies by itself", async () => {
  const book = await years();
  await askArchive(book, { id: newId(), period: "2025" });
  const [{ id, firstSeq, lastSeq, fromOn, toOn }] = await listArchives(book) as [
    Awaited<ReturnType<typeof getArchive>>,
  ];
  assert.deepEqual([firstSeq, lastSeq, fromOn, toOn], [4n, 15n, "2025-01-01", "2025-12-31"]);
  await carryOut(book, id);
  const zip = await bytesOf(book, id);
  const { about: _, ...verdict } = await verdictOf(zip);
  assert.deepEqual([verdict.ok, verdict.records], [true, 12]);
  assert.deepEqual(checkArchive(zip), verdict);
});

Deno.test("what cannot be archived is refused by name", async () => {
  const book = await years();
  const cases = [
    ["2026", "archives.not_over"],
    ["2023", "archives.nothing_sealed"],
    ["1789", "archives.year_unknown"],
    ["2025-07-01", "archives.year_unknown"],
    [{ from: "2025-02-02" as IsoDate, to: "2025-02-01" as IsoDate }, "archives.period_form"],
  ] as const;
  for (const [period, code] of cases) {
    await assert.rejects(askArchive(book, { id: newId(), period }), refusedFor(code), code);
  }
  const first = { id: newId(), period: "whole" } as const;
  await askArchive(book, first);
  assert.deepEqual(await askArchive(book, first), { id: first.id });
  await assert.rejects(askArchive(book, { id: first.id, period: "2025" }), refusedFor("archives.id_taken"));
  await assert.rejects(askArchive(book, { id: newId(), period: "2025" }), refusedFor("archives.under_way"));
  await assert.rejects(openArchive(book, first.id), refusedFor("archives.not_ready"));
  await assert.rejects(openArchive(ctx, first.id), refusedFor("archives.not_found"));
  const without = { ...book, rights: new Set(["sealed_log:read"] as const) };
  await assert.rejects(askArchive(without, { id: newId(), period: "2025" }), refusedFor("access.forbidden"));
  await assert.rejects(listArchives(without), refusedFor("access.forbidden"));
});

Deno.test("an archive whose steps fail to the last try has failed, and another may be asked for", async () => {
  const book = await years();
  const { id } = await askArchive(book, { id: newId(), period: "2025" });
  const store = storeOf(book.cell), { put } = store;
  store.put = () => Promise.reject(new Error("no room left"));
  const job = { id: newId(), dedupeKey: "x" };
  await assert.rejects(makeArchiveJob(book, { archiveId: id, step: 0 }, { ...job, attempt: 1 }), /no room left/);
  assert.equal((await getArchive(book, id)).state, "asked");
  await assert.rejects(makeArchiveJob(book, { archiveId: id, step: 0 }, { ...job, attempt: STEP_TRIES }), GiveUp);
  store.put = put;
  const { state, failure } = await getArchive(book, id);
  assert.deepEqual([state, failure], ["failed", "Error"]);
  const again = await askArchive(book, { id: newId(), period: "2025" });
  await carryOut(book, again.id);
  assert.equal((await getArchive(book, again.id)).state, "done");
});

Deno.test("the years of a control are asked together, made one after the other, and a failure holds up nobody", async () => {
  const book = when(await years(), "2026-03-01");
  const ctx = { ...book, rights: new Set([...book.rights, "sealed_log:control", "sealed_log:read"] as const) };
  const days = { from: "2020-01-01" as IsoDate, to: ctx.today };
  const lacking = await describeControlFile(ctx, days);
  assert.equal(lacking.isReady, false);
  assert.ok(lacking.years.length >= 2);
  // Two clicks at once ask for each year once.
  await Promise.all([prepareControl(ctx, days), prepareControl(ctx, days)]);
  const asked = (await listArchives(ctx)).toReversed();
  assert.deepEqual(asked.map(({ state }) => state).toSorted(), [
    "asked",
    ...lacking.years.slice(1).map(() => "waiting"),
  ]);
  for (let left = await begun(ctx); left.length > 0; left = await begun(ctx)) {
    assert.equal(left.length, 1, "one at a time");
    const [id] = left as [Uuid];
    if (id === asked.find(({ state }) => state === "asked")?.id) {
      await failArchive(ctx, { id, step: 0, reason: "test" });
    } else await carryOut(ctx, id);
  }
  const { years: after } = await describeControlFile(ctx, days);
  assert.deepEqual(after.map(({ isCurrent }) => isCurrent).filter((each) => !each).length, 1);
  assert.equal(after.filter(({ hasFailed }) => hasFailed).length, 1);
  await prepareControl(ctx, days);
  const again = (await listArchives(ctx)).find(({ state }) => state === "asked");
  await carryOut(ctx, again!.id);
  assert.equal((await describeControlFile(ctx, days)).isReady, true);
  await assert.rejects(prepareControl(ctx, { from: "2026-02-30", to: ctx.today }), refusedFor("archives.bad_period"));
  await assert.rejects(prepareControl({ ...ctx, rights: new Set() }, days), refusedFor("access.forbidden"));
  await assert.rejects(describeControlFile({ ...ctx, rights: new Set() }, days), refusedFor("access.forbidden"));
});

/** Archives not yet made or failed whose first step was asked of a job. */
async function begun({ tenantId }: Ctx): Promise<Uuid[]> {
  const found = await world.owner.trial`
    select a.id from cell.archives a where a.tenant_id = ${tenantId} and a.state in ('waiting', 'asked', 'making')
      and exists (select from cell.jobs j where j.payload ->> 'archiveId' = a.id::text)`;
  return found.map(({ id }) => id);
}

Deno.test("a made archive is not changed, nor its parts taken out, by any role of the programs", async () => {
  const sql = world.owner.trial;
  await assert.rejects(sql`update cell.archives set files = 1 where id = ${id}`, /sealed/);
  await assert.rejects(sql`delete from cell.archives where id = ${id}`, /sealed/);
  const [part] = (await getArchive(ctx, id)).parts;
  await assert.rejects(sql`delete from cell.files where id = ${part!.id}`, /sealed/);
});
