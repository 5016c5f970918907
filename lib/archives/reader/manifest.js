// @ts-check
/** Steps 1 to 7 of a verification: the manifest, the keys, the parts. Each fault is thrown. */
import { readCanonical } from "./canonical.js";
import { Fault } from "./fault.js";
import { ALGORITHM, ascend, exactly, FORMS, listOf, matching, orNull, shaped } from "./forms.js";
import { GENESIS, hasItsPayload, isSigned, openKey, pemOf, readRecords, recordHash, textOf } from "./records.js";
import { payloadOf } from "./rows.js";
import { sha256, toHex } from "./sha256.js";
/** @typedef {import("./files.js").Files} Files */

/** @typedef {{ path: string, bytes: number, sha256: string }} Listed */
/**
 * @typedef {object} Manifest
 * @property {string} archive
 * @property {string} chain
 * @property {{ name: string, siren: string | null }} company
 * @property {string} from
 * @property {string} to
 * @property {string} generatedAt
 * @property {{ name: string, version: string }} software
 * @property {{ first: number, last: number, prevHash: string, headHash: string }} records
 * @property {string | null} previous
 * @property {readonly { id: string, algorithm: string, file: string }[]} keys
 * @property {readonly string[]} months
 * @property {number} files
 * @property {number} bytes
 * @property {readonly Listed[]} parts
 * @property {{ keyId: string, algorithm: string }} signature
 */
/** @typedef {{ id: string, key: CryptoKey, spki: Uint8Array, after: number }} HistoryKey */
/** @typedef {{ chain: string, keys: readonly HistoryKey[] }} History */

const MANIFEST = "MANIFEST.json";
const SIGNATURE = "MANIFEST.sig";
const HISTORY = "keys/history.jsonl";
const BASE = "manifest/base.json";
const MONTH_PART = /^manifest\/(\d{4}-\d{2})\.json$/;
const MONTH_INDEX = /^index\/(\d{4}-\d{2})\.js$/;
const OUT_OF_BASE = /^(files\/|manifest\/|MANIFEST\.(json|sig)$)/;

const isKey = shaped({ id: FORMS.id, algorithm: exactly(ALGORITHM), file: FORMS.text });
const isPart = shaped({ path: FORMS.text, sha256: FORMS.hash, bytes: FORMS.number });
const isListing = listOf(shaped({ path: FORMS.text, bytes: FORMS.number, sha256: FORMS.hash }));
const isManifest = shaped({
  format: exactly("paraphe-archive/1"),
  archive: FORMS.id,
  chain: FORMS.id,
  company: shaped({ name: FORMS.text, siren: orNull(FORMS.text) }),
  from: FORMS.date,
  to: FORMS.date,
  generatedAt: FORMS.instant,
  software: shaped({ name: FORMS.text, version: FORMS.text }),
  records: shaped({ first: FORMS.number, last: FORMS.number, prevHash: FORMS.hash, headHash: FORMS.hash }),
  previous: orNull(FORMS.hash),
  keys: listOf(isKey),
  months: listOf(FORMS.month),
  files: FORMS.number,
  bytes: FORMS.number,
  parts: listOf(isPart),
  signature: shaped({ keyId: FORMS.id, algorithm: exactly(ALGORITHM) }),
});

/**
 * Step 1: the manifest, of its form.
 * @param {Files} files
 * @returns {Promise<{ manifest: Manifest, digest: string }>}
 */
export async function readManifest(files) {
  const bytes = files.has(MANIFEST) ? await files.read(MANIFEST) : null;
  const text = bytes && textOf(bytes);
  const value = text === null ? undefined : readCanonical(text);
  if (!bytes || !isManifest(value)) throw new Fault("manifest", "manifest_unreadable", MANIFEST);
  const manifest = /** @type {Manifest} */ (value);
  const { keys, months, parts, records } = manifest;
  const isCoherent = keys.length > 0 && keys.every(({ id, file }) => file === `keys/${id}.pem`) &&
    new Set(keys.map(({ id }) => id)).size === keys.length && ascend(months) && parts[0]?.path === BASE &&
    parts.slice(1).every(({ path }) => MONTH_PART.test(path)) && ascend(parts.slice(1).map(({ path }) => path)) &&
    (records.first !== 1 || records.prevHash === GENESIS);
  if (!isCoherent) throw new Fault("manifest", "manifest_unreadable", MANIFEST);
  return { manifest, digest: toHex(sha256(bytes)) };
}

/**
 * Steps 2 to 5: the keys of the dossier by the records that made them, and the manifest's signature.
 * @param {Files} files
 * @param {{ manifest: Manifest, digest: string }} signed
 * @returns {Promise<History>}
 */
