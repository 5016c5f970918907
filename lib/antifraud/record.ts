import { assert } from "../base/assert.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { instantMs } from "../platform/clock.ts";
import { fromHex, sha256 } from "../platform/crypto.ts";

/** Number of the record format that this file writes. */
export const RECORD_FORMAT = 1;
/** Hash before the first record of a chain. */
export const GENESIS_HASH: Uint8Array = new Uint8Array(32);

const PREFIX = new TextEncoder().encode("paraphe/1");
const TYPE_BYTES = 32;
const UTF8 = new TextEncoder();

/** The fields that a record's hash covers. */
export interface HashedFields {
  readonly chainId: Uuid;
  readonly seq: bigint;
  /** 3 to 32 characters: lower-case letters and underscores. */
  readonly type: string;
  /** With milliseconds. */
  readonly at: IsoInstant;
  readonly prevHash: Uint8Array;
  /** SHA-256 of the payload's bytes. */
  readonly payloadDigest: Uint8Array;
}

/**
 * Record hash, format 1: SHA-256 of `paraphe/1` ‖ chain id (16 bytes) ‖ number (8, big endian) ‖ type (32, ASCII
 * padded with zeros) ‖ instant (8, milliseconds since 1970, big endian) ‖ previous hash (32) ‖ payload digest (32).
 */
export function recordHash(fields: HashedFields): Uint8Array {
  const bytes = new Uint8Array(PREFIX.length + 16 + 8 + TYPE_BYTES + 8 + 32 + 32);
  const view = new DataView(bytes.buffer);
  let at = 0;
  bytes.set(PREFIX, at);
  bytes.set(chainBytes(fields.chainId), at += PREFIX.length);
  view.setBigUint64(at += 16, fields.seq);
  bytes.set(typeBytes(fields.type), at += 8);
  view.setBigUint64(at += TYPE_BYTES, BigInt(instantMs(fields.at)));
  bytes.set(fields.prevHash, at += 8);
  bytes.set(fields.payloadDigest, at + 32);
  return sha256(bytes);
}

// A verification hashes one chain's records by the hundred thousand, and reading these two texts anew took as long as
// the digest itself.
let lastChain: { readonly id: Uuid; readonly bytes: Uint8Array } | null = null;
const types = new Map<string, Uint8Array>();
/** Most types kept: more than there are, fewer than a forged chain could name. */
const MAX_TYPES = 200;

function chainBytes(id: Uuid): Uint8Array {
  if (lastChain?.id !== id) lastChain = { id, bytes: fromHex(id.replaceAll("-", ""))! };
  return lastChain.bytes;
}

function typeBytes(type: string): Uint8Array {
  const known = types.get(type);
  if (known) return known;
  assert(/^[a-z][a-z_]{2,31}$/.test(type), "a record's type is 3 to 32 letters");
  if (types.size >= MAX_TYPES) types.clear();
  const bytes = UTF8.encode(type);
  types.set(type, bytes);
  return bytes;
}
