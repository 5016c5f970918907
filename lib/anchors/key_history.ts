import { canonicalText } from "../antifraud/mod.ts";
import type { IsoInstant } from "../base/dates.ts";
import { fromBase64Url, openVerifier, SIGNATURE_ALGORITHM, toBase64Url } from "../platform/crypto.ts";

/** Name of the format of a change of key. */
export const KEY_FORMAT = "paraphe-anchor-key/1";
/** Name of the format of the published list. */
export const KEYS_FORMAT = "paraphe-anchor-keys/1";

/** What the key that goes states and signs of the one that comes. */
export interface KeyChange {
  readonly changedAt: IsoInstant;
  /** SubjectPublicKeyInfo in DER, base64url. */
  readonly previousKey: string;
  readonly publicKey: string;
  readonly algorithm: string;
  /** Why, as the operator wrote it: it is published. */
  readonly reason: string;
}

/** A key that signs anchors, as it is published. */
export interface PublishedKey {
  readonly publicKey: string;
  readonly algorithm: string;
  readonly since: IsoInstant;
  /** What the former key signed, to the byte, and its signature (r ‖ s, base64url); null for the first key. */
  readonly statement: string | null;
  readonly signature: string | null;
}

/** The text that the key that goes signs: canonical JSON (RFC 8785). */
export function keyChangeText(change: KeyChange): string {
  return canonicalText({ format: KEY_FORMAT, ...change });
}

/** Reads what `keyChangeText` wrote; null for anything else. */
export function readKeyChange(text: string): KeyChange | null {
  try {
    const { format, ...change } = JSON.parse(text);
    const texts = [change.changedAt, change.previousKey, change.publicKey, change.algorithm, change.reason];
    const isWhole = format === KEY_FORMAT && texts.every((each) => typeof each === "string");
    return isWhole && keyChangeText(change) === text ? change : null;
  } catch {
    return null;
  }
}

/** The file that is published: every key, the first first. */
export function keysFile(keys: readonly PublishedKey[]): string {
  return `${JSON.stringify({ format: KEYS_FORMAT, keys }, null, 2)}\n`;
}

/**
 * True when each key but the first is named by a statement that the key before signed, and all are in order: whoever
 * trusts the first may trust the last.
 */
export function isUnbroken(keys: readonly PublishedKey[]): boolean {
  return keys.every((key, i) => {
    const before = keys[i - 1];
    return before ? follows(key, before) : key.statement === null && key.signature === null;
  });
}

function follows(key: PublishedKey, before: PublishedKey): boolean {
  const change = key.statement === null ? null : readKeyChange(key.statement);
  const signer = fromBase64Url(before.publicKey), signature = fromBase64Url(key.signature ?? "");
  if (!change || !signer || !signature || before.algorithm !== SIGNATURE_ALGORITHM) return false;
  return change.previousKey === before.publicKey && change.publicKey === key.publicKey &&
    change.algorithm === key.algorithm && change.changedAt === key.since && key.since > before.since &&
    openVerifier(signer).verify(new TextEncoder().encode(key.statement!), signature);
}

/** True when a key was the one that signs at an instant. */
export function isKeyOf(keys: readonly PublishedKey[], publicKey: string, at: IsoInstant): boolean {
  return keys.findLast(({ since }) => since <= at)?.publicKey === publicKey;
}

/** A key as it is stored, as it is published. */
export function publishedKey(row: {
  readonly publicKey: Uint8Array;
  readonly algorithm: string;
  readonly since: IsoInstant;
  readonly statement: string | null;
  readonly signature: Uint8Array | null;
}): PublishedKey {
  const { algorithm, since, statement, signature } = row;
  return {
    publicKey: toBase64Url(row.publicKey),
    algorithm,
    since,
    statement,
    signature: signature && toBase64Url(signature),
  };
}
