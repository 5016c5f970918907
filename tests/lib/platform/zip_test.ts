import assert from "node:assert/strict";
import fc from "fast-check";
import { unzipSync, zipSync } from "fflate";
import { DEFAULT_ZIP_LIMITS, readZip, writeZip, type ZipFile } from "../../../lib/platform/zip.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function pack(files: Iterable<ZipFile>): Promise<Uint8Array> {
  const stream = writeZip(files) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function withNumber(archive: Uint8Array, at: number, value: number, bytes: 2 | 4): Uint8Array {
  const changed = archive.slice();
  const view = new DataView(changed.buffer);
  if (bytes === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return changed;
}

Deno.test("what is written comes back, by our reader and by another", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.uint8Array({ maxLength: 5_000 }), fc.boolean())), async (contents) => {
      const files = contents.map(([content, compress], i) => ({ name: `dossier/é${i}.bin`, content, compress }));
      const archive = await pack(files);
      const entries = readZip(archive);
      assert.deepEqual(entries.map((entry) => entry.name), files.map((file) => file.name));
      const others = unzipSync(archive);
      for (const [i, entry] of entries.entries()) {
        assert.deepEqual(await entry.read(), files[i]!.content);
        assert.deepEqual(others[entry.name], files[i]!.content);
      }
    }),
    { numRuns: 30 },
  ));

Deno.test("another writer's archive is read, its folders left out", async () => {
  const archive = zipSync({ "a/": new Uint8Array(0), "a/b.txt": bytesOf("bonjour ".repeat(100)) });
  const entries = readZip(archive);
  assert.deepEqual(entries.map((entry) => entry.name), ["a/b.txt"]);
  assert.equal(new TextDecoder().decode(await entries[0]!.read()), "bonjour ".repeat(100));
});

Deno.test("a stream is packed as it comes, and the same content gives the same bytes", async () => {
  const make = () =>
    pack([{
      name: "a.txt",
      content: ReadableStream.from([bytesOf("bon"), bytesOf("jour")]) as AsyncIterable<Uint8Array>,
    }]);
  assert.deepEqual(await make(), await make());
  assert.equal(new TextDecoder().decode(await readZip(await make())[0]!.read()), "bonjour");
});

Deno.test("more than 65,535 files are written in the long format", async () => {
  const archive = await pack(
    Array.from({ length: 70_000 }, (_, i) => ({ name: `${i}`, content: new Uint8Array(0), compress: false })),
  );
  assert.equal(new DataView(archive.buffer).getUint32(archive.length - 42, true), 0x07064b50);
  assert.throws(() => readZip(archive), { code: "zip.unsupported" });
});

Deno.test("a name that leaves its folder is refused in both directions", async () => {
  for (const name of ["../a", "a/../../b", "/etc/passwd", "a\\b", "c:a", "", "a//b", "./a", "a\u0000b"]) {
    await assert.rejects(pack([{ name, content: new Uint8Array(1) }]), /not a name for a ZIP/, name);
    assert.throws(() => readZip(zipSync({ [name]: bytesOf("x") })), { code: "zip.bad_name" }, name);
  }
  const twice = await pack(["a", "a"].map((name) => ({ name, content: bytesOf("x") })));
  assert.throws(() => readZip(twice), { code: "zip.bad_name" }, "two files of one name");
});

Deno.test("what is not an archive, or a part of one, is refused", async () => {
  const archive = await pack([{ name: "a", content: bytesOf("bonjour") }]);
  for (const bad of [new Uint8Array(0), bytesOf("not a zip"), new Uint8Array(100), archive.subarray(0, -1)]) {
    assert.throws(() => readZip(bad), { code: "zip.not_zip" });
  }
});

Deno.test("a changed byte never gives another content in silence", async () => {
  const archive = await pack([{ name: "a", content: bytesOf("bonjour ".repeat(20)) }]);
  for (let at = 0; at < archive.length; at++) {
    const changed = archive.slice();
    changed[at]! ^= 0x55;
    try {
      for (const entry of readZip(changed)) {
        assert.equal(new TextDecoder().decode(await entry.read()), "bonjour ".repeat(20), `byte ${at}`);
      }
    } catch (error) {
      assert.match((error as { code?: string }).code ?? String(error), /^zip\./, `byte ${at}`);
    }
  }
});

Deno.test("an archive beyond a limit is refused before anything is unpacked", async () => {
  const archive = await pack([1, 2, 3].map((i) => ({ name: `${i}`, content: new Uint8Array(3_000_000) })));
  assert.throws(() => readZip(archive), { code: "zip.too_large" }, "ratio");
  const loose = { ...DEFAULT_ZIP_LIMITS, ratio: 10_000 };
  assert.equal(readZip(archive, loose).length, 3);
  for (const limit of [{ entries: 2 }, { entryBytes: 2_999_999 }, { totalBytes: 8_999_999 }]) {
    assert.throws(() => readZip(archive, { ...loose, ...limit }), { code: "zip.too_large", status: 413 });
  }
});

Deno.test("a file that lies about its length is stopped at the first byte too many", async () => {
  const archive = await pack([{ name: "a", content: new Uint8Array(100_000) }]);
  const central = archive.length - 22 - 47;
  const liar = withNumber(archive, central + 24, 10, 4);
  await assert.rejects(readZip(liar)[0]!.read(), { code: "zip.damaged" });
});

Deno.test("encrypted files, unknown methods and files that share their bytes are refused", async () => {
  const archive = await pack([{ name: "a", content: bytesOf("bonjour") }]);
  const central = archive.length - 22 - 47;
  assert.throws(() => readZip(withNumber(archive, central + 8, 1, 2)), { code: "zip.unsupported" });
  assert.throws(() => readZip(withNumber(archive, central + 10, 14, 2)), { code: "zip.unsupported" });
  const two = await pack(["a", "b"].map((name) => ({ name, content: bytesOf("bonjour") })));
  assert.throws(() => readZip(withNumber(two, two.length - 22 - 47 + 42, 0, 4)), { code: "zip.damaged" });
});
