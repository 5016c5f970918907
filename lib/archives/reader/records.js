// @ts-check
/** Records of the sealed log as an archive holds them: reading a line, recomputing its hash, checking its signature. */
import { readCanonical } from "./canonical.js";
import { ALGORITHM, exactly, FORMS, matching, orNull, shaped } from "./forms.js";
import { sha256, toHex } from "./sha256.js";

/**
 * A line of a chain.
 * @typedef {object} ChainRecord
 * @property {string} algorithm
 * @property {string} at
 * @property {number} format
 * @property {string} hash
 * @property {string} keyId
 * @property {string | null} payload
 * @property {string} payloadDigest
 * @property {string} prevHash
 * @property {number} seq
 * @property {string} signature
 * @property {string | null} subject
 * @property {string} type
 */

/** Hash before the first record of a chain. */
export const GENESIS = "0".repeat(64);

const PREFIX = new TextEncoder().encode("paraphe/1");
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
/** base64url of 64 and of 91 bytes; four bits of the last character are zero. */
const SIGNATURE = /^[A-Za-z0-9_-]{85}[AQgw]$/;
const PUBLIC_KEY = /^[A-Za-z0-9_-]{121}[AQgw]$/;

const isRecord = shaped({
  algorithm: exactly(ALGORITHM),
  at: FORMS.instant,
  format: exactly(1),
  hash: FORMS.hash,
  keyId: FORMS.id,
  payload: orNull(FORMS.text),
  payloadDigest: FORMS.hash,
  prevHash: FORMS.hash,
  seq: FORMS.number,
  signature: matching(SIGNATURE),
  subject: orNull(FORMS.id),
  type: matching(/^[a-z][a-z_]{2,31}$/),
});

/**
 * Cuts a file into its lines, each as a record; null for a line out of form. A last line without line feed is one.
 * @param {Uint8Array} bytes
 * @returns {Generator<ChainRecord | null>}
 */
export function* readRecords(bytes) {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    yield end < 0 ? null : readRecord(bytes.subarray(start, end));
    start = end < 0 ? bytes.length : end + 1;
  }
}

/**
 * True when the content is the one that its digest tells of, or was erased.
 * @param {ChainRecord} record
 * @returns {boolean}
 */
export function hasItsPayload(record) {
  return record.payload === null || toHex(sha256(record.payload)) === record.payloadDigest;
}

/**
 * Hash of a record, format 1: see antifraud's README.
 * @param {ChainRecord} record
 * @param {string} chainId
 * @returns {string}
 */
export function recordHash(record, chainId) {
  const bytes = new Uint8Array(137), view = new DataView(bytes.buffer);
  bytes.set(PREFIX);
  bytes.set(fromHex(chainId.replaceAll("-", "")), 9);
  view.setBigUint64(25, BigInt(record.seq));
  bytes.set(new TextEncoder().encode(record.type), 33);
  view.setBigUint64(65, BigInt(Date.parse(record.at)));
  bytes.set(fromHex(record.prevHash), 73);
  bytes.set(fromHex(record.payloadDigest), 105);
  return toHex(sha256(bytes));
}

/**
 * A public key ready for use, from base64url of its SPKI structure; null when it is none.
 * @param {unknown} text
 * @returns {Promise<{ spki: Uint8Array<ArrayBuffer>, key: CryptoKey } | null>}
 */
export async function openKey(text) {
  if (typeof text !== "string" || !PUBLIC_KEY.test(text)) return null;
  const spki = fromBase64Url(text);
  try {
    return { spki, key: await crypto.subtle.importKey("spki", spki, ECDSA, true, ["verify"]) };
  } catch {
    return null;
  }
}

/**
 * Checks a signature over a hash; both as texts. One out of form is not right.
 * @param {CryptoKey} key
 * @param {{ hash: string, signature: string }} signed
 * @returns {Promise<boolean>}
 */
export async function isSigned(key, { hash, signature }) {
  if (!SIGNATURE.test(signature)) return false;
  return await crypto.subtle.verify(ECDSA, key, fromBase64Url(signature), fromHex(hash));
}

/**
 * The text of a public key's file.
 * @param {Uint8Array} spki
 * @returns {string}
 */
export function pemOf(spki) {
  const lines = btoa(String.fromCharCode(...spki)).match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}

/**
 * Bytes as text; null when they are no UTF-8.
 * @param {Uint8Array} bytes
 * @returns {string | null}
 */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** @param {Uint8Array} line @returns {ChainRecord | null} */
function readRecord(line) {
  const text = textOf(line);
  const value = text === null ? undefined : readCanonical(text);
  return isRecord(value) ? /** @type {ChainRecord} */ (value) : null;
}

/** @param {string} hex @returns {Uint8Array<ArrayBuffer>} */
function fromHex(hex) {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromBase64Url(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
