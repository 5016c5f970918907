/** Ways to tamper with an archive, each with what every checker must find, and where. */
import { canonical, drawKey, sealLine } from "./archive_chain.ts";
import { Bench, edited, type Files, flipped, type Found, type Tamper } from "./archive_bench.ts";
import { type ArchiveFiles, lineText, makeArchive, pem, putChain, putData, type Sample } from "./archive_fixture.ts";
import { sampleContent } from "./archive_fixture.ts";
import { recordTampers } from "./archive_record_tampers.ts";

const UTF8 = new TextEncoder();

/** The sample and every tampering with it. */
export function tampers(content: Sample = sampleContent()): { whole: ArchiveFiles; cases: readonly Tamper[] } {
  const whole = makeArchive(content);
  const bench = new Bench(whole, content);
  const cases = [
    ...flips(bench),
    ...recordTampers(bench),
    ...files(bench),
    ...keys(bench),
    ...tables(bench),
    ...manifests(bench),
  ];
  return { whole, cases: [{ name: "nothing", files: whole, expected: null }, ...cases] };
}

/** Every kind of file, a byte changed at its beginning, in its middle, at its end. */
function flips(bench: Bench): Tamper[] {
  const pdf = [...bench.whole.keys()].find((path) => path.endsWith(".pdf"))!;
  const xml = pdf.replace(/pdf$/, "xml"), key = `keys/${bench.content.chain.keys[0]!.id}.pem`;
  const plain = ["NOTICE.txt", "index.html", "data/documents.csv", "data/events.jsonl", pdf, xml];
  const listed = [...plain, "index/2026-03.js", "index/months.js"];
  const expected = new Map<string, Found>([
    ...listed.map((path): [string, Found] => [path, { part: "file", where: path, reason: "file_digest" }]),
    [key, { part: "key", where: key, reason: "unknown_key" }],
    ["keys/history.jsonl", { part: "key", where: "keys/history.jsonl", reason: "unknown_key" }],
    ["MANIFEST.sig", { part: "manifest", where: "MANIFEST.sig", reason: "manifest_signature" }],
    ["manifest/base.json", { part: "manifest", where: "manifest/base.json", reason: "part_digest" }],
    ["manifest/2026-04.json", { part: "manifest", where: "manifest/2026-04.json", reason: "part_digest" }],
  ]);
  return [...expected].flatMap(([path, found]) => {
    const length = bench.whole.get(path)!.length;
    return [0, length >> 1, length - 1].map((at) =>
      bench.tamper(`byte ${at} of ${path}`, found, (files) => files.set(path, flipped(files.get(path)!, at)))
    );
  });
}

/** What is there and what is not. */
function files(bench: Bench): Tamper[] {
  const lacks = (path: string, found: Found) => bench.tamper(`no ${path}`, found, (files) => files.delete(path));
  const manifest = (where: string, reason: string): Found => ({ part: "manifest", where, reason });
  const file = (where: string, reason: string): Found => ({ part: "file", where, reason });
  return [
    lacks("MANIFEST.json", manifest("MANIFEST.json", "manifest_unreadable")),
    lacks("MANIFEST.sig", manifest("MANIFEST.sig", "manifest_signature")),
    lacks("manifest/2026-03.json", manifest("manifest/2026-03.json", "part_digest")),
    lacks("keys/history.jsonl", { part: "key", where: "keys/history.jsonl", reason: "unknown_key" }),
    lacks("chain/000002.jsonl", file("chain/000002.jsonl", "file_missing")),
    lacks("NOTICE.txt", file("NOTICE.txt", "file_missing")),
    lacks("data/vat.csv", file("data/vat.csv", "file_missing")),
    lacks("files/2026-03/FA2026-0001.pdf", file("files/2026-03/FA2026-0001.pdf", "file_missing")),
    bench.tamper(
      "a stranger",
      file("data/z.csv", "file_unknown"),
      (files) => files.set("data/z.csv", UTF8.encode("a")),
    ),
    bench.tamper(
      "a part that no manifest lists",
      file("manifest/2026-05.json", "file_unknown"),
      (files) => files.set("manifest/2026-05.json", UTF8.encode("[]")),
    ),
    bench.tamper(
      "a file cut",
      file("data/lines.csv", "file_digest"),
      (files) => files.set("data/lines.csv", files.get("data/lines.csv")!.slice(0, -2)),
    ),
    bench.tamper(
      "a manifest that is no JSON",
      manifest("MANIFEST.json", "manifest_unreadable"),
      (files) => files.set("MANIFEST.json", UTF8.encode("{")),
    ),
    bench.tamper(
      "a manifest with spaces",
      manifest("MANIFEST.json", "manifest_unreadable"),
      (files) => edited(files, "MANIFEST.json", (text) => text.replace(",", ", ")),
    ),
    bench.tamper(
      "another company",
      manifest("MANIFEST.sig", "manifest_signature"),
      (files) => edited(files, "MANIFEST.json", (text) => text.replace("Atelier", "Garage")),
    ),
    bench.tamper(
      "another chain id",
      manifest("MANIFEST.sig", "manifest_signature"),
      (files) => edited(files, "MANIFEST.json", (text) => text.replace(bench.content.chain.id, bench.content.invoice)),
    ),
    bench.tamper(
      "another head",
      manifest("MANIFEST.sig", "manifest_signature"),
      (files) => edited(files, "MANIFEST.json", (text) => text.replace(bench.lines.at(-1)!.hash, "0".repeat(64))),
    ),
  ];
}

