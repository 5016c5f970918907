/** Sealed records and keys for archives of the tests, made from the READMEs of antifraud and archives alone. */
import { Buffer } from "node:buffer";
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { newId } from "../../lib/platform/random.ts";

/** A sealing key. */
export interface ChainKey {
  readonly id: string;
  /** SPKI structure. */
  readonly spki: Buffer;
  readonly secret: KeyObject;
}

/** Something to seal. */
export interface ChainEvent {
  readonly type: string;
  readonly at: string;
  readonly subject?: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A line of a chain, as an archive holds it. */
export interface ChainLine {
  readonly [name: string]: unknown;
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly payload: string | null;
  readonly payloadDigest: string;
  readonly prevHash: string;
  readonly hash: string;
  readonly keyId: string;
  readonly signature: string;
  readonly subject: string | null;
}

/** A chain with its keys, oldest first. */
export interface Chain {
  readonly id: string;
  readonly keys: readonly ChainKey[];
  readonly lines: readonly ChainLine[];
}

/** Draws a key on P-256. */
export function drawKey(): ChainKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { id: newId(), spki: publicKey.export({ format: "der", type: "spki" }) as Buffer, secret: privateKey };
}

/** Seals events into a new chain; an event `key_rotated` without payload draws the key of those that follow. */
export function sealChain(events: readonly ChainEvent[], openedAt: string): Chain {
  const chain = newId(), keys = [drawKey()];
  const opening = { chain, key: keys[0]!.id, publicKey: keys[0]!.spki.toString("base64url"), version: "1.0.0" };
  const lines: ChainLine[] = [];
  for (const event of [{ type: "chain_opened", at: openedAt, payload: opening } as ChainEvent, ...events]) {
    const key = keys.at(-1)!;
    if (event.type === "key_rotated") keys.push(drawKey());
    const to = keys.at(-1)!;
    const rotation = { from: key.id, to: to.id, publicKey: to.spki.toString("base64url") };
    const payload = event.type === "key_rotated" ? rotation : event.payload;
    const text = canonical({ ...payload, salt: newId().replaceAll("-", "") });
    const last = lines.at(-1);
    const fields = {
      seq: (last?.seq ?? 0) + 1,
      at: event.at,
      type: event.type,
      prevHash: last?.hash ?? "0".repeat(64),
    };
    lines.push(sealLine({ ...fields, payload: text, subject: event.subject ?? null }, { chain, key }));
  }
  return { id: chain, keys, lines };
}

/** Makes a record: its digest, its hash, its signature. */
export function sealLine(
  fields: Pick<ChainLine, "seq" | "at" | "type" | "prevHash" | "subject"> & { payload: string },
  { chain, key }: { chain: string; key: ChainKey },
): ChainLine {
  const payloadDigest = sha256(fields.payload).toString("hex");
  const hash = hashOf({ ...fields, payloadDigest }, chain);
  const made = { ...fields, payloadDigest, hash: hash.toString("hex"), keyId: key.id };
  return { ...made, format: 1, algorithm: "ECDSA-P256-SHA256", signature: signature(key, hash) };
}

/** Hash of a record, format 1. */
export function hashOf(
  record: Pick<ChainLine, "seq" | "at" | "type" | "prevHash" | "payloadDigest">,
  chain: string,
): Buffer {
  const numbers = Buffer.alloc(16);
  numbers.writeBigUInt64BE(BigInt(record.seq), 0);
  numbers.writeBigUInt64BE(BigInt(Date.parse(record.at)), 8);
  const type = Buffer.alloc(32);
  type.write(record.type, "latin1");
  return sha256(Buffer.concat([
    Buffer.from("paraphe/1"),
    Buffer.from(chain.replaceAll("-", ""), "hex"),
    numbers.subarray(0, 8),
    type,
    numbers.subarray(8),
    Buffer.from(record.prevHash, "hex"),
    Buffer.from(record.payloadDigest, "hex"),
  ]));
}

/** Signs 32 bytes: r ‖ s, in base64url. */
export function signature(key: ChainKey, hash: Buffer): string {
  return sign("sha256", hash, { key: key.secret, dsaEncoding: "ieee-p1363" }).toString("base64url");
}

/** SHA-256 of bytes or of a text. */
export function sha256(data: string | Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}

/** Canonical JSON of plain values. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.keys(inner).sort().map((key) => [key, inner[key]]));
  });
}
