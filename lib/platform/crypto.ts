/**
 * Keys, digests and signatures. Everything is synchronous node:crypto: a digest of 200 bytes takes 2 to 5 µs there and
 * 20 to 100 µs through WebCrypto's promises, and a verification of the sealed log computes one for each record.
 */
import { Buffer } from "node:buffer";
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign as nodeSign,
  timingSafeEqual,
  verify as nodeVerify,
} from "node:crypto";
import { assert, Bug } from "../base/assert.ts";
import { randomBytes } from "./random.ts";

/** Length of every symmetric key and of a SHA-256 digest, in bytes. */
export const KEY_BYTES = 32;

/** Name written in each signed record, so that another algorithm can follow without a doubt about the old ones. */
export const SIGNATURE_ALGORITHM = "ECDSA-P256-SHA256";

/** Length of a signature: r and s, 32 bytes each, big endian (IEEE P1363). */
export const SIGNATURE_BYTES = 64;

/** How long a private key may stay unwrapped in memory. */
export const KEY_LIFETIME_MS = 60_000;

/** How many private keys may be unwrapped at once; beyond, the oldest leaves. */
export const MAX_KEPT_KEYS = 500;

// SubjectPublicKeyInfo of id-ecPublicKey on prime256v1, up to the uncompressed point (RFC 5480 §2).
const P256_SPKI_HEADER = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";
const UTF8 = new TextEncoder();
const WRAP_FORMAT = 1;
const MASTER_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAP_HEADER_BYTES = 1 + MASTER_ID_BYTES + NONCE_BYTES;

/** SHA-256 of bytes or of a text in UTF-8. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return createHash("sha256").update(data).digest();
}

/** SHA-256 as 64 lower-case hexadecimal digits. */
export function sha256Hex(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** SHA-256 of a stream, with the number of bytes seen: what is hashed is never held in memory whole. */
export async function sha256Stream(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ readonly digest: Uint8Array; readonly bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { digest: hash.digest(), bytes };
}

/** A SHA-256 being made of bytes that go by. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Ends it: 64 lower-case hexadecimal digits. */
  hex(): string;
}

/** Opens a SHA-256 to which bytes are told one after the other. */
export function openDigest(): Digest {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
}

/** HMAC-SHA-256 (RFC 2104). */
export function hmacSha256(key: Uint8Array, data: Uint8Array | string): Uint8Array {
  return createHmac("sha256", key).update(data).digest();
}

/** True when two secrets are the same, in a time that tells nothing about where they differ. */
export function isSameSecret(a: Uint8Array | string, b: Uint8Array | string): boolean {
  // Digests have one length, so that not even the length of the expected secret shows in the time taken.
  return timingSafeEqual(sha256(a), sha256(b));
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** Reads hexadecimal; null where the text is not pairs of digits. */
export function fromHex(text: string): Uint8Array | null {
  return text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text) ? new Uint8Array(Buffer.from(text, "hex")) : null;
}

/** Base64 for addresses, without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url");
}

/** Reads base64url; null unless it is the one spelling that `toBase64Url` gives. */
export function fromBase64Url(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Buffer.from(text, "base64url"));
  return toBase64Url(bytes) === text ? bytes : null;
}

/** The program's one secret, held in a closure so that it never shows in a log line or in JSON. */
export interface MasterKey {
  /** First eight hexadecimal digits of a digest of the key: says which key wrapped a secret, not what it is. */
  readonly id: string;
  /** A key of 32 bytes for one purpose (HKDF-SHA-256, RFC 5869); knowing one tells nothing about another. */
  subkey(purpose: string): Uint8Array;
}

/**
 * Opens the setting MASTER_KEY: 32 bytes in base64.
 * Throws a Bug with a plain sentence, never the text itself, when it is something else.
 */
export function openMasterKey(base64: string): MasterKey {
  const bytes = Buffer.from(base64.trim(), "base64");
  assert(
    bytes.length === KEY_BYTES && /^[A-Za-z0-9+/]{43}=?$/.test(base64.trim()),
    `MASTER_KEY must be ${KEY_BYTES} bytes in base64`,
  );
  const derived = new Map<string, Uint8Array>();
  function subkey(purpose: string): Uint8Array {
    let key = derived.get(purpose);
    if (!key) {
      key = new Uint8Array(hkdfSync("sha256", bytes, new Uint8Array(0), `paraphe/${purpose}`, KEY_BYTES));
      derived.set(purpose, key);
    }
    return key;
  }
  return { id: toHex(subkey("master-key-id").subarray(0, MASTER_ID_BYTES)), subkey };
}