/** Keys and the manifest's signer. */
function keys(bench: Bench): Tamper[] {
  const { chain } = bench.content;
  const intruder = drawKey(), path = `keys/${intruder.id}.pem`;
  const unknown = (where: string): Found => ({ part: "key", where, reason: "unknown_key" });
  const own = `keys/${chain.keys[1]!.id}.pem`;
  const listed = (manifest: Record<string, unknown>) => {
    manifest.keys = [...manifest.keys as unknown[], { id: intruder.id, algorithm: "ECDSA-P256-SHA256", file: path }];
  };
  return [
    bench.tamper(
      "a manifest resigned by another key",
      unknown("MANIFEST.json"),
      (files) => bench.reseal(files, { signer: intruder }),
    ),
    bench.tamper("a manifest resigned under our key's name", {
      part: "manifest",
      where: "MANIFEST.sig",
      reason: "manifest_signature",
    }, (files) => bench.reseal(files, { signer: { ...intruder, id: chain.keys[1]!.id } })),
    bench.tamper("a key brought along", unknown(path), (files) => {
      files.set(path, UTF8.encode(pem(intruder)));
      bench.reseal(files, { signer: intruder, change: listed });
    }),
    bench.tamper("a key put in the place of ours", unknown(own), (files) => {
      files.set(own, UTF8.encode(pem(intruder)));
      bench.reseal(files, { signer: { ...intruder, id: chain.keys[1]!.id } });
    }),
    bench.tamper(
      "a manifest signed by a key that was ended",
      unknown("MANIFEST.json"),
      (files) => bench.reseal(files, { signer: chain.keys[0]! }),
    ),
    bench.tamper("a rotation put into the history", unknown("keys/history.jsonl"), (files) => {
      const last = bench.lines.findLast(({ type }) => type === "key_rotated")!;
      const payload = canonical({
        from: chain.keys[1]!.id,
        to: intruder.id,
        publicKey: intruder.spki.toString("base64url"),
      });
      const line = sealLine({ ...last, seq: last.seq + 1, payload }, { chain: chain.id, key: intruder });
      edited(files, "keys/history.jsonl", (text) => text + lineText({ ...line, keyId: chain.keys[1]!.id }));
      files.set(path, UTF8.encode(pem(intruder)));
      bench.reseal(files, { signer: intruder, change: listed });
    }),
    bench.tamper("a history without its rotation", unknown(own), (files) => {
      edited(files, "keys/history.jsonl", (text) => `${text.split("\n")[0]}\n`);
      bench.reseal(files);
    }),
  ];
}

