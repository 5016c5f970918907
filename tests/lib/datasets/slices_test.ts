import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import {
  checkExport,
  datasetTables,
  exportDossier,
  exportSlice,
  FIRST_EXPORT,
  FIRST_IMPORT,
  type ImportCursor,
  importDossier,
  importSlice,
  type ImportTarget,
  type Manifest,
  partsIn,
  purgeSlice,
} from "../../../lib/datasets/mod.ts";
import { sha256Hex } from "../../../lib/platform/crypto.ts";
import { newId, randomBase32 } from "../../../lib/platform/random.ts";
import { DiskStore } from "../../../lib/platform/storage/disk_store.ts";
import { storeOf } from "../../../lib/platform/stores.ts";
import { PRODUCTION_CELL } from "../../support/world.ts";
import { openSellersWorld } from "../sales/_seller.ts";
import {
  anEmptyStore,
  aSoldDossier,
  aTarget,
  exported,
  type PartsInMemory,
  partsInMemory,
  rewritten,
  sourceOf,
} from "./_exported.ts";
import { inProcesses } from "./_slices.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());
const { trial, production } = world.owner;
const sold = await aSoldDossier(world);

function refusedFor(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === `datasets.${code}`;
}

/** What an export says of each table: which rows, to the last byte. */
function digestsOf({ tables, files, chain }: Manifest) {
  return { tables: tables.map(({ table, parts }) => ({ table, parts })), files, chain };
}

async function exportedBack(target: ImportTarget, like: Ctx): Promise<Manifest> {
  const { cell, tenantId, files } = target;
  return await exportDossier({ cell, tenantId, files, now: like.now }, partsInMemory());
}

/** Runs an import slice by slice; gives the code of its refusal and the phase in which it came. */
async function refusalOf(parts: PartsInMemory, target: ImportTarget): Promise<[string, ImportCursor["phase"]]> {
  let last = FIRST_IMPORT;
  try {
    for (let next: ImportCursor | null = FIRST_IMPORT; next; next = await importSlice(parts, target, last)) last = next;
  } catch (error) {
    if (error instanceof Refusal) return [error.code.replace("datasets.", ""), last.phase];
    throw error;
  }
  return ["none", last.phase];
}

function copyOf(parts: PartsInMemory): PartsInMemory {
  const copy = partsInMemory();
  for (const [name, bytes] of parts.bytes) copy.bytes.set(name, bytes);
  return copy;
}

function manifestOf(parts: PartsInMemory): Manifest {
  return JSON.parse(new TextDecoder().decode(parts.bytes.get("manifest.json")));
}

function withManifest(parts: PartsInMemory, change: (manifest: Manifest) => unknown): PartsInMemory {
  const copy = copyOf(parts);
  copy.bytes.set("manifest.json", new TextEncoder().encode(JSON.stringify(change(manifestOf(copy)))));
  return copy;
}

Deno.test("in processes of two seconds, some of them killed, a dossier is exported, checked and imported whole", async () => {
  const long = await aSoldDossier(world);
  await trial`insert into cell.activity
    select ${long.tenantId}, gen_random_uuid(), now(), null, 'Alice', 'sample', 'sample', gen_random_uuid(), repeat('é', 500)
    from generate_series(1, 2500)`;
  const [files, parts, arrived] = [1, 2, 3].map(() => Deno.makeTempDirSync({ prefix: "paraphe-slices-" }));
  const [file] = await trial<{ id: Uuid }[]>`select id from cell.files where tenant_id = ${long.tenantId}`;
  const stored = await storeOf(long.cell).get(`${long.tenantId}/${file!.id}`);
  const place = { files: files!, parts: parts!, prefix: `${long.tenantId}/exports/1/`, publicId: randomBase32(8) };
  const { tenantId } = long;
  const at = (folder: string) =>
    new DiskStore({ folder, publicUrl: "http://localhost", signingKey: new Uint8Array(32) });
  await at(files!).put(`${tenantId}/${file!.id}`, stored!.body, { contentType: "application/pdf" });

  const from = { ...place, tenantId, cell: long.cell, url: world.url(long.cell, "console") };
  const out = await inProcesses({ ...from, verb: "export" }, ["writing"]);
  assert.deepEqual(out.died, 1, JSON.stringify(out));
  assert.ok((await inProcesses({ ...from, verb: "check" }, [])).ran > 1);
  const to = { ...place, tenantId: newId(), cell: PRODUCTION_CELL, url: world.url(PRODUCTION_CELL, "console") };
  const into = await inProcesses({ ...to, files: arrived!, verb: "import" }, ["untold", "writing"]);
  assert.ok(into.died === 2 && into.ran > 4, JSON.stringify(into));
  const report = await checkExport(partsIn(at(parts!), place.prefix));
  const target = { ...to, epoch: 1, files: at(arrived!) };
  assert.deepEqual(digestsOf(await exportedBack(target, long)), digestsOf(report.manifest));
  const [{ n }] = await production<[{ n: number }]>`
    select count(*)::int as n from cell.activity where tenant_id = ${to.tenantId}`;
  assert.ok(n > 2_500);
});

