import assert from "node:assert/strict";
import type postgres from "postgres";
import { verifyAgreement, verifyChain } from "../../../lib/antifraud/mod.ts";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import {
  checkExport,
  datasetTables,
  exportDossier,
  FIRST_IMPORT,
  importDossier,
  importSlice,
  type Parts,
  partsIn,
} from "../../../lib/datasets/mod.ts";
import { sha256Hex } from "../../../lib/platform/crypto.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { readDocument } from "../../../lib/sales/mod.ts";
import { anIssuedInvoice } from "../../../lib/sales/testing.ts";
import { aCtx, PRODUCTION_CELL } from "../../support/world.ts";
import { openSellersWorld } from "../sales/_seller.ts";
import { anEmptyStore, aSoldDossier, aTarget, exported, partsInMemory, rewritten, sourceOf } from "./_exported.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());
const { trial, production } = world.owner;
const sold = await aSoldDossier(world);

function refusedFor(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === `datasets.${code}`;
}

/** Every row of a table in Postgres's own exact words, without the dossier's id. */
async function rowsOf(sql: postgres.Sql, table: string, tenantId: string): Promise<string[]> {
  const found = await sql<{ line: string }[]>`
    select (to_jsonb(t) - 'tenant_id')::text as line from ${sql(`cell.${table}`)} t
    where tenant_id = ${tenantId} order by 1`;
  return found.map(({ line }) => line);
}

async function assertSame(from: Ctx, tenantId: string): Promise<void> {
  for (const { name } of datasetTables()) {
    const [before, after] = [await rowsOf(trial, name, from.tenantId), await rowsOf(production, name, tenantId)];
    assert.deepEqual(after, before, name);
  }
}

function inCopy(ctx: Ctx, tenantId: Ctx["tenantId"]): Ctx {
  return { ...ctx, tenantId, cell: PRODUCTION_CELL, epoch: 1 };
}

Deno.test("a dossier exported, checked and imported under another id is the same to the last row, file and hash", async () => {
  const parts = partsIn(await anEmptyStore(), `${sold.tenantId}/exports/1/`);
  const manifest = await exportDossier(sourceOf(sold), parts);
  const target = await aTarget();
  const report = await importDossier(parts, target);
  assert.deepEqual(report, await checkExport(parts));
  assert.equal(report.rows, manifest.tables.reduce((sum, table) => sum + table.rows, 0));
  assert(report.rows > 40 && report.files === 1);
  await assertSame(sold, target.tenantId);
  const [file] = await production<{ id: string; sha256: string }[]>`
    select id, sha256 from cell.files where tenant_id = ${target.tenantId}`;
  const stored = await target.files.get(`${target.tenantId}/${file!.id}`);
  assert.equal(sha256Hex(await new Response(stored!.body).bytes()), file!.sha256);
  assert.equal(stored!.contentType, "application/pdf");
});

Deno.test("the copy's sealed log verifies and agrees with its rows, head and chain id unchanged", async () => {
  const target = await aTarget();
  await importDossier(await exported(sold), target);
  const copy = inCopy(sold, target.tenantId);
  const [before, after] = [
    await verifyChain(sold, { allSignatures: true }),
    await verifyChain(copy, { allSignatures: true }),
  ];
  assert.equal(after.ok, true);
  assert.deepEqual(after, before);
  assert.deepEqual(await verifyAgreement(copy), await verifyAgreement(sold));
  assert.equal((await verifyAgreement(copy)).ok, true);
});

Deno.test("the copy can be read by its people, and nobody writes in it", async () => {
  const target = await aTarget();
  await importDossier(await exported(sold), target);
  const copy = inCopy(sold, target.tenantId);
  const [issued] = await trial<{ id: Ctx["tenantId"]; number: string }[]>`
    select id, number from cell.sales_documents where tenant_id = ${sold.tenantId} and kind = 'invoice' and state = 'issued'`;
  assert.equal((await readDocument(copy, issued!.id)).number, issued!.number);
  await assert.rejects(
    withTenant(copy, () => Promise.resolve()),
    (error) => error instanceof Refusal && error.code === "platform.read_only",
  );
});