export async function checkKeys(files, { manifest, digest }) {
  const history = await readHistory(files);
  const made = new Map(history.keys.map((key) => [key.id, key]));
  for (const { id, file } of manifest.keys) {
    const key = made.get(id);
    const bytes = key && files.has(file) ? await files.read(file) : null;
    if (!key || !bytes || textOf(bytes) !== pemOf(key.spki)) throw new Fault("key", "unknown_key", file);
  }
  const listed = new Set(manifest.keys.map(({ id }) => id));
  const last = /** @type {HistoryKey} */ (history.keys.at(-1));
  if (!history.keys.every(({ id }) => listed.has(id)) || manifest.signature.keyId !== last.id) {
    throw new Fault("key", "unknown_key", MANIFEST);
  }
  const bytes = files.has(SIGNATURE) ? await files.read(SIGNATURE) : null;
  const signature = bytes && textOf(bytes);
  if (!signature || !await isSigned(last.key, { hash: digest, signature })) {
    throw new Fault("manifest", "manifest_signature", SIGNATURE);
  }
  if (manifest.chain !== history.chain) throw new Fault("manifest", "manifest_unreadable", MANIFEST);
  return history;
}

/**
 * Steps 6 and 7: the parts, each as it was listed, then what they list.
 * @param {Files} files
 * @param {Manifest} manifest
 * @returns {Promise<Listed[]>} Every file, in the order of the parts.
 */
export async function readParts(files, manifest) {
  for (const { path, bytes, sha256 } of manifest.parts) {
    if (!files.has(path) || files.size(path) !== bytes || await files.digest(path) !== sha256) {
      throw new Fault("manifest", "part_digest", path);
    }
  }
  /** @type {Listed[]} */
  const all = [];
  for (const { path } of manifest.parts) for (const listed of await readPart(files, path)) all.push(listed);
  const months = all.flatMap(({ path }) => MONTH_INDEX.exec(path)?.[1] ?? []);
  const bytes = all.reduce((sum, listed) => sum + listed.bytes, 0);
  if (all.length !== manifest.files || bytes !== manifest.bytes || months.join() !== manifest.months.join()) {
    throw new Fault("manifest", "manifest_unreadable", MANIFEST);
  }
  return all;
}

/** @param {Files} files @param {string} path @returns {Promise<Listed[]>} */
async function readPart(files, path) {
  const text = textOf(await files.read(path) ?? new Uint8Array());
  const value = text === null ? undefined : readCanonical(text);
  if (!isListing(value)) throw new Fault("manifest", "manifest_unreadable", path);
  const listed = /** @type {Listed[]} */ (value);
  const month = MONTH_PART.exec(path)?.[1];
  const belongs = matching(month ? new RegExp(`^files/${month}/`) : /^/);
  const isRight = ascend(listed.map((file) => file.path)) &&
    listed.every((file) => month ? belongs(file.path) : !OUT_OF_BASE.test(file.path));
  if (!isRight) throw new Fault("manifest", "manifest_unreadable", path);
  return listed;
}

/** @param {Files} files @returns {Promise<History>} */
async function readHistory(files) {
  const fault = new Fault("key", "unknown_key", HISTORY);
  const bytes = files.has(HISTORY) ? await files.read(HISTORY) : null;
  if (!bytes) throw fault;
  let chain = "", seq = 0;
  /** @type {HistoryKey[]} */
  const keys = [];
  for (const record of readRecords(bytes)) {
    const payload = record && payloadOf(record);
    if (!record || !payload || record.seq <= seq) throw fault;
    const isFirst = keys.length === 0;
    const opened = await openKey(payload.publicKey);
    const made = { id: String(isFirst ? payload.key : payload.to), after: isFirst ? 0 : record.seq };
    const current = keys.at(-1)?.id ?? made.id;
    const isNext = isFirst
      ? record.seq === 1 && record.type === "chain_opened" && FORMS.id(payload.chain) && record.prevHash === GENESIS
      : record.type === "key_rotated" && payload.from === current;
    if (!opened || !isNext || !FORMS.id(made.id) || record.keyId !== current) throw fault;
    if (isFirst) chain = String(payload.chain);
    const signer = keys.at(-1)?.key ?? opened.key;
    const isRight = hasItsPayload(record) && recordHash(record, chain) === record.hash &&
      await isSigned(signer, record);
    if (!isRight) throw fault;
    keys.push({ ...made, ...opened });
    seq = record.seq;
  }
  if (keys.length === 0) throw fault;
  return { chain, keys };
}
