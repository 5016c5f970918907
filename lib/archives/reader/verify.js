// @ts-check
/**
 * Verifies an archive of format 1: the one implementation, in the browser from a disk as on the command line. It needs
 * WebCrypto, TextDecoder and a source of files; the steps and their order stand in the module's README.
 */
import { isIndex, openContent } from "./content.js";
import { Fault } from "./fault.js";
import { openFiles } from "./files.js";
import { checkKeys, readManifest, readParts } from "./manifest.js";
import { hasItsPayload, isSigned, openKey, readRecords, recordHash, textOf } from "./records.js";
import { payloadOf } from "./rows.js";
import { sha256, toHex } from "./sha256.js";
/** @typedef {import("./content.js").Content} Content */
/** @typedef {import("./content.js").Expected} Expected */
/** @typedef {import("./fault.js").FirstBad} FirstBad */
/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").Source} Source */
/** @typedef {import("./manifest.js").History} History */
/** @typedef {import("./manifest.js").Listed} Listed */
/** @typedef {import("./manifest.js").Manifest} Manifest */
/** @typedef {import("./records.js").ChainRecord} ChainRecord */

/**
 * What the archive says of itself, to be compared with what the dossier received; null where it cannot be read.
 * @typedef {object} About
 * @property {{ name: string, siren: string | null }} company
 * @property {string} from
 * @property {string} to
 * @property {string} generatedAt
 * @property {string} headHash
 * @property {number} last Number of the last record.
 * @property {string | null} previous Digest of the former archive's manifest.
 * @property {string} manifestDigest
 * @property {string | null} openingKey SHA-256 of the first key's SPKI structure.
 * @property {number} erased Records whose content was erased.
 */
/**
 * @typedef {object} Verdict
 * @property {boolean} ok
 * @property {string | null} archive
 * @property {string | null} chainId
 * @property {number} records Found right.
 * @property {number} files Found right.
 * @property {number} signatures Found right.
 * @property {FirstBad | null} firstBad
 * @property {About | null} about
 */
/** @typedef {{ phase: "records" | "files", done: number, total: number }} Progress Files are counted in bytes. */
/** @typedef {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} Options */
/** @typedef {{ files: Files, verdict: Verdict, options: Options }} Run */

/** Records whose signatures are checked side by side. */
const BATCH = 128;

/**
 * Verifies every hash, signature and file of an archive, and that its tables say what was sealed. A fault is a verdict;
 * being stopped through `signal` throws.
 * @param {Source} source
 * @param {Options} [options]
 * @returns {Promise<Verdict>}
 */
export async function verifyArchive(source, options = {}) {
  /** @type {Verdict} */
  const verdict = {
    ok: false,
    archive: null,
    chainId: null,
    records: 0,
    files: 0,
    signatures: 0,
    firstBad: null,
    about: null,
  };
  try {
    await check({ files: await openFiles(source, options.signal), verdict, options });
    verdict.ok = true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    verdict.firstBad = error.firstBad;
  }
  return verdict;
}

/** @param {Run} run */
async function check(run) {
  const { files, verdict } = run;
  const signed = await readManifest(files);
  const { manifest } = signed;
  verdict.archive = manifest.archive;
  verdict.chainId = manifest.chain;
  verdict.about = aboutOf(manifest, signed.digest);
  const history = await checkKeys(files, signed).catch(async (fault) => {
    const isOfKeys = fault instanceof Fault && fault.firstBad.part === "key" && manifest.records.first === 1;
    throw isOfKeys ? await brokenRecord(files, manifest) ?? fault : fault;
  });
  verdict.about.openingKey = toHex(sha256(history.keys[0]?.spki ?? ""));
  verdict.signatures = 1;
  const listed = await readParts(files, manifest);
  const paths = new Set(listed.map(({ path }) => path));
  const content = openContent((path) => paths.has(path));
  await checkRecords(run, { manifest, history, listed, content });
  await checkFiles(run, listed);
  checkNames(files, manifest, paths);
  if (content.stray !== null) throw new Fault("content", "content_mismatch", content.stray);
  await checkContent(files, listed, content.end({ ...manifest }));
}

