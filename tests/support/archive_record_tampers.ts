/** Ways to tamper with the records of an archive. */
import { type ChainLine, sealChain, sealLine } from "./archive_chain.ts";
import { type Bench, edited, flipped, type Found, type Tamper } from "./archive_bench.ts";

const FIRST_CHAIN = "chain/000001.jsonl";

/** Every record's fields, the order of records, their lines. */
export function recordTampers(bench: Bench): Tamper[] {
  return [...fields(bench), ...order(bench), ...texts(bench)];
}

/** What a record says. */
function fields(bench: Bench): Tamper[] {
  const [, second, third] = bench.lines as [ChainLine, ChainLine, ChainLine];
  const { chain } = bench.content;
  const early = sealLine({ ...third, payload: third.payload!, at: "2026-03-01T07:00:00.000Z" }, {
    chain: chain.id,
    key: chain.keys[0]!,
  });
  const sixth = bench.lines[5]!.signature;
  return [
    bench.lined(
      "a cent in a payload",
      at(2, "payload_digest"),
      edit(2, { payload: second.payload!.replace("120000", "120001") }),
    ),
    bench.lined(
      "a payload and its digest",
      at(2, "record_hash"),
      edit(2, { payloadDigest: "0".repeat(64), payload: null }),
    ),
    bench.lined("an instant", at(3, "record_hash"), edit(3, { at: "2026-03-02T09:00:02.000Z" })),
    bench.lined("an instant before the last", at(3, "time_backwards"), edit(3, { at: "2026-03-01T07:00:00.000Z" })),
    bench.lined(
      "an instant before the last, sealed",
      at(3, "time_backwards"),
      (lines) => [...lines.slice(0, 2), early],
    ),
    bench.lined(
      "an instant that does not exist",
      at(3, "record_unreadable"),
      edit(3, { at: "2026-02-30T09:00:02.000Z" }),
    ),
    bench.lined("an instant before 1970", at(1, "record_hash"), edit(1, { at: "1969-12-31T23:59:59.999Z" })),
    bench.lined("an instant after 9999", at(2, "record_unreadable"), edit(2, { at: "+010000-01-01T00:00:00.000Z" })),
    bench.lined("a type", at(2, "record_hash"), edit(2, { type: "invoice_issuee" })),
    bench.lined("a hash", at(4, "record_hash"), edit(4, { hash: "0".repeat(64) })),
    bench.lined("a previous hash", at(4, "prev_hash"), edit(4, { prevHash: "0".repeat(64) })),
    bench.lined(
      "a signature",
      at(6, "record_signature"),
      edit(6, { signature: (sixth.startsWith("A") ? "B" : "A") + sixth.slice(1) }),
    ),
    bench.lined("the signature of another record", at(6, "record_signature"), edit(6, { signature: second.signature })),
    bench.lined("a key nobody knows", at(6, "unknown_key"), edit(6, { keyId: chain.id })),
    bench.lined("a key before its time", at(6, "unknown_key"), edit(6, { keyId: chain.keys[1]!.id })),
    bench.lined("a key after its time", at(10, "unknown_key"), edit(10, { keyId: chain.keys[0]!.id })),
    bench.lined("another algorithm", at(6, "record_unreadable"), edit(6, { algorithm: "none" })),
    bench.lined("a member too many", at(6, "record_unreadable"), edit(6, { note: "x" })),
  ];
}

/** Which records come, and in which order. */
function order(bench: Bench): Tamper[] {
  const [first, second] = bench.lines as [ChainLine, ChainLine];
  const other = sealChain([{ type: "invoice_issued", at: second.at, payload: { number: "FA2026-0001" } }], first.at);
  const stranger = other.lines[1]!;
  const { chain } = bench.content;
  const hooked = { ...stranger, payload: stranger.payload!, prevHash: first.hash };
  const forged = sealLine(hooked, { chain: chain.id, key: other.keys[0]! });
  return [
    bench.lined("a record dropped", at(5, "record_gap"), (lines) => lines.filter(({ seq }) => seq !== 4)),
    bench.lined("a record inserted", at(4, "record_gap"), (lines) => lines.toSpliced(4, 0, lines[3]!)),
    bench.lined("two records swapped", at(4, "record_gap"), (lines) => lines.with(2, lines[3]!).with(3, lines[2]!)),
    bench.lined("the first record dropped", at(2, "record_gap"), (lines) => lines.slice(1)),
    bench.lined("the tail cut", at(bench.last, "head_mismatch"), (lines) => lines.slice(0, -1)),
    bench.lined("another dossier's record", at(2, "prev_hash"), (lines) => lines.with(1, stranger)),
    bench.lined(
      "another dossier's record, hooked on",
      at(2, "record_hash"),
      (lines) => lines.with(1, hooked),
    ),
    bench.lined(
      "another dossier's record, hashed anew",
      at(2, "unknown_key"),
      (lines) => lines.with(1, forged),
    ),
    bench.lined(
      "another dossier's record, under our key's name",
      at(2, "record_signature"),
      (lines) => lines.with(1, { ...forged, keyId: first.keyId }),
    ),
  ];
}

/** How a record is written. */
function texts(bench: Bench): Tamper[] {
  const { chain } = bench.content;
  const changed: Found = { part: "file", where: FIRST_CHAIN, reason: "file_digest" };
  return [
    bench.tamper(
      "spaces in a line",
      at(1, "record_unreadable"),
      (files) => edited(files, FIRST_CHAIN, (text) => text.replace('"format":1', '"format": 1')),
    ),
    bench.tamper(
      "a byte that is no UTF-8",
      at(1, "record_unreadable"),
      (files) => files.set(FIRST_CHAIN, flipped(files.get(FIRST_CHAIN)!, 20, 0x80)),
    ),
    bench.tamper(
      "the last line feed",
      at(5, "record_unreadable"),
      (files) => edited(files, FIRST_CHAIN, (text) => text.slice(0, -1)),
    ),
    bench.lined(
      "a subject",
      changed,
      edit(2, { subject: chain.id }),
    ),
    bench.lined(
      "a payload erased behind the manifest",
      changed,
      edit(2, { payload: null }),
    ),
  ];
}

function at(where: number, reason: string): Found {
  return { part: "chain", where, reason };
}

function edit(seq: number, change: Partial<ChainLine>): (lines: ChainLine[]) => ChainLine[] {
  return (lines) => lines.map((line) => line.seq === seq ? { ...line, ...change } as ChainLine : line);
}
