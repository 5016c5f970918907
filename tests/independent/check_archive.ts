/**
 * A second implementation of the verification of archives and of exported chains, written from the READMEs of
 * lib/antifraud and lib/archives alone: it shares no code with the program, takes everything into memory and does one
 * thing after the other. Where it and the program disagree, one of them, or the text, is wrong.
 */
import { Buffer } from "node:buffer";
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { contentFault, jcs, type Json } from "./derive.ts";
import { unzip, type Zip } from "./unzip.ts";

/** What a check found; the same members as the program's verdict, without the French sentence. */
export interface Judgement {
  ok: boolean;
  archive: string | null;
  chainId: string | null;
  records: number;
  files: number;
  signatures: number;
  firstBad: null | { part: string; where: string | number; reason: string };
}
type KeyMade = { id: string; spki: Buffer; key: KeyObject; after: number };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, HASH = /^[0-9a-f]{64}$/, DAY = /^\d{4}-\d\d-\d\d$/;
const ECDSA = "ECDSA-P256-SHA256", HISTORY = "keys/history.jsonl", BASE = "manifest/base.json";
const RECORD = "algorithm at format hash keyId payload payloadDigest prevHash seq signature subject type";
const MANIFEST = "archive bytes chain company files format from generatedAt keys months parts previous records " +
  "signature software to";

/** Checks an archive, given as the bytes of its ZIP. */
export function checkArchive(zip: Uint8Array): Judgement {
  const found = blank();
  return judged(found, () => walkArchive(unzip(Buffer.from(zip)), found));
}

/**
 * Checks a chain exported from its first record, one record a line as in an archive; its head, where it is known, tells
 * of a tail that was cut.
 */
export function checkChain(jsonl: Uint8Array, head?: { seq: number; hash: string }): Judgement {
  const found = blank();
  return judged(found, () => {
    const lines = linesOf(Buffer.from(jsonl));
    const made = lines.filter((text) => text !== null && /"type":"(chain_opened|key_rotated)"/.test(text));
    const { chain, keys } = readHistory(Buffer.from(made.map((text) => `${text}\n`).join("")));
    found.chainId = chain;
    const end = head ? { last: head.seq, headHash: head.hash } : { last: Infinity };
    walkChain(lines, { first: 1, prevHash: "0".repeat(64), ...end }, { chain, keys, found });
  });
}

/** The records of an archive, in order, for checks of what they say: that they are right is `checkArchive`'s matter. */
export function recordsIn(zip: Uint8Array): Json[] {
  const { data } = unzip(Buffer.from(zip));
  const files = [...data.keys()].filter((path) => path.startsWith("chain/")).sort();
  return files.flatMap((path) => linesOf(data.get(path)!)).map((line) => JSON.parse(line!));
}

function walkArchive(zip: Zip, found: Judgement): void {
  const text = utf8(zip.data.get("MANIFEST.json"));
  const manifest = text === null ? null : parsed(text);
  if (!isManifest(manifest)) bad("manifest", "MANIFEST.json", "manifest_unreadable");
  [found.archive, found.chainId] = [manifest.archive, manifest.chain];
  const { chain, keys } = unlessBroken(zip, manifest, () => checkKeys(zip, manifest));
  const signature = utf8(zip.data.get("MANIFEST.sig"));
  if (!signed(keys.at(-1)!.key, sha(text!), signature)) bad("manifest", "MANIFEST.sig", "manifest_signature");
  if (manifest.chain !== chain) bad("manifest", "MANIFEST.json", "manifest_unreadable");
  found.signatures = 1;
  for (const part of manifest.parts) if (!isAsListed(zip, part)) bad("manifest", part.path, "part_digest");
  const listed: Json[] = manifest.parts.flatMap(({ path }: Json) => readPart(zip, path));
  const months = listed.map(({ path }) => /^index\/(\d{4}-\d\d)\.js$/.exec(path)?.[1]).filter(Boolean);
  const sums = [listed.length, listed.reduce((sum, { bytes }) => sum + bytes, 0), months.join()];
  if (sums.join("|") !== [manifest.files, manifest.bytes, manifest.months.join()].join("|")) {
    bad("manifest", "MANIFEST.json", "manifest_unreadable");
  }
  const files = listed.filter(({ path }) => path.startsWith("chain/")).map(({ path }) => path);
  const wanted = files.map((_, i) => `chain/${String(i + 1).padStart(6, "0")}.jsonl`);
  if (files.join() !== wanted.join()) bad("manifest", BASE, "manifest_unreadable");
  const records = walkChain(linesOfAll(zip, files), manifest.records, { chain, keys, found });
  for (const file of listed) {
    if (!zip.data.has(file.path)) bad("file", file.path, "file_missing");
    if (!isAsListed(zip, file)) bad("file", file.path, "file_digest");
    found.files++;
  }
  const paths = new Set(listed.map(({ path }) => path));
  const known = new Set([...paths, "MANIFEST.json", "MANIFEST.sig", ...manifest.parts.map(({ path }: Json) => path)]);
  const stranger = zip.names.toSorted().find((name, i, all) => !known.has(name) || name === all[i - 1]);
  if (stranger !== undefined) bad("file", stranger, "file_unknown");
  const other = records.find((record) => record.payload !== null && !isOfItsSubject(record, objectIn(record.payload)));
  if (other) bad("content", other.seq, "content_mismatch");
  const wrong = contentFault({ listed, manifest, records });
  if (wrong !== null) bad("content", wrong, "content_mismatch");
}