Deno.test("every table that an export holds has rows in one dossier, and comes back from its copy as it went", async () => {
  const ctx = await aSoldDossier(world);
  await fillTheRest(ctx);
  const parts = await exported(ctx), manifest = manifestOf(parts);
  assert.deepEqual(manifest.tables.filter(({ rows }) => rows === 0).map(({ table }) => table), []);
  assert.deepEqual(manifest.tables.map(({ table }) => table), datasetTables().map(({ name }) => name));
  assert.ok(manifest.tables.every(({ restore }) => restore === "keep" || restore === "rewind"));
  const target = await aTarget();
  const report = await importDossier(parts, target);
  assert.deepEqual(digestsOf(await exportedBack(target, ctx)), digestsOf(manifest));
  assert.equal(report.sha256, sha256Hex(parts.bytes.get("manifest.json")!));
});

Deno.test("whatever people write, an export of the import says the same digests", async () => {
  const word = fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => text.replaceAll("\u0000", "0"));
  const row = fc.record({
    name: word,
    notes: fc.option(word),
    archived: fc.boolean(),
    price: fc.bigInt(0n, 10n ** 14n),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
      const ctx = await world.makeDossier([]);
      for (const { name, notes, archived, price } of rows) {
        await trial`insert into cell.parties (tenant_id, id, kind, is_customer, is_prospect, is_supplier, name, country,
            language, notes, name_key, search, archived_at, created_at, updated_at)
          values (${ctx.tenantId}, ${newId()}, 'professional', true, false, false, ${name}, 'FR', 'fr', ${notes},
            ${name}, ${name}, ${archived ? "2026-11-22T08:00:00.123456Z" : null}, now(), now())`;
        await trial`insert into cell.items (tenant_id, id, kind, name, unit_code, unit_price, price_includes_vat,
            vat_rate_bp, name_key, search, created_at, updated_at)
          values (${ctx.tenantId}, ${newId()}, 'product', ${name}, 'C62', ${
          String(price)
        }::numeric / 1000000, false, 2000,
            ${name}, ${name}, now(), now())`;
      }
      const parts = await exported(ctx), target = await aTarget();
      await importDossier(parts, target);
      assert.deepEqual(digestsOf(await exportedBack(target, ctx)), digestsOf(manifestOf(parts)));
    }),
    { numRuns: 6 },
  );
});

Deno.test("a file longer than a part is cut, read back as one, and each of its parts is needed", async () => {
  const ctx = await world.makeDossier([]);
  const bytes = new Uint8Array(33 * 1024 * 1024).fill(7), id = newId();
  bytes[bytes.length - 1] = 1;
  await trial`insert into cell.files (tenant_id, id, name, mime, bytes, sha256, purpose, created_at)
    values (${ctx.tenantId}, ${id}, 'plan', 'image/png', ${bytes.length}, ${sha256Hex(bytes)}, 'attachment', now())`;
  await storeOf(ctx.cell).put(`${ctx.tenantId}/${id}`, bytes, { contentType: "image/png" });
  const parts = await exported(ctx);
  const lengths = [1, 2].map((n) => parts.bytes.get(`files/${id}.000${n}`)!.length);
  assert.deepEqual(lengths, [32 * 1024 * 1024, 1024 * 1024]);
  const target = await aTarget();
  await importDossier(parts, target);
  const arrived = await target.files.get(`${target.tenantId}/${id}`);
  assert.equal(sha256Hex(await new Response(arrived!.body).bytes()), sha256Hex(bytes));
  parts.bytes.delete(`files/${id}.0002`);
  await assert.rejects(checkExport(parts), refusedFor("missing_part"));
});