/** What a wrapped secret is for; unwrapping it under any other words fails. */
export interface WrapContext {
  /** `sealing-key`, `totp`, `smtp-password`… */
  readonly purpose: string;
  /** The dossier that owns the secret, or `control`. */
  readonly tenant: string;
  /** Id of the row that holds it. */
  readonly keyId: string;
}

/**
 * Encrypts a secret with AES-256-GCM under the master key's subkey for its purpose, bound to its context.
 * Layout: format (1) ‖ id of the master key (4) ‖ nonce (12) ‖ cipher text ‖ tag (16).
 */
export function wrapSecret(master: MasterKey, secret: Uint8Array, context: WrapContext): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const header = Buffer.concat([Buffer.of(WRAP_FORMAT), Buffer.from(master.id, "hex"), nonce]);
  const cipher = createCipheriv("aes-256-gcm", wrappingKey(master, context), nonce);
  cipher.setAAD(associatedData(header, context));
  const body = Buffer.concat([cipher.update(secret), cipher.final()]);
  return new Uint8Array(Buffer.concat([header, body, cipher.getAuthTag()]));
}

/** Decrypts what `wrapSecret` made. Throws a Bug for another master key, another context or a changed byte. */
export function unwrapSecret(master: MasterKey, wrapped: Uint8Array, context: WrapContext): Uint8Array {
  const what = `wrapped secret ${context.purpose}/${context.keyId}`;
  assert(wrapped.length >= WRAP_HEADER_BYTES + TAG_BYTES && wrapped[0] === WRAP_FORMAT, `${what}: unknown format`);
  const header = wrapped.subarray(0, WRAP_HEADER_BYTES);
  const wrappedBy = toHex(header.subarray(1, 1 + MASTER_ID_BYTES));
  assert(wrappedBy === master.id, `${what}: wrapped by master key ${wrappedBy}, this program holds ${master.id}`);
  const nonce = header.subarray(1 + MASTER_ID_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", wrappingKey(master, context), nonce);
  decipher.setAAD(associatedData(header, context));
  decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG_BYTES));
  try {
    const body = decipher.update(wrapped.subarray(WRAP_HEADER_BYTES, wrapped.length - TAG_BYTES));
    return new Uint8Array(Buffer.concat([body, decipher.final()]));
  } catch (cause) {
    throw new Bug(`${what}: changed, or of another context`, { cause });
  }
}

/** A new pair of keys: the private one to wrap at once, the public one to publish. */
export interface SigningKeyPair {
  readonly algorithm: typeof SIGNATURE_ALGORITHM;
  /** PKCS #8, DER. */
  readonly privateKey: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
}

/** Draws a pair of keys on the curve P-256 (FIPS 186-5). */
export function generateSigningKey(): SigningKeyPair {
  const pair = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { format: "der", type: "pkcs8" },
    publicKeyEncoding: { format: "der", type: "spki" },
  });
  return {
    algorithm: SIGNATURE_ALGORITHM,
    privateKey: new Uint8Array(pair.privateKey),
    publicKey: new Uint8Array(pair.publicKey),
  };
}

/** A private key ready for use; parsing it costs as much as half a signature, so it is done once. */
export interface Signer {
  /** Signs bytes with ECDSA P-256 and SHA-256: 64 bytes, r ‖ s. */
  sign(bytes: Uint8Array): Uint8Array;
  /** The same for many, away from the event loop and on every core. */
  signAll(messages: readonly Uint8Array[]): Promise<Uint8Array[]>;
}

const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Makes a signer of a private key in PKCS #8. */
export function openSigner(privateKey: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
  // The bytes are copied when the import is asked for: the caller may wipe his own at once.
  const imported = crypto.subtle.importKey("pkcs8", new Uint8Array(privateKey), ECDSA, false, ["sign"]);
  async function signAll(messages: readonly Uint8Array[]): Promise<Uint8Array[]> {
    const asyncKey = await imported;
    const signatures = messages.map((message) => crypto.subtle.sign(ECDSA, asyncKey, new Uint8Array(message)));
    return (await Promise.all(signatures)).map((signature) => new Uint8Array(signature));
  }
  return { sign: (bytes) => rawSignature(nodeSign("sha256", bytes, key)), signAll };
}

