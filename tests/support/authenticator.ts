import { isoCBOR } from "@simplewebauthn/server/helpers";
import { sha256, toBase64Url } from "../../lib/platform/crypto.ts";
import { randomBytes } from "../../lib/platform/random.ts";

/** What a device does otherwise than a true one would: to be refused for it. */
export interface Mischief {
  /** The page that asked, as the browser writes it down. */
  readonly origin?: string;
  /** The host whose credential it pretends to be. */
  readonly rpId?: string;
  /** False: nobody showed finger, face or code. */
  readonly isVerified?: boolean;
  readonly challenge?: string;
  /** Signatures it says it has made. */
  readonly counter?: number;
  readonly credentialId?: string;
  /** What the browser says was done: `webauthn.create`, `webauthn.get`. */
  readonly type?: string;
  /** Signs with the key of another device. */
  readonly signedBy?: Authenticator;
  /** Changes what was signed, after the signature. */
  readonly alter?: (data: Uint8Array<ArrayBuffer>) => void;
}

/** A device with one passkey, in software: what `navigator.credentials` would answer, as passkeys.js sends it. */
export interface Authenticator {
  readonly credentialId: string;
  readonly keys: CryptoKeyPair;
  /** Signatures made so far. */
  counter: number;
  create(options: unknown, mischief?: Mischief): Promise<string>;
  get(options: unknown, mischief?: Mischief): Promise<string>;
}

/** What a request of ours holds that a device reads. */
interface Request {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
}

const PRESENT = 0x01, VERIFIED = 0x04, HAS_CREDENTIAL = 0x40;
const P256 = { name: "ECDSA", namedCurve: "P-256" };

/** Makes a device that pages of `origin` talk to. */
export async function plugAuthenticator(origin: string): Promise<Authenticator> {
  const credentialId = toBase64Url(randomBytes(32));
  const keys = await crypto.subtle.generateKey(P256, true, ["sign", "verify"]) as CryptoKeyPair;
  const device: Authenticator = { credentialId, keys, counter: 0, create, get };
  async function create(options: unknown, mischief: Mischief = {}): Promise<string> {
    const asked = options as Request;
    const id = mischief.credentialId ?? credentialId;
    const authData = joined(
      headOf(asked.rp?.id ?? "", { counter: 0, flags: HAS_CREDENTIAL, mischief }),
      new Uint8Array(16),
      Uint8Array.of(0, bytesOf(id).length),
      bytesOf(id),
      await coseKey(keys.publicKey),
    );
    mischief.alter?.(authData);
    const attestation = new Map<string, string | Uint8Array<ArrayBuffer> | Map<string, string>>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    return answer(id, {
      clientDataJSON: clientData("webauthn.create", { origin, challenge: asked.challenge, ...mischief }),
      attestationObject: toBase64Url(isoCBOR.encode(attestation)),
      transports: ["internal"],
    });
  }
  async function get(options: unknown, mischief: Mischief = {}): Promise<string> {
    const asked = options as Request;
    const counter = mischief.counter ?? ++device.counter;
    const authenticatorData = headOf(asked.rpId ?? "", { counter, flags: 0, mischief });
    const clientDataJSON = clientData("webauthn.get", { origin, challenge: asked.challenge, ...mischief });
    const signed = joined(authenticatorData, sha256(bytesOf(clientDataJSON)));
    const { privateKey } = (mischief.signedBy ?? device).keys;
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, signed);
    mischief.alter?.(authenticatorData);
    return answer(mischief.credentialId ?? credentialId, {
      clientDataJSON,
      authenticatorData: toBase64Url(authenticatorData),
      signature: toBase64Url(derOf(new Uint8Array(signature))),
    });
  }
  return device;
}

function answer(id: string, response: unknown): string {
  return JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response });
}

function clientData(
  type: string,
  { origin, challenge, ...mischief }: { origin: string; challenge: string; type?: string },
): string {
  const written = { type: mischief.type ?? type, challenge, origin, crossOrigin: false };
  return toBase64Url(new TextEncoder().encode(JSON.stringify(written)));
}

/** Which host, what the person did, how many signatures (WebAuthn level 3, §6.1). */
function headOf(
  rpId: string,
  { counter, flags, mischief }: { counter: number; flags: number; mischief: Mischief },
): Uint8Array<ArrayBuffer> {
  const head = joined(sha256(mischief.rpId ?? rpId), new Uint8Array(5));
  head[32] = flags | PRESENT | (mischief.isVerified === false ? 0 : VERIFIED);
  new DataView(head.buffer).setUint32(33, counter);
  return head;
}

/** The public key as authenticators write it (RFC 9053 §7.1.1): ES256 on P-256. */
async function coseKey(key: CryptoKey): Promise<Uint8Array> {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", key));
  return isoCBOR.encode(
    new Map<number, number | Uint8Array<ArrayBuffer>>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, raw.slice(1, 33)],
      [-3, raw.slice(33)],
    ]),
  );
}

/** Two numbers side by side, as ASN.1 writes them: WebCrypto gives the first form, authenticators the second. */
function derOf(raw: Uint8Array): Uint8Array {
  const [r, s] = [numberOf(raw.slice(0, 32)), numberOf(raw.slice(32))];
  return joined(Uint8Array.of(0x30, r.length + s.length), r, s);
}

function numberOf(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.slice(first);
  const padded = digits[0]! >= 0x80 ? joined(Uint8Array.of(0), digits) : digits;
  return joined(Uint8Array.of(0x02, padded.length), padded);
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(base64url, { alphabet: "base64url" });
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