/** Archives that are signed by the right key, and do not say what was sealed. */
function tables(bench: Bench): Tamper[] {
  const content = (where: string): Found => ({ part: "content", where, reason: "content_mismatch" });
  const resealed = (name: string, expected: Found | null, change: (files: Files) => void) =>
    bench.tamper(name, expected, (files) => {
      change(files);
      bench.reseal(files);
    });
  const pdf = "files/2026-03/FA2026-0001.pdf";
  return [
    resealed(
      "a cent in a table",
      content("data/documents.csv"),
      (files) => edited(files, "data/documents.csv", (text) => text.replace("120000", "120001")),
    ),
    resealed(
      "a row less in a table",
      content("data/allocations.jsonl"),
      (files) => files.set("data/allocations.jsonl", new Uint8Array()),
    ),
    resealed("a table more", content("data/z.csv"), (files) => files.set("data/z.csv", UTF8.encode("a"))),
    resealed(
      "a PDF of nothing",
      content("files/2026-03/FA2026-0009.pdf"),
      (files) => files.set("files/2026-03/FA2026-0009.pdf", UTF8.encode("%PDF")),
    ),
    resealed("a table less", content("data/closures.csv"), (files) => files.delete("data/closures.csv")),
    resealed(
      "a cent in an index",
      content("index/2026-03.js"),
      (files) =>
        edited(files, "index/2026-03.js", (text) => text.replace('"grossCents":120000', '"grossCents":120001')),
    ),
    resealed(
      "a comma in an index",
      content("index/2026-03.js"),
      (files) => edited(files, "index/2026-03.js", (text) => text.replace("},\n", "}\n")),
    ),
    resealed(
      "a script in an index",
      content("index/2026-04.js"),
      (files) => edited(files, "index/2026-04.js", (text) => `${text}alert(1)\n`),
    ),
    bench.tamper("a subject, signed", { part: "content", where: 2, reason: "content_mismatch" }, (files) => {
      putChain(files, bench.lines.map((line) => line.seq === 2 ? { ...line, subject: bench.content.chain.id } : line));
      bench.reseal(files);
    }),
    resealed("an index less", content("index/2026-04.js"), (files) => files.delete("index/2026-04.js")),
    resealed(
      "a count in the list of months",
      content("index/months.js"),
      (files) => edited(files, "index/months.js", (text) => text.replace('"documents":2', '"documents":3')),
    ),
    resealed("another PDF", content(pdf), (files) => files.set(pdf, UTF8.encode("%PDF-1.7 autre"))),
    resealed("a PDF less", content("index/2026-03.js"), (files) => files.delete(pdf)),
  ];
}

/** Contents erased, and manifests that do not tell of the files. */
function manifests(bench: Bench): Tamper[] {
  const erased = bench.lines.map((line) => line.seq === 2 ? { ...line, payload: null } : line);
  const asBefore: Found = { part: "content", where: "data/documents.csv", reason: "content_mismatch" };
  const early: Found = { part: "chain", where: bench.last, reason: "head_mismatch" };
  const incoherent: Found = { part: "manifest", where: "MANIFEST.json", reason: "manifest_unreadable" };
  const signed = (name: string, expected: Found, change: (manifest: Record<string, unknown>) => void) =>
    bench.tamper(name, expected, (files) => bench.reseal(files, { change }));
  return [
    bench.tamper("content erased, tables as before", asBefore, (files) => {
      putChain(files, erased);
      bench.reseal(files);
    }),
    bench.tamper("content erased, tables made anew", null, (files) => {
      for (const path of [...files.keys()]) if (path.includes("FA2026-0001")) files.delete(path);
      putChain(files, erased);
      const { archive } = JSON.parse(new TextDecoder().decode(bench.whole.get("MANIFEST.json")));
      putData(files, { lines: erased, archive });
      bench.reseal(files);
    }),
    signed("another head, signed", early, (manifest) => {
      manifest.records = { ...manifest.records as object, headHash: "0".repeat(64) };
    }),
    signed("an end before the end, signed", early, (manifest) => {
      manifest.records = { ...manifest.records as object, last: bench.last - 1 };
    }),
    signed("sums that do not add up", incoherent, (manifest) => {
      manifest.bytes = 1;
    }),
    signed("another chain, signed", incoherent, (manifest) => {
      manifest.chain = bench.content.invoice;
    }),
  ];
}
