import { assert } from "../../base/assert.ts";
import { defineRefusals } from "../../base/refusal.ts";

/** Largest file that a store takes, in bytes; longer things are cut into parts by those who write them. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;
/** Longest life of a signed address, in seconds: a week. */
export const MAX_SIGNED_SECONDS = 7 * 24 * 3_600;
/** Files that one call of `list` gives at most. */
export const MAX_LISTED = 1_000;

/** Refusals of every store. */
export const storageRefusals = defineRefusals("storage", {
  duplicate: { status: 409, say: "Ce fichier est déjà enregistré et ne peut pas être remplacé." },
  too_large: { status: 413, say: `Fichier trop volumineux : ${MAX_FILE_BYTES / 1024 / 1024} Mo au plus.` },
  unavailable: { status: 503, say: "Le stockage des fichiers ne répond pas. Réessayez dans quelques instants." },
});

/** What a file is, when it is written. */
export interface PutOptions {
  /** Media type, kept with the file: `application/pdf`. */
  readonly contentType: string;
  /** True to replace a file of the same key; false, the rule, refuses `duplicate`. */
  readonly overwrite?: boolean;
}

/** What was written. */
export interface PutResult {
  readonly bytes: number;
  /** SHA-256 of the bytes that went by, in hexadecimal. */
  readonly sha256: string;
}

/** First byte, and last byte included; without the latter, to the end. Beyond the end is cut. */
export interface ByteRange {
  readonly first: number;
  readonly last?: number | undefined;
}

/** A file that is being read. Its stream must be read to the end or cancelled. */
export interface StoredFile {
  readonly body: ReadableStream<Uint8Array>;
  readonly contentType: string;
  /** Length of the whole file, whatever the range. */
  readonly bytes: number;
}

/** One page of a list, in the order of keys. */
export interface ListPage {
  readonly files: readonly { readonly key: string; readonly bytes: number }[];
  /** Give it to the next call; null at the end. Opaque: it belongs to the store that made it. */
  readonly next: string | null;
}

/** Where a page of a list begins and how long it is. */
export interface ListOptions {
  /** At most `MAX_LISTED`, which is the default. */
  readonly limit?: number;
  /** What the page before gave as `next`. */
  readonly after?: string;
}

/** Life of a signed address, and the name under which a browser saves the file. */
export interface SignOptions {
  readonly seconds: number;
  /** With a name the browser saves the file; without, it may show it. */
  readonly downloadName?: string;
}

/**
 * A private place for files, write-once by default. Keys are `dossier/name…` in ASCII; the names that people gave stay
 * in the database. A malformed key is a Bug: no visitor ever writes one. No key is the folder of another (`a`, `a/b`).
 */
export interface Store {
  /** Writes a file whole or not at all. Refuses `duplicate`, `too_large`, `unavailable`. */
  put(key: string, body: Uint8Array | ReadableStream<Uint8Array>, options: PutOptions): Promise<PutResult>;
  /** Reads a file or a part of it; null when there is none. Refuses `unavailable`. */
  get(key: string, range?: ByteRange): Promise<StoredFile | null>;
  /** Lists the files under a prefix that ends with `/`. Refuses `unavailable`. */
  list(prefix: string, options?: ListOptions): Promise<ListPage>;
  /** Removes files; one that is not there is not missed. Refuses `unavailable`. */
  remove(keys: readonly string[]): Promise<void>;
  /** An address that opens one file for a while without a session. Throws a Bug for a file that is not there. */
  signedUrl(key: string, options: SignOptions): Promise<string>;
}

const OWNER = "(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|control)";
// A dot stands only between letters or digits, so that neither `..` nor a hidden file can be spelled.
const SEGMENT = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
const KEY = new RegExp(`^${OWNER}(?:/${SEGMENT}){1,4}$`);
const PREFIX = new RegExp(`^${OWNER}/(?:${SEGMENT}/){0,3}$`);
const MAX_KEY_LENGTH = 200;
const CONTENT_TYPE = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,80}(?:; ?charset=[a-z0-9-]{1,20})?$/;

/** Takes a key that our code wrote, throws a Bug on any other. */
export function checkKey(key: string): string {
  const sound = key.length <= MAX_KEY_LENGTH && KEY.test(key) && !key.includes("..");
  assert(sound, `not a storage key: ${JSON.stringify(key.slice(0, MAX_KEY_LENGTH))}`);
  return key;
}

/** Takes a prefix that our code wrote, throws a Bug on any other. */
export function checkPrefix(prefix: string): string {
  const sound = prefix.length <= MAX_KEY_LENGTH && PREFIX.test(prefix) && !prefix.includes("..");
  assert(sound, `not a storage prefix: ${JSON.stringify(prefix.slice(0, MAX_KEY_LENGTH))}`);
  return prefix;
}

/** Takes a media type, throws a Bug on what could not stand in a header. */
export function checkContentType(contentType: string): string {
  assert(CONTENT_TYPE.test(contentType), `not a media type: ${JSON.stringify(contentType.slice(0, 100))}`);
  return contentType;
}

/** Takes a range, throws a Bug on one that runs backwards. */
export function checkRange(range: ByteRange): ByteRange {
  const { first, last } = range;
  const sound = Number.isSafeInteger(first) && first >= 0 &&
    (last === undefined || (Number.isSafeInteger(last) && last >= first));
  assert(sound, `not a range: ${first}-${last}`);
  return range;
}

/** Takes a life in seconds, throws a Bug beyond `MAX_SIGNED_SECONDS`. */
export function checkSeconds(seconds: number): number {
  const sound = Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_SIGNED_SECONDS;
  assert(sound, `a signed address lives 1 to ${MAX_SIGNED_SECONDS} seconds, not ${seconds}`);
  return seconds;
}