/** A public key ready for use. */
export interface Verifier {
  /** True when the signature (r ‖ s) is this key's over these bytes; a malformed one is simply not. */
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
  /** The same away from the event loop: many asked for together are checked on every core. */
  verifyAside(bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** Makes a verifier of a public key in SubjectPublicKeyInfo. Throws a Bug when it is not a P-256 key. */
export function openVerifier(publicKey: Uint8Array): Verifier {
  const key = readPublicKey(publicKey);
  function verify(bytes: Uint8Array, signature: Uint8Array): boolean {
    if (signature.length !== SIGNATURE_BYTES) return false;
    return nodeVerify("sha256", bytes, key, derSignature(signature));
  }
  let imported: Promise<CryptoKey> | null = null;
  async function verifyAside(bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
    imported ??= crypto.subtle.importKey("spki", new Uint8Array(publicKey), ECDSA, false, ["verify"]);
    return await crypto.subtle.verify(ECDSA, await imported, new Uint8Array(signature), new Uint8Array(bytes));
  }
  return { verify, verifyAside };
}

/** Keeps signers of unwrapped keys, each for a minute at most. */
export interface SignerCache {
  /** The signer of a key; `load` unwraps it when it is not kept, and its bytes are wiped after use. */
  get(keyId: string, load: () => Promise<Uint8Array>): Promise<Signer>;
  /** Drops every signer at once. */
  clear(): void;
  /** How many signers are kept at this moment. */
  readonly size: number;
}

/** Opens an empty cache; a key leaves it by a timer, so that an idle program holds none. */
export function openSignerCache(lifetimeMs = KEY_LIFETIME_MS): SignerCache {
  const kept = new Map<string, { signer: Promise<Signer>; timer: ReturnType<typeof setTimeout> }>();
  function drop(keyId: string): void {
    clearTimeout(kept.get(keyId)?.timer);
    kept.delete(keyId);
  }
  async function get(keyId: string, load: () => Promise<Uint8Array>): Promise<Signer> {
    const known = kept.get(keyId);
    if (known) return await known.signer;
    const oldest = kept.keys().next();
    if (kept.size >= MAX_KEPT_KEYS && !oldest.done) drop(oldest.value);
    const signer = load().then(openAndWipe);
    const timer = setTimeout(() => drop(keyId), lifetimeMs);
    Deno.unrefTimer(timer);
    kept.set(keyId, { signer, timer });
    // A failure is told to those who wait for it and is not kept: the next caller tries again.
    signer.catch(() => drop(keyId));
    return await signer;
  }
  return {
    get,
    clear: () => [...kept.keys()].forEach(drop),
    get size() {
      return kept.size;
    },
  };
}

function openAndWipe(privateKey: Uint8Array): Signer {
  const signer = openSigner(privateKey);
  privateKey.fill(0);
  return signer;
}

function wrappingKey(master: MasterKey, context: WrapContext): Uint8Array {
  return master.subkey(`wrap/${context.purpose}`);
}

function associatedData(header: Uint8Array, context: WrapContext): Uint8Array {
  // JSON of an array keeps the borders between the parts: ("ab", "c") and ("a", "bc") give different bytes.
  return Buffer.concat([header, UTF8.encode(JSON.stringify([context.purpose, context.tenant, context.keyId]))]);
}

function readPublicKey(der: Uint8Array): KeyObject {
  assert(toHex(der).startsWith(P256_SPKI_HEADER), "not a public key on the curve P-256");
  try {
    return createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
  } catch (cause) {
    throw new Bug("not a public key on the curve P-256", { cause });
  }
}

// Deno 2.5 ignores `dsaEncoding: "ieee-p1363"` and gives DER, Deno 2.9 honours it: asking both for DER and turning it
// here gives the same 64 bytes everywhere. DER: SEQUENCE { INTEGER r, INTEGER s }, all lengths under 128.
function rawSignature(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(SIGNATURE_BYTES);
  let at = 2;
  for (let half = 1; half <= 2; half++) {
    const length = der[at + 1]!;
    const integer = der.subarray(at + 2, at + 2 + length);
    const digits = integer[0] === 0 ? integer.subarray(1) : integer;
    raw.set(digits, half * KEY_BYTES - digits.length);
    at += 2 + length;
  }
  return raw;
}

/** A signature r ‖ s as the DER that openssl and X.509 speak (RFC 3279 §2.2.3). */
export function derSignature(raw: Uint8Array): Uint8Array {
  const r = derInteger(raw.subarray(0, KEY_BYTES));
  const s = derInteger(raw.subarray(KEY_BYTES));
  return Uint8Array.of(0x30, r.length + s.length, ...r, ...s);
}

function derInteger(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  // A first bit of 1 would read as a negative number.
  return digits[0]! >= 0x80
    ? Uint8Array.of(2, digits.length + 1, 0, ...digits)
    : Uint8Array.of(2, digits.length, ...digits);
}