function checkKeys(zip: Zip, manifest: Json): { chain: string; keys: KeyMade[] } {
  const history = readHistory(zip.data.get(HISTORY)), { keys } = history;
  for (const { id, file } of manifest.keys) {
    const key = keys.find((made) => made.id === id);
    if (!key || utf8(zip.data.get(file)) !== pem(key)) bad("key", file, "unknown_key");
  }
  const named = new Set(manifest.keys.map((key: Json) => key.id));
  const isSigner = keys.every(({ id }) => named.has(id)) && manifest.signature.keyId === keys.at(-1)!.id;
  return isSigner ? history : bad("key", "MANIFEST.json", "unknown_key");
}

/** Where keys do not hold, a fault of the records by themselves, with the keys that they make, is the one named. */
function unlessBroken<T>(zip: Zip, manifest: Json, check: () => T): T {
  try {
    return check();
  } catch (fault) {
    const lines = [...linesOfAll(zip, [...zip.data.keys()].filter((path) => path.startsWith("chain/")).sort())];
    const keys = lines.flatMap((line) => {
      const record = line === null ? null : parsed(line);
      return isRecord(record) && /^(chain_opened|key_rotated)$/.test(record.type) ? [keyMadeBy(record)] : [];
    });
    if (manifest.records.first === 1) {
      walkChain(lines, manifest.records, { chain: manifest.chain, keys, found: blank() });
    }
    throw fault;
  }
}

/** The key that a record makes, believed; one that is no key takes the place of every other. */
function keyMadeBy({ seq, type, payload }: Json): KeyMade {
  const content = objectIn(payload) ?? {}, isFirst = type === "chain_opened";
  const spki = Buffer.from(`${content.publicKey}`, "base64url"), key = keyIn(spki);
  return key
    ? { id: `${isFirst ? content.key : content.to}`, spki, key, after: isFirst ? 0 : seq }
    : { id: "", spki, key: key!, after: seq - 1 };
}

/** Walks over records; a chain file that cannot be read is a line that is null. */
function walkChain(
  lines: Iterable<string | null>,
  span: { first: number; last: number; prevHash: string; headHash?: string },
  { chain, keys, found }: { chain: string; keys: KeyMade[]; found: Judgement },
): Json[] {
  let [seq, hash, at] = [span.first - 1, span.prevHash, ""];
  const records: Json[] = [];
  for (const line of lines) {
    const record = line === null ? null : parsed(line);
    if (!isRecord(record)) bad("chain", seq + 1, "record_unreadable");
    const fail = (reason: string): never => bad("chain", record.seq, reason);
    if (record.seq !== seq + 1) fail("record_gap");
    if (record.seq > span.last) fail("head_mismatch");
    if (record.prevHash !== hash) fail("prev_hash");
    if (record.payload !== null && hex(record.payload) !== record.payloadDigest) fail("payload_digest");
    if (record.at < at) fail("time_backwards");
    if (formatOne(record, chain) !== record.hash) fail("record_hash");
    const key = keys.filter(({ after }) => after < record.seq).at(-1);
    if (record.keyId !== key?.id) fail("unknown_key");
    if (!signed(key!.key, Buffer.from(record.hash, "hex"), record.signature)) fail("record_signature");
    [seq, hash, at] = [record.seq, record.hash, record.at];
    found.records++;
    found.signatures++;
    records.push(record);
  }
  if (span.last !== Infinity && seq !== span.last) bad("chain", seq + 1, "head_mismatch");
  if (span.headHash !== undefined && hash !== span.headHash) bad("chain", span.last, "head_mismatch");
  return records;
}