/** @param {Manifest} manifest @param {string} manifestDigest @returns {About} */
function aboutOf({ company, from, to, generatedAt, records, previous }, manifestDigest) {
  const { headHash, last } = records;
  const unknown = { openingKey: null, erased: 0 };
  return { company, from, to, generatedAt, headHash, last, previous, manifestDigest, ...unknown };
}

/**
 * Step 8. Hashes follow each other; signatures are checked side by side, a batch at a time.
 * @param {Run} run
 * @param {{ manifest: Manifest, history: History, listed: readonly Listed[], content: Content }} given
 */
async function checkRecords(run, { manifest, history, listed, content }) {
  const { first, last, prevHash, headHash } = manifest.records;
  const walk = { seq: first - 1, hash: prevHash, at: "" };
  /** @type {{ record: ChainRecord, key: CryptoKey }[]} */
  let batch = [];
  async function settle() {
    const waiting = batch;
    batch = [];
    const answers = await Promise.all(waiting.map(({ record, key }) => isSigned(key, record)));
    const wrong = answers.indexOf(false);
    const right = wrong < 0 ? waiting.length : wrong;
    run.verdict.records += right;
    run.verdict.signatures += right;
    if (wrong >= 0) throw new Fault("chain", "record_signature", waiting[wrong]?.record.seq ?? 0);
    run.options.signal?.throwIfAborted();
    run.options.onProgress?.({ phase: "records", done: run.verdict.records, total: last - first + 1 });
  }
  try {
    for await (const record of recordsOf(run.files, listed)) {
      const sound = soundRecord(record, walk, { last, history });
      content.add(sound.record);
      if (sound.record.payload === null && run.verdict.about) run.verdict.about.erased += 1;
      batch.push(sound);
      if (batch.length === BATCH) await settle();
      Object.assign(walk, { seq: sound.record.seq, hash: sound.record.hash, at: sound.record.at });
    }
    if (walk.seq !== last) throw new Fault("chain", "head_mismatch", walk.seq + 1);
  } catch (error) {
    // A signature that is wrong before the fault comes first.
    if (error instanceof Fault) await settle();
    throw error;
  }
  await settle();
  if (walk.hash !== headHash) throw new Fault("chain", "head_mismatch", last);
}

/**
 * The first fault of the records by themselves, with the keys that they make: where keys do not hold, a record that
 * makes one may be what was changed, and is then named like any other.
 * @param {Files} files
 * @param {Manifest} manifest
 * @returns {Promise<Fault | null>}
 */
async function brokenRecord(files, { chain, records: { first, last, prevHash, headHash } }) {
  const walk = { seq: first - 1, hash: prevHash, at: "" };
  /** @type {{ id: string, key: CryptoKey } | null} */
  let current = null;
  for await (const record of readAll(files, files.names.filter((path) => path.startsWith("chain/")))) {
    if (!record) return new Fault("chain", "record_unreadable", walk.seq + 1);
    const reason = faultOf(record, walk, { last, chain });
    if (reason) return new Fault("chain", reason, record.seq);
    const makes = /^(chain_opened|key_rotated)$/.test(record.type);
    const payload = makes ? payloadOf(record) : null, made = makes ? await openKey(payload?.publicKey) : null;
    const next = made && { id: String(record.type === "chain_opened" ? payload?.key : payload?.to), key: made.key };
    const signer = current ?? next;
    if ((makes && !next) || record.keyId !== signer?.id) return new Fault("chain", "unknown_key", record.seq);
    if (!await isSigned(signer.key, record)) return new Fault("chain", "record_signature", record.seq);
    if (next) current = next;
    Object.assign(walk, { seq: record.seq, hash: record.hash, at: record.at });
  }
  if (walk.seq !== last) return new Fault("chain", "head_mismatch", walk.seq + 1);
  return walk.hash === headHash ? null : new Fault("chain", "head_mismatch", last);
}