Deno.test("an export is refused before anything is written, whatever was done to it", async () => {
  const parts = await exported(sold), manifest = manifestOf(parts);
  const of = (table: string) => manifest.tables.find((one) => one.table === table)!.parts[0]!.name;
  const [lines, documents, payments] = [of("sales_lines"), of("sales_documents"), of("payments")];
  const [file] = [...parts.bytes.keys()].filter((name) => name.startsWith("files/"));
  const broken = (change: (copy: PartsInMemory) => void) => {
    const copy = copyOf(parts);
    change(copy);
    return copy;
  };
  const listed = (change: (tables: Manifest["tables"]) => unknown) =>
    withManifest(parts, (m) => ({ ...m, tables: change(m.tables) }));
  const other = await exported(await aSoldDossier(world));
  const cases: [string, PartsInMemory, string][] = [
    ["truncated", broken(({ bytes }) => bytes.set(lines, bytes.get(lines)!.slice(0, -9))), "truncated_part"],
    ["one byte", broken(({ bytes }) => bytes.set(lines, bytes.get(lines)!.with(9, 0x5b))), "wrong_hash"],
    [
      "swapped",
      broken(({ bytes }) => {
        const first = bytes.get(documents)!;
        bytes.set(documents, bytes.get(payments)!).set(payments, first);
      }),
      "truncated_part",
    ],
    [
      "swapped in the manifest",
      listed((tables) =>
        tables.map((one) =>
          one.table === "payments" ? { ...one, parts: tables.find((t) => t.table === "sales_lines")!.parts } : one
        )
      ),
      "broken_manifest",
    ],
    ["of another dossier", broken(({ bytes }) => bytes.set(lines, other.bytes.get(lines)!)), "wrong_hash"],
    ["format", withManifest(parts, (m) => ({ ...m, format: "paraphe-dataset/9" })), "unknown_format"],
    [
      "table unknown",
      listed((tables) => [...tables, { ...tables[0]!, table: "spies", rows: 0, parts: [] }]),
      "unknown_table",
    ],
    ["table twice", listed((tables) => [...tables, tables[0]!]), "unknown_table"],
    [
      "dossier as a column",
      listed((tables) =>
        tables.map((one) => ({ ...one, columns: [{ name: "tenant_id", type: "uuid" }, ...one.columns] }))
      ),
      "other_columns",
    ],
    ["rows counted wrong", listed((tables) => tables.map((one) => ({ ...one, rows: one.rows + 1 }))), "wrong_count"],
    ["files counted wrong", withManifest(parts, (m) => ({ ...m, files: { ...m.files, count: 7 } })), "wrong_count"],
    ["bytes counted wrong", withManifest(parts, (m) => ({ ...m, files: { ...m.files, bytes: 7 } })), "wrong_count"],
    ["file missing", broken(({ bytes }) => void bytes.delete(file!)), "missing_part"],
    ["file of another hash", broken(({ bytes }) => bytes.set(file!, bytes.get(file!)!.with(0, 0))), "wrong_hash"],
    [
      "smuggled column",
      rewritten(copyOf(parts), "company_modules", () => [["sales", "true", "2026-01-01", other.bytes.size.toString()]]),
      "broken_line",
    ],
  ];
  for (const [name, export_, code] of cases) {
    const target = await aTarget();
    assert.deepEqual(await refusalOf(export_, target), [code, "check"], name);
    const there = await production`select from cell.dossiers where tenant_id = ${target.tenantId}`;
    assert.deepEqual([there.length, (await target.files.list(`${target.tenantId}/`)).files], [0, []], name);
  }
});

Deno.test("what only its rows betray never opens: it stays a copy that nobody writes in, and goes whole under a warrant", async () => {
  const parts = await exported(sold), foreign = await exported(await aSoldDossier(world));
  const smuggled = linesOf(foreign, "sales_lines");
  const cases: [string, PartsInMemory, string, ImportCursor["phase"]][] = [
    [
      "a line of another dossier's invoice",
      rewritten(copyOf(parts), "sales_lines", () => smuggled),
      "broken_reference",
      "rows",
    ],
    ["a row twice", rewritten(copyOf(parts), "categories", () => twice()), "other_rows", "compare"],
    [
      "another head",
      withManifest(parts, (m) => ({ ...m, chain: { ...m.chain!, hash: "0".repeat(64) } })),
      "wrong_hash",
      "count",
    ],
  ];
  for (const [name, export_, code, phase] of cases) {
    const target = await aTarget();
    assert.deepEqual(await refusalOf(export_, target), [code, phase], name);
    const [there] = await production`select state from cell.dossiers where tenant_id = ${target.tenantId}`;
    assert.equal(there!.state, "copy", name);
    assert.deepEqual(await refusalOf(parts, target), ["not_empty", "claim"], name);
    await production`insert into cell.purge_warrants (tenant_id, id, reason, granted_by, expires_at)
      values (${target.tenantId}, ${newId()}, 'scratch', ${newId()}, now() + interval '1 hour')`;
    await production`insert into cell.exit_archives (tenant_id, id, state, step, company_name, asked_at)
      values (${target.tenantId}, ${newId()}, 'asked', 0, 'N', now())`;
    for (let gone = 1; gone > 0;) {
      const { rows, files } = await purgeSlice(target);
      gone = rows + files;
    }
    const left = await production`select 1 from cell.exit_archives where tenant_id = ${target.tenantId}`;
    assert.equal(left.length, 0, "what no export holds goes too");
    assert.deepEqual(await refusalOf(parts, target), ["none", "count"], name);
  }
});