function readHistory(bytes: Buffer | null | undefined): { chain: string; keys: KeyMade[] } {
  const keys: KeyMade[] = [];
  let chain = "", seq = 0;
  for (const line of bytes ? linesOf(bytes) : [null]) {
    const record = line === null ? null : parsed(line);
    const payload = isRecord(record) && record.payload !== null ? objectIn(record.payload) : null;
    if (!payload || record.seq <= seq) bad("key", HISTORY, "unknown_key");
    const isFirst = keys.length === 0, id = isFirst ? payload.key : payload.to, current = keys.at(-1);
    if (isFirst) chain = payload.chain;
    const spki = /^[\w-]{121}[AQgw]$/.test(payload.publicKey) ? Buffer.from(payload.publicKey, "base64url") : null;
    const key = spki && keyIn(spki);
    const isForm = isFirst
      ? record.seq === 1 && record.type === "chain_opened" && UUID.test(chain) && /^0+$/.test(record.prevHash)
      : record.type === "key_rotated" && payload.from === current!.id;
    const isRight = isForm && key && UUID.test(id) && record.keyId === (current?.id ?? id) &&
      hex(record.payload) === record.payloadDigest && formatOne(record, chain) === record.hash &&
      signed(current?.key ?? key, Buffer.from(record.hash, "hex"), record.signature);
    if (!isRight) bad("key", HISTORY, "unknown_key");
    keys.push({ id, spki: spki!, key: key!, after: isFirst ? 0 : record.seq });
    seq = record.seq;
  }
  return keys.length ? { chain, keys } : bad("key", HISTORY, "unknown_key");
}

function readPart(zip: Zip, path: string): Json[] {
  const text = utf8(zip.data.get(path)), list = text === null ? null : parsed(text), month = path.slice(9, -5);
  const isRight = Array.isArray(list) &&
    list.every((file, i) =>
      has(file, "bytes path sha256") && typeof file.path === "string" && isCount(file.bytes) &&
      HASH.test(file.sha256) &&
      (i === 0 || list[i - 1].path < file.path) &&
      (path === BASE
        ? !/^(files\/|manifest\/|MANIFEST\.(json|sig)$)/.test(file.path)
        : file.path.startsWith(`files/${month}/`))
    );
  return isRight ? list : bad("manifest", path, "manifest_unreadable");
}

function isManifest(m: Json): boolean {
  if (!has(m, MANIFEST) || m.format !== "paraphe-archive/1" || !UUID.test(m.archive) || !UUID.test(m.chain)) {
    return false;
  }
  const isPeople = has(m.company, "name siren") && isText(m.company.name) &&
    (m.company.siren === null || isText(m.company.siren)) &&
    has(m.software, "name version") && isText(m.software.name) && isText(m.software.version);
  const r = m.records, lists = [m.keys, m.months, m.parts];
  const isSpan = has(r, "first headHash last prevHash") && isCount(r.first) && isCount(r.last) &&
    HASH.test(r.prevHash) &&
    HASH.test(r.headHash) && (r.first !== 1 || /^0+$/.test(r.prevHash)) && DAY.test(m.from) && DAY.test(m.to);
  if (!isPeople || !isSpan || !isInstant(m.generatedAt) || !(m.previous === null || HASH.test(m.previous))) {
    return false;
  }
  if (!lists.every(Array.isArray) || !isCount(m.files) || !isCount(m.bytes)) return false;
  const isKey = (k: Json) =>
    has(k, "algorithm file id") && UUID.test(k.id) && k.algorithm === ECDSA && k.file === `keys/${k.id}.pem`;
  const isPart = (p: Json, i: number) =>
    has(p, "bytes path sha256") && isCount(p.bytes) && HASH.test(p.sha256) &&
    (i === 0
      ? p.path === BASE
      : /^manifest\/\d{4}-\d\d\.json$/.test(p.path) && (i === 1 || m.parts[i - 1].path < p.path));
  return m.keys.length > 0 && m.keys.every(isKey) && new Set(m.keys.map((k: Json) => k.id)).size === m.keys.length &&
    m.months.every((t: Json, i: number) => /^\d{4}-\d\d$/.test(t) && (i === 0 || m.months[i - 1] < t)) &&
    m.parts.length > 0 && m.parts.every(isPart) && has(m.signature, "algorithm keyId") &&
    UUID.test(m.signature.keyId) &&
    m.signature.algorithm === ECDSA;
}