Deno.test("moved to another cell under its own id and opened there, a dossier goes on numbering and sealing", async () => {
  const ctx = await aSoldDossier(world);
  const target = await aTarget({ tenantId: ctx.tenantId });
  await importDossier(await exported(ctx), target);
  await production`update cell.dossiers set state = 'open' where tenant_id = ${ctx.tenantId}`;
  const moved = inCopy(ctx, ctx.tenantId);
  const [buyer] = await production<
    { id: Ctx["tenantId"] }[]
  >`select id from cell.parties where tenant_id = ${ctx.tenantId}`;
  const before = await verifyChain(ctx);
  const next = await anIssuedInvoice(moved, buyer!.id);
  assert.match(next.number!, /-0004$/);
  const after = await verifyChain(moved, { allSignatures: true });
  assert.deepEqual([after.ok, after.chainId, after.records], [true, before.chainId, before.records + 1n]);
  assert.equal((await verifyAgreement(moved)).ok, true);
});

Deno.test("of two exports that claim one empty dossier at once one is refused there, and the other arrives whole", async () => {
  const [one, other] = [await exported(sold), await exported(await world.makeDossier([]))];
  const target = await aTarget();
  const afterClaim = async (parts: Parts) => {
    let cursor = FIRST_IMPORT;
    while (cursor.phase !== "rows") cursor = (await importSlice(parts, target, cursor))!;
    return cursor;
  };
  const claims = await Promise.allSettled([one, other].map(afterClaim));
  const [won, lost] = claims.map(({ status }) => status)[0] === "fulfilled" ? [one, other] : [other, one];
  assert.deepEqual(claims.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const refused = claims.find((claim): claim is PromiseRejectedResult => claim.status === "rejected");
  assert(refusedFor("claimed")(refused!.reason), String(refused!.reason));
  // Asked again, the one that came first goes on, the other stays refused.
  assert.equal((await afterClaim(won!)).phase, "rows");
  await assert.rejects(afterClaim(lost!), refusedFor("claimed"));
  await importDossier(won!, target);
  // Behind a whole dossier the place is taken; behind one that holds nothing it is only claimed.
  await assert.rejects(importDossier(lost!, target), refusedFor(won === one ? "not_empty" : "claimed"));
  assert.equal((await checkExport(won!)).manifest.chain?.hash, await headOf(target.tenantId));
});

async function headOf(tenantId: string): Promise<string | undefined> {
  const [row] =
    await production`select encode(head_hash, 'hex') as hash from cell.chains where tenant_id = ${tenantId}`;
  return row?.hash;
}

Deno.test("amounts, decimals, instants and bytes arrive exactly as they were", async () => {
  const ctx = await world.makeDossier([]);
  await trial`insert into cell.items
      (tenant_id, id, kind, name, unit_code, unit_price, price_includes_vat, vat_rate_bp, name_key, search, created_at, updated_at)
    values (${ctx.tenantId}, ${newId()}, 'product', ${'Œuvre « d’art »\n\t" \\ 漢字 🙂'}, 'C62', 98765432109876543.123450, true,
      2000, 'o', 'o', '2026-03-29 01:59:59.123456+01', '1899-12-31 23:59:59.999999+00')`;
  await trial`insert into cell.monthly_totals values (${ctx.tenantId}, '2026-03', 'EUR', 'S', 2000, 9223372036854775807, -1, 1)`;
  const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  await trial`insert into cell.company_logos values
    (${ctx.tenantId}, ${newId()}, 'image/png', ${everyByte}, 1, 1, ${"a".repeat(64)}, now())`;
  const target = await aTarget();
  await importDossier(await exported(ctx), target);
  await assertSame(ctx, target.tenantId);
});

Deno.test("a table longer than a slice comes in several parts, in the order of its key, and arrives whole", async () => {
  const ctx = await world.makeDossier([]);
  await trial`insert into cell.activity
    select ${ctx.tenantId}, gen_random_uuid(), now(), null, 'Alice', 'sample', 'sample', gen_random_uuid(), 'x' from generate_series(1, 5000)`;
  const parts = partsInMemory();
  const manifest = await exportDossier(sourceOf(ctx), parts);
  const activity = manifest.tables.find(({ table }) => table === "activity")!;
  assert.deepEqual(activity.parts.map(({ rows }) => rows), [2000, 2000, 1000]);
  const target = await aTarget();
  await importDossier(parts, target);
  await assertSame(ctx, target.tenantId);
});

Deno.test("wide rows end a slice by their bytes", async () => {
  const ctx = await world.makeDossier([]);
  await trial`insert into cell.company_logos
    select ${ctx.tenantId}, gen_random_uuid(), 'image/png', convert_to(repeat('x', 1048576), 'UTF8'), 1, 1,
      lpad(n::text, 64, '0'), now() from generate_series(1, 9) n`;
  const parts = partsInMemory();
  const manifest = await exportDossier(sourceOf(ctx), parts);
  const logos = manifest.tables.find(({ table }) => table === "company_logos")!;
  assert.deepEqual(logos.parts.map(({ rows }) => rows), [6, 3]);
  assert(logos.parts.every(({ bytes }) => bytes < 10 * 1024 * 1024));
});

Deno.test("a row whose parent stands in a later slice waits for it", async () => {
  const ctx = await world.makeDossier([]);
  await trial`insert into cell.sales_documents (tenant_id, id, kind, terms, created_at, updated_at)
    select ${ctx.tenantId}, gen_random_uuid(), 'quote', '{}', now(), now() from generate_series(1, 2100)`;
  const ids = ["00000000-0000-4000-8000-000000000001", "ffffffff-0000-4000-8000-000000000002"];
  const [first, last] = [ids[0]!, ids[1]!];
  await trial`insert into cell.sales_documents (tenant_id, id, source_id, kind, terms, created_at, updated_at)
    select ${ctx.tenantId}, i.id, i.source, 'quote', '{}', now(), now()
    from (values (${last}::uuid, null::uuid), (${first}::uuid, ${last}::uuid)) i (id, source)`;
  const target = await aTarget();
  await importDossier(await exported(ctx), target);
  await assertSame(ctx, target.tenantId);
});

Deno.test("an export made up by hand, whose hashes add up, is refused where its rows do not", async () => {
  const emptied = rewritten(await exported(sold), "parties", () => []);
  await assert.rejects(importDossier(emptied, await aTarget()), refusedFor("broken_reference"));
  const absurd = rewritten(await exported(sold), "categories", () => [[newId(), "not a number", ..."abcde"]]);
  await assert.rejects(importDossier(absurd, await aTarget()), refusedFor("broken_line"));
});

Deno.test("importDossier refuses a dossier that is open, and one that holds anything, and changes neither", async () => {
  const parts = await exported(sold);
  const open = await world.makeDossier([]);
  await production`insert into cell.dossiers (tenant_id, public_id) values (${open.tenantId}, 'abcdefgh')`;
  await assert.rejects(importDossier(parts, await aTarget({ tenantId: open.tenantId })), refusedFor("not_empty"));
  const target = await aTarget();
  await importDossier(parts, target);
  await assert.rejects(importDossier(parts, target), refusedFor("not_empty"));
  await assertSame(sold, target.tenantId);
  const [{ n }] = await production<[{ n: number }]>`
    select count(*)::int as n from cell.activity where tenant_id = ${open.tenantId}`;
  assert.equal(n, 0);
});

Deno.test("importDossier writes nothing of an export that does not pass its check", async () => {
  const parts = await exported(sold);
  const [name, bytes] = [...parts.bytes].find(([name]) => name.startsWith("tables/sales_lines"))!;
  parts.bytes.set(name, bytes.with(3, bytes[3]! ^ 1));
  const target = await aTarget();
  await assert.rejects(importDossier(parts, target), refusedFor("wrong_hash"));
  const there = await production`select from cell.dossiers where tenant_id = ${target.tenantId}`;
  assert.equal(there.length, 0);
});

Deno.test("exportDossier refuses an unknown dossier, and one whose file is lost or damaged, naming it", async () => {
  const nobody = aCtx(newId());
  await assert.rejects(exportDossier(sourceOf(nobody), partsInMemory()), refusedFor("no_dossier"));
  const [file] = await trial<{ id: string }[]>`select id from cell.files where tenant_id = ${sold.tenantId}`;
  const files = await anEmptyStore();
  const named = (code: string) => (error: unknown) =>
    refusedFor(code)(error) && (error as Refusal).issues[0]!.sentence.includes(file!.id);
  await assert.rejects(exportDossier({ ...sourceOf(sold), files }, partsInMemory()), named("missing_part"));
  await files.put(`${sold.tenantId}/${file!.id}`, new Uint8Array(3), { contentType: "application/pdf" });
  await assert.rejects(exportDossier({ ...sourceOf(sold), files }, partsInMemory()), named("wrong_hash"));
});

Deno.test("an export during which somebody worked is refused, and leaves no manifest", async () => {
  const parts = partsInMemory();
  const busy = {
    ...parts,
    async write(name: string, body: Uint8Array | ReadableStream<Uint8Array>) {
      if (name.startsWith("tables/sales_documents")) {
        await trial`insert into cell.people_labels values (${sold.tenantId}, ${newId()}, 'Bob')`;
      }
      return await parts.write(name, body);
    },
  };
  await assert.rejects(exportDossier(sourceOf(sold), busy), refusedFor("moved_meanwhile"));
  assert.equal(parts.bytes.has("manifest.json"), false);
});
