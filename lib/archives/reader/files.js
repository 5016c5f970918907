// @ts-check
/** Files of an archive, wherever they come from: whole, or as a digest made while they pass. */
import { openSha256, toHex } from "./sha256.js";

/**
 * Where an archive is read from: a ZIP, or a folder.
 * @typedef {object} Source
 * @property {() => Promise<readonly string[]>} list Paths of the files, as many times as they occur.
 * @property {(path: string) => AsyncIterable<Uint8Array<ArrayBuffer>>} open Fails on what cannot be unpacked.
 * @property {(path: string) => number} size Length once unpacked.
 */
/**
 * @typedef {object} Files
 * @property {readonly string[]} names Ascending.
 * @property {(path: string) => boolean} has
 * @property {(path: string) => Promise<Uint8Array<ArrayBuffer> | null>} read Null when it cannot be read.
 * @property {(path: string) => Promise<string | null>} digest SHA-256, in hexadecimal; null when it cannot be read.
 * @property {(path: string) => number} size
 */

/** What is taken into memory at once, at most: manifests and 5,000 records are far below. */
const MAX_WHOLE_BYTES = 512 * 1024 * 1024;
/** WebCrypto is faster and wants the file whole; above, the digest is made piece by piece. */
const MAX_DIGESTED_WHOLE_BYTES = 16 * 1024 * 1024;
/** After so many bytes of a file the page is let breathe: streams alone never give it a turn. */
const BREATH_BYTES = 1024 * 1024;

/**
 * Opens the files of a source; a source whose list cannot be read has none.
 * @param {Source} source
 * @param {AbortSignal} [signal]
 * @returns {Promise<Files>}
 */
export async function openFiles(source, signal) {
  const names = await source.list().then((list) => [...list].sort(), () => []);
  const known = new Set(names);

  /** @param {string} path @param {(piece: Uint8Array<ArrayBuffer>) => void} take */
  async function pass(path, take) {
    let length = 0, breath = BREATH_BYTES;
    for await (const piece of source.open(path)) {
      signal?.throwIfAborted();
      length += piece.length;
      if (length >= breath) {
        breath = length + BREATH_BYTES;
        await new Promise((resolve) => setTimeout(resolve));
      }
      if (length > source.size(path)) return false;
      take(piece);
    }
    return length === source.size(path);
  }

  /** @param {string} path */
  async function read(path) {
    const size = source.size(path);
    if (size > MAX_WHOLE_BYTES) return null;
    const whole = new Uint8Array(size);
    let at = 0;
    const isWhole = await settled(pass(path, (piece) => {
      whole.set(piece, at);
      at += piece.length;
    }));
    return isWhole ? whole : null;
  }

  /** @param {string} path */
  async function digest(path) {
    if (source.size(path) <= MAX_DIGESTED_WHOLE_BYTES) {
      const whole = await read(path);
      return whole && toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", whole)));
    }
    const open = openSha256();
    return await settled(pass(path, open.update)) ? toHex(open.digest()) : null;
  }

  /** Being stopped is told; what the source says is that the file cannot be read. @param {Promise<boolean>} passing */
  async function settled(passing) {
    try {
      return await passing;
    } catch {
      signal?.throwIfAborted();
      return false;
    }
  }
  return { names, has: (path) => known.has(path), read, digest, size: (path) => source.size(path) };
}
