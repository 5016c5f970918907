import assert from "node:assert/strict";
import { openZip, verifyArchive } from "../../../../lib/archives/mod.ts";
import { checkArchive } from "../../../independent/check_archive.ts";
import { makeArchive, sampleContent, zipOf } from "../../../support/archive_fixture.ts";
import { tampers } from "../../../support/archive_tampers.ts";

// What each tampering is found to be stands in tests/independent, where a second checker must say the same.
const { whole, cases } = tampers();
const zip = await zipOf(whole);

function verifyBytes(bytes: Uint8Array<ArrayBuffer>, options = {}) {
  const read = (start: number, end: number) => Promise.resolve(bytes.slice(start, end));
  return verifyArchive(openZip({ size: bytes.length, read }), options);
}

Deno.test("a whole archive is right, and says what it holds", async () => {
  const { about, ...verdict } = await verifyBytes(zip);
  const manifest = JSON.parse(new TextDecoder().decode(whole.get("MANIFEST.json")));
  assert.deepEqual(verdict, {
    ok: true,
    archive: manifest.archive,
    chainId: manifest.chain,
    records: manifest.records.last,
    files: manifest.files,
    signatures: manifest.records.last + 1,
    firstBad: null,
  });
  assert.equal(about?.company.name, "Atelier Dupré");
  assert.match(about?.openingKey ?? "", /^[0-9a-f]{64}$/);
  assert.equal(about?.erased, 0);
});

Deno.test("an archive whose content was erased is right and says how much is gone", async () => {
  const { files } = cases.find(({ name }) => name === "content erased, tables made anew")!;
  const { ok, about } = await verifyBytes(await zipOf(files));
  assert.deepEqual([ok, about?.erased], [true, 1]);
});

Deno.test("progress goes up to the last record and the last byte", async () => {
  const seen = new Map<string, { done: number; total: number }>();
  await verifyBytes(zip, {
    onProgress: ({ phase, done, total }: { phase: string; done: number; total: number }) => {
      assert.ok(done >= (seen.get(phase)?.done ?? 0));
      seen.set(phase, { done, total });
    },
  });
  for (const { done, total } of seen.values()) assert.equal(done, total);
  assert.deepEqual([...seen.keys()], ["records", "files"]);
});

Deno.test("a verification that is stopped throws, and gives no verdict", async () => {
  const stop = new AbortController();
  const running = verifyBytes(zip, { signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(running, { name: "AbortError" });
});

Deno.test("a ZIP cut at its end, an empty file and a file that is no ZIP have no readable manifest", async () => {
  for (const bytes of [zip.slice(0, -100), new Uint8Array(), new Uint8Array(5000).fill(80)]) {
    const { firstBad } = await verifyBytes(bytes);
    assert.deepEqual([firstBad?.reason, firstBad?.where], ["manifest_unreadable", "MANIFEST.json"]);
  }
});

Deno.test("a file that occurs twice in the ZIP is a stranger", async () => {
  const twice = await zipOf(whole, [["NOTICE.txt", new TextEncoder().encode("Une autre notice.")]]);
  const { firstBad } = await verifyBytes(twice);
  assert.deepEqual([firstBad?.reason, firstBad?.where], ["file_unknown", "NOTICE.txt"]);
});

Deno.test("a local header that names another file than the directory is a changed file", async () => {
  const bytes = zip.slice(), name = new TextEncoder().encode("NOTICE.txt");
  const at = bytes.findIndex((_, i) => name.every((byte, k) => bytes[i + k] === byte));
  bytes[at] = "M".charCodeAt(0);
  const { firstBad } = await verifyBytes(bytes);
  assert.deepEqual([firstBad?.reason, firstBad?.where], ["file_digest", "NOTICE.txt"]);
});

Deno.test("an archive of one year starts in the middle of the chain and knows its keys", async () => {
  const content = sampleContent();
  const year = await zipOf(makeArchive({ ...content, first: 9 }));
  const { ok, records, firstBad } = await verifyBytes(year);
  assert.deepEqual([ok, records, firstBad], [true, content.chain.lines.length - 8, null]);
  assert.equal(checkArchive(year).ok, true);
});

Deno.test("a PDF whose invoice is of an earlier archive is not asked for", async () => {
  // Record 3 seals the rendering of the invoice of record 2, which this archive does not hold.
  const { ok, firstBad } = await verifyBytes(await zipOf(makeArchive({ ...sampleContent(), first: 3 })));
  assert.deepEqual([ok, firstBad], [true, null]);
});

Deno.test("a ZIP of more files than its short directory can count is read by its long one", async () => {
  const many = new Map(
    Array.from({ length: 65_600 }, (_, i) => [`f/${i}.pdf`, new TextEncoder().encode(`n° ${i}`)] as const),
  );
  const bytes = await zipOf(many);
  const source = openZip({ size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) });
  assert.equal((await source.list()).length, 65_600);
  const pieces = await Array.fromAsync(source.open("f/65599.pdf"));
  assert.equal(new TextDecoder().decode(pieces[0]), "n° 65599");
  assert.equal(source.size("f/65599.pdf"), 9);
});
