import type { Uuid } from "../base/ids.ts";
import { assert, present } from "../base/assert.ts";
import { fromHex, sha256 } from "../platform/crypto.ts";

/** Length of a hash, in bytes. */
export const HASH_BYTES = 32;

/** Head of one chain, as a leaf names it. */
export interface Head {
  readonly chainId: Uuid;
  /** Number of the last record; 0 before the first. */
  readonly seq: bigint;
  /** Hash of the last record, 32 bytes. */
  readonly hash: Uint8Array;
}

/** Hash of a leaf: SHA-256 of 0x00 ‖ chain id (16 bytes) ‖ number (8, big endian) ‖ hash of the head (32). */
export function leafHash({ chainId, seq, hash }: Head): Uint8Array {
  assert(hash.length === HASH_BYTES, "a head's hash has 32 bytes");
  const bytes = new Uint8Array(1 + 16 + 8 + HASH_BYTES);
  bytes.set(present(fromHex(chainId.replaceAll("-", "")), "chain id"), 1);
  new DataView(bytes.buffer).setBigUint64(17, seq);
  bytes.set(hash, 25);
  return sha256(bytes);
}

/** Hash of a node: SHA-256 of 0x01 ‖ left ‖ right. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/**
 * The tree over leaves, from their hashes (level 0) to the root (last level): neighbours are joined, a last one without
 * a neighbour goes up as it is. This is the tree of RFC 6962 §2.1. No leaves: one level with the hash of nothing.
 */
export function treeOf(leaves: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  if (leaves.length === 0) return [[sha256(new Uint8Array(0))]];
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) level = joined(level);
  return levels;
}

function joined(level: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
    const left = level[2 * i]!, right = level[2 * i + 1];
    return right ? nodeHash(left, right) : left;
  });
}

/** Places of the hashes that a proof of a leaf holds, from the leaf up: none where it goes up as it is. */
export function pathPlaces(position: number, leaves: number): { level: number; place: number }[] {
  const places: { level: number; place: number }[] = [];
  for (let level = 0, at = position, size = leaves; size > 1; level++, at >>= 1, size = Math.ceil(size / 2)) {
    const neighbour = at ^ 1;
    if (neighbour < size) places.push({ level, place: neighbour });
  }
  return places;
}

/** The root that a leaf, its place among so many and its path lead to; null where the path has not the right length. */
export function rootFrom(
  leaf: Uint8Array,
  { position, leaves, path }: { position: number; leaves: number; path: readonly Uint8Array[] },
): Uint8Array | null {
  if (!Number.isSafeInteger(position) || position < 0 || position >= leaves) return null;
  let hash = leaf, next = 0;
  for (let at = position, size = leaves; size > 1; at >>= 1, size = Math.ceil(size / 2)) {
    if ((at ^ 1) >= size) continue;
    const neighbour = path[next++];
    if (!neighbour) return null;
    hash = at % 2 === 0 ? nodeHash(hash, neighbour) : nodeHash(neighbour, hash);
  }
  return next === path.length ? hash : null;
}
