import assert from "node:assert/strict";
import { Refusal } from "../../../lib/base/refusal.ts";
import { checkExport, type Manifest } from "../../../lib/datasets/mod.ts";
import { openSellersWorld } from "../sales/_seller.ts";
import { aSoldDossier, exported, type PartsInMemory, partsInMemory } from "./_exported.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());
const whole = await exported(await aSoldDossier(world));

/** A copy of the export to break. */
function aCopy(): PartsInMemory {
  const copy = partsInMemory();
  for (const [name, bytes] of whole.bytes) copy.bytes.set(name, bytes);
  return copy;
}

function manifestOf(parts: PartsInMemory): Manifest {
  return JSON.parse(new TextDecoder().decode(parts.bytes.get("manifest.json")));
}

function withManifest(change: (manifest: Manifest) => unknown): PartsInMemory {
  const copy = aCopy();
  copy.bytes.set("manifest.json", new TextEncoder().encode(JSON.stringify(change(manifestOf(copy)))));
  return copy;
}

async function assertRefused(parts: PartsInMemory, code: string, words: string): Promise<void> {
  await assert.rejects(checkExport(parts), (error) => {
    assert(error instanceof Refusal, String(error));
    assert.equal(error.code, `datasets.${code}`);
    assert(error.issues[0]!.sentence.includes(words), error.issues[0]!.sentence);
    return true;
  });
}

Deno.test("checkExport reads a whole export to its last byte", async () => {
  const report = await checkExport(whole);
  const listed = [...whole.bytes].filter(([name]) => name !== "manifest.json");
  assert.equal(report.bytes, listed.reduce((sum, [, bytes]) => sum + bytes.length, 0));
  assert.equal(report.manifest.format, "paraphe-dataset/1");
  assert.match(report.manifest.chain!.hash, /^[0-9a-f]{64}$/);
});

Deno.test("one byte changed in any part is found, and the part is named", async () => {
  for (const [name, bytes] of whole.bytes) {
    if (name === "manifest.json") continue;
    const copy = aCopy();
    const place = Math.floor(bytes.length / 2);
    copy.bytes.set(name, bytes.with(place, bytes[place]! ^ 1));
    await assertRefused(copy, "wrong_hash", name);
  }
});

Deno.test("a part that is missing or cut short is found, and the part is named", async () => {
  for (const [name, bytes] of whole.bytes) {
    if (name === "manifest.json") continue;
    const [without, short] = [aCopy(), aCopy()];
    without.bytes.delete(name);
    await assertRefused(without, "missing_part", name);
    short.bytes.set(name, bytes.slice(0, -1));
    await assertRefused(short, "truncated_part", name);
  }
});

Deno.test("an export without manifest, or with one that is no manifest, is refused", async () => {
  await assertRefused(partsInMemory(), "no_manifest", "manifest.json");
  for (const text of ["", "{", "[]", "null", "{}", "\u0000"]) {
    const copy = aCopy();
    copy.bytes.set("manifest.json", new TextEncoder().encode(text));
    await assertRefused(copy, "broken_manifest", "manifest.json");
  }
  await assertRefused(withManifest((manifest) => ({ ...manifest, tenantId: "x" })), "broken_manifest", "dossier");
  await assertRefused(withManifest((manifest) => ({ ...manifest, chain: {} })), "broken_manifest", "journal");
  await assertRefused(
    withManifest((manifest) => ({ ...manifest, files: { count: -1, bytes: 0 } })),
    "broken_manifest",
    "",
  );
});

Deno.test("a part named outside of the export's own folder is refused", async () => {
  const climbing = withManifest((manifest) => ({
    ...manifest,
    tables: manifest.tables.map((table) => ({
      ...table,
      parts: table.parts.map((part) => ({ ...part, name: `../${part.name}` })),
    })),
  }));
  await assertRefused(climbing, "broken_manifest", "tables");
});

Deno.test("a format, a table or columns of another version are refused by name", async () => {
  await assertRefused(
    withManifest((m) => ({ ...m, format: "paraphe-dataset/2" })),
    "unknown_format",
    "paraphe-dataset/2",
  );
  const tables = (change: (tables: Manifest["tables"]) => unknown) =>
    withManifest((manifest) => ({ ...manifest, tables: change(manifest.tables) }));
  await assertRefused(tables((all) => all.filter(({ table }) => table !== "payments")), "missing_table", "payments");
  await assertRefused(
    tables((all) => [...all, { ...all[0]!, table: "spies", rows: 0, parts: [] }]),
    "unknown_table",
    "spies",
  );
  const renamed = tables((all) => all.map((table) => ({ ...table, columns: table.columns.slice(1) })));
  await assertRefused(renamed, "other_columns", "");
});

Deno.test("counts that do not add up are refused", async () => {
  const more = withManifest((manifest) => ({
    ...manifest,
    tables: manifest.tables.map((table) => table.table === "parties" ? { ...table, rows: table.rows + 1 } : table),
  }));
  await assertRefused(more, "wrong_count", "parties");
  const files = withManifest((manifest) => ({ ...manifest, files: { count: 9, bytes: 9 } }));
  await assertRefused(files, "wrong_count", "files");
});