Deno.test("an export is never written over, and a manifest changed between two slices stops an import", async () => {
  const parts = partsIn(await anEmptyStore(), `${sold.tenantId}/exports/1/`);
  await exportDossier(sourceOf(sold), parts);
  await assert.rejects(exportSlice(sourceOf(sold), parts, FIRST_EXPORT), refusedFor("already_exported"));
  const moving = await exported(sold), target = await aTarget();
  let at: ImportCursor = FIRST_IMPORT;
  while (at.phase !== "rows") at = (await importSlice(moving, target, at))!;
  const changed = withManifest(moving, (m) => ({ ...m, programVersion: "9.9.9" }));
  await assert.rejects(importSlice(changed, target, at), refusedFor("wrong_hash"));
});

function linesOf(parts: PartsInMemory, table: string): string[][] {
  const text = new TextDecoder().decode(parts.bytes.get(`tables/${table}.0001.ndjson`));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

function twice(): string[][] {
  const id = newId(), at = "2026-01-01 00:00:00+00";
  return ["Un", "Deux"].map((name) => [id, "1", name, name, at, at, null as unknown as string]);
}

/** One row in each table that a dossier which has sold leaves empty. */
async function fillTheRest({ tenantId }: Ctx): Promise<void> {
  const [id, category, bytes] = [newId(), newId(), new Uint8Array([0, 255])];
  await trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into cell.categories values (${tenantId}, ${category}, 1, 'Bois', 'bois', now(), now(), null)`;
    await tx`insert into cell.items (tenant_id, id, kind, name, category_id, unit_code, unit_price, price_includes_vat,
        vat_rate_bp, name_key, search, created_at, updated_at)
      values (${tenantId}, ${id}, 'product', 'Chêne', ${category}, 'C62', 12.345678, false, 2000, 'c', 'c', now(), now())`;
    await tx`insert into cell.company_logos values (${tenantId}, ${id}, 'image/png', ${bytes}, 1, 1, ${
      "a".repeat(64)
    }, now())`;
    await tx`insert into cell.company_modules values (${tenantId}, 'quotes', true, now())`;
    await tx`insert into cell.dossier_births values (${tenantId}, now()) on conflict do nothing`;
    await tx`insert into cell.control_views values (${tenantId}, ${id}, 'pieces', 1, now(), now())`;
    await tx`insert into cell.number_readings (tenant_id, seq, hash, tally, erasure, begun_at, read_at, is_under_way)
      values (${tenantId}, 1, ${bytes}, '{"b":1,  "a":2}', 0, now(), now(), false)`;
    await tx`insert into cell.quote_answers (tenant_id, document_id, answer, signer, at, ip)
      select ${tenantId}, id, 'accepted', 'Noël', now(), '192.0.2.1' from cell.sales_documents
      where tenant_id = ${tenantId} limit 1`;
    await tx`insert into cell.party_addresses (tenant_id, id, party_id, position, address_line1, city, country)
      select ${tenantId}, ${id}, id, 0, '1 rue', 'Lyon', 'FR' from cell.parties where tenant_id = ${tenantId} limit 1`;
    await tx`insert into cell.log_checks (tenant_id, id, asked_at, head_seq, head_hash, part, state)
      values (${tenantId}, ${id}, now(), 1, ${bytes}, 'chain', '{}')`;
    await tx`insert into cell.closures (tenant_id, kind, period, id, from_on, to_on, until_at, time_zone, first_seq,
        last_seq, invoices, credit_notes, payments, reversals, numbers, currencies, is_automatic, seal_seq, closed_at)
      values (${tenantId}, 'day', '2026-01-01', ${id}, '2026-01-01', '2026-01-01', '2026-01-02', 'Europe/Paris', 1, 1, 0, 0,
        0, 0, '{}', '[]', true, 1, now())`;
    await tx`insert into cell.attestations (tenant_id, id, made_at, version, root, model, representative, acquired_on,
        used_since, city, file_id, sha256, seal_seq)
      select ${tenantId}, ${id}, now(), '1.0', '1', 'm', 'Noël', '2026-01-01', '2026-01-01', 'Lyon', f.id, f.sha256, 1
      from cell.files f where tenant_id = ${tenantId} limit 1`;
    await tx`insert into cell.archives (tenant_id, id, is_whole, from_on, to_on, state, step, chain_id, company_name,
        first_seq, last_seq, prev_hash, head_hash, done_units, total_units, parts, asked_at)
      values (${tenantId}, ${id}, true, '2026-01-01', '2026-01-01', 'failed', 0, ${id}, 'N', 1, 1, ${Buffer.alloc(32)},
        ${Buffer.alloc(32)}, 0, 0, '[]', now())`;
  });
}