/** @param {Files} files @param {readonly Listed[]} listed @returns {AsyncGenerator<ChainRecord | null>} */
async function* recordsOf(files, listed) {
  const paths = listed.map(({ path }) => path).filter((path) => path.startsWith("chain/"));
  const isNumbered = paths.every((path, i) => path === `chain/${String(i + 1).padStart(6, "0")}.jsonl`);
  if (!isNumbered) throw new Fault("manifest", "manifest_unreadable", "manifest/base.json");
  const missing = paths.find((path) => !files.has(path));
  yield* readAll(files, missing === undefined ? paths : paths.slice(0, paths.indexOf(missing)));
  if (missing !== undefined) throw new Fault("file", "file_missing", missing);
}

/** @param {Files} files @param {readonly string[]} paths @returns {AsyncGenerator<ChainRecord | null>} */
async function* readAll(files, paths) {
  for (const path of paths) {
    const bytes = await files.read(path);
    if (bytes) yield* readRecords(bytes);
    else yield null;
  }
}

/**
 * @param {ChainRecord | null} record
 * @param {{ seq: number, hash: string, at: string }} walk
 * @param {{ last: number, history: History }} known
 */
function soundRecord(record, walk, { last, history }) {
  if (!record) throw new Fault("chain", "record_unreadable", walk.seq + 1);
  const reason = faultOf(record, walk, { last, chain: history.chain });
  if (reason) throw new Fault("chain", reason, record.seq);
  const current = history.keys.findLast(({ after }) => after < record.seq);
  if (current?.id !== record.keyId) throw new Fault("chain", "unknown_key", record.seq);
  return { record, key: current.key };
}

/**
 * @param {ChainRecord} record
 * @param {{ seq: number, hash: string, at: string }} walk
 * @param {{ last: number, chain: string }} known
 * @returns {string | null}
 */
function faultOf(record, walk, { last, chain }) {
  if (record.seq !== walk.seq + 1) return "record_gap";
  if (record.seq > last) return "head_mismatch";
  if (record.prevHash !== walk.hash) return "prev_hash";
  if (!hasItsPayload(record)) return "payload_digest";
  if (record.at < walk.at) return "time_backwards";
  return recordHash(record, chain) === record.hash ? null : "record_hash";
}

/** Step 9. @param {Run} run @param {readonly Listed[]} listed */
async function checkFiles({ files, verdict, options }, listed) {
  const total = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { path, bytes, sha256 } of listed) {
    options.signal?.throwIfAborted();
    if (!files.has(path)) throw new Fault("file", "file_missing", path);
    if (files.size(path) !== bytes || await files.digest(path) !== sha256) throw new Fault("file", "file_digest", path);
    verdict.files += 1;
    done += bytes;
    options.onProgress?.({ phase: "files", done, total });
  }
}

/** Step 10. @param {Files} files @param {Manifest} manifest @param {ReadonlySet<string>} listed */
function checkNames(files, manifest, listed) {
  const own = new Set(["MANIFEST.json", "MANIFEST.sig", ...manifest.parts.map(({ path }) => path)]);
  const stranger = files.names.find((name, i) => {
    return files.names[i - 1] === name || !(listed.has(name) || own.has(name));
  });
  if (stranger !== undefined) throw new Fault("file", "file_unknown", stranger);
}

/** Step 11. @param {Files} files @param {readonly Listed[]} listed @param {Expected} expected */
async function checkContent(files, listed, { digests, months, documents }) {
  const missing = new Set([...digests.keys(), ...months.keys()]);
  for (const { path, sha256 } of listed) {
    missing.delete(path);
    const wanted = digests.get(path), sections = months.get(path);
    const isFree = documents.has(path) || !/^(data|index|files)\//.test(path);
    const isRight = sections ? await holds(files, path, sections) : wanted === undefined ? isFree : wanted === sha256;
    if (!isRight) throw new Fault("content", "content_mismatch", path);
  }
  const [first] = [...missing].sort();
  if (first !== undefined) throw new Fault("content", "content_mismatch", first);
}

/** @param {Files} files @param {string} path @param {Parameters<typeof isIndex>[2]} sections */
async function holds(files, path, sections) {
  const text = textOf(await files.read(path) ?? new Uint8Array());
  return text !== null && isIndex(text, path.slice("index/".length, -".js".length), sections);
}