function isRecord(r: Json): boolean {
  return has(r, RECORD) && r.algorithm === ECDSA && r.format === 1 && isInstant(r.at) && isCount(r.seq) &&
    [r.hash, r.payloadDigest, r.prevHash].every((text) => HASH.test(text)) && UUID.test(r.keyId) &&
    (r.payload === null || isText(r.payload)) && (r.subject === null || UUID.test(r.subject)) &&
    /^[a-z][a-z_]{2,31}$/.test(r.type) && isText(r.signature) && /^[\w-]{85}[AQgw]$/.test(r.signature);
}

/** The subject stands beside the payload: where the payload names it, both are the same. */
function isOfItsSubject({ type, subject }: Json, content: Json): boolean {
  const member = /^(invoice|credit_note)_issued$|^document_|^duplicate_made$/.test(type)
    ? "document"
    : /^payment_/.test(type)
    ? "payment"
    : /_closed$/.test(type)
    ? "closure"
    : /^(archive|attestation)_made$/.exec(type)?.[1];
  const named = member && content?.[member];
  return !named || named === subject;
}

function formatOne(r: Json, chain: string): string {
  const number = Buffer.alloc(8), moment = Buffer.alloc(8), type = Buffer.alloc(32);
  number.writeBigUInt64BE(BigInt(r.seq));
  moment.writeBigInt64BE(BigInt(Date.parse(r.at)));
  type.write(r.type);
  const ends = Buffer.from(r.prevHash + r.payloadDigest, "hex"), id = Buffer.from(chain.replaceAll("-", ""), "hex");
  return hex(Buffer.concat([Buffer.from("paraphe/1"), id, number, type, moment, ends]));
}

function isAsListed(zip: Zip, { path, bytes, sha256 }: Json): boolean {
  const data = zip.data.get(path);
  return data ? data.length === bytes && hex(data) === sha256 : false;
}

function* linesOfAll(zip: Zip, paths: string[]): Generator<string | null> {
  for (const path of paths) {
    if (!zip.data.has(path)) bad("file", path, "file_missing");
    yield* linesOf(zip.data.get(path) ?? null);
  }
}

/** Lines without their line feed; null for one that is no UTF-8 or lacks it. */
function linesOf(bytes: Buffer | null): (string | null)[] {
  if (bytes === null) return [null];
  const lines: (string | null)[] = [];
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(10, start);
    lines.push(end < 0 ? null : utf8(bytes.subarray(start, end)));
    if (end < 0) break;
  }
  return lines;
}

function parsed(text: string): Json {
  const value = objectIn(text);
  return value !== null && jcs(value) === text &&
      !/[:,[]-?\d+(\.|e|\d{16})/.test(text.replace(/"(\\.|[^"\\])*"/g, '""'))
    ? value
    : null;
}

function objectIn(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function utf8(bytes: Buffer | null | undefined): string | null {
  if (!bytes) return null;
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : null;
}

function signed(key: KeyObject, hash: Buffer, signature: string | null): boolean {
  if (signature === null || !/^[\w-]{85}[AQgw]$/.test(signature)) return false;
  return verify("sha256", hash, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
}

function keyIn(spki: Buffer): KeyObject | null {
  try {
    return createPublicKey({ key: spki, format: "der", type: "spki" });
  } catch {
    return null;
  }
}

function pem({ spki }: KeyMade): string {
  return `-----BEGIN PUBLIC KEY-----\n${spki.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END PUBLIC KEY-----\n`;
}

function has(value: Json, names: string): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value) &&
    Object.keys(value).sort().join(" ") === names;
}

function isText(value: Json): boolean {
  return typeof value === "string";
}

function isCount(value: Json): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isInstant(value: Json): boolean {
  const ms = isText(value) && value.length === 24 ? Date.parse(value) : NaN;
  return !isNaN(ms) && new Date(ms).toISOString() === value;
}

function sha(data: string | Buffer): Buffer {
  return createHash("sha256").update(data).digest();
}

function hex(data: string | Buffer): string {
  return sha(data).toString("hex");
}

function blank(): Judgement {
  return { ok: false, archive: null, chainId: null, records: 0, files: 0, signatures: 0, firstBad: null };
}

function bad(part: string, where: string | number, reason: string): never {
  throw { part, where, reason };
}

function judged(found: Judgement, walk: () => void): Judgement {
  try {
    walk();
    found.ok = true;
  } catch (fault) {
    if (fault instanceof Error) throw fault;
    found.firstBad = fault as Judgement["firstBad"];
  }
  return found;
}
