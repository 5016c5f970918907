import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { assert, Bug } from "../../base/assert.ts";
import { nowMs } from "../clock.ts";
import { hmacSha256, isSameSecret, toBase64Url, toHex } from "../crypto.ts";
import { randomBytes } from "../random.ts";
import { measure, measureWhole } from "./_measure.ts";
import {
  type ByteRange,
  checkContentType,
  checkKey,
  checkPrefix,
  checkRange,
  checkSeconds,
  type ListOptions,
  type ListPage,
  MAX_LISTED,
  type PutOptions,
  type PutResult,
  type SignOptions,
  storageRefusals,
  type Store,
  type StoredFile,
} from "./store.ts";

/** Where the files lie, and how their signed addresses are made. */
export interface DiskStoreConfig {
  /** Folder of this store alone; made when absent, readable by nobody else. */
  readonly folder: string;
  /** 32 bytes; whoever holds them can open every file of the store. */
  readonly signingKey: Uint8Array;
  /** Address under which the edge serves signed addresses, without a slash at its end: `https://…/fichiers`. */
  readonly publicUrl: string;
}

/** What a signed address opens. */
export interface SignedAccess {
  readonly key: string;
  readonly downloadName: string | null;
}

// Each file begins with one line of this length that holds its media type: one file, so that the two cannot part.
const HEADER_BYTES = 128;
const HEADER_MARK = "paraphe-file/1 ";
const CHUNK_BYTES = 64 * 1024;

/** A store on the local disk, whose signed addresses the product serves itself. */
export class DiskStore implements Store {
  readonly #files: string;
  readonly #incoming: string;
  readonly #signingKey: Uint8Array;
  readonly #publicUrl: string;
  readonly #syncs = new SharedSyncs();

  constructor(config: DiskStoreConfig) {
    this.#files = join(config.folder, "files");
    this.#incoming = join(config.folder, "incoming");
    this.#signingKey = config.signingKey;
    this.#publicUrl = config.publicUrl;
  }

  async put(key: string, body: Uint8Array | ReadableStream<Uint8Array>, options: PutOptions): Promise<PutResult> {
    const path = this.#pathOf(key);
    const header = headerOf(options.contentType);
    const isWhole = body instanceof Uint8Array;
    // Refused before a long body is received; the link below decides between two that arrive together.
    if (!options.overwrite && !isWhole && await exists(path)) throw storageRefusals.refuse("duplicate");
    const temporary = join(this.#incoming, toHex(randomBytes(16)));
    const measured = isWhole ? measureWhole(body) : measure(body);
    try {
      await inFolder(this.#incoming, () => writeDurably(temporary, header, measured.stream));
      const place = options.overwrite ? () => Deno.rename(temporary, path) : () => linkOnce(temporary, path);
      await inFolder(dirname(path), place);
      await this.#syncs.sync(dirname(path));
    } finally {
      await removeIfThere(temporary);
    }
    return measured.result();
  }

  async get(key: string, range?: ByteRange): Promise<StoredFile | null> {
    const wanted = range ? checkRange(range) : { first: 0 };
    const file = await Deno.open(this.#pathOf(key)).catch(nullIfAbsent);
    if (!file) return null;
    try {
      const bytes = (await file.stat()).size - HEADER_BYTES;
      const contentType = await readHeader(file, key);
      const end = Math.min(wanted.last === undefined ? bytes : wanted.last + 1, bytes);
      await file.seek(HEADER_BYTES + wanted.first, Deno.SeekMode.Start);
      return { body: streamOf(file, Math.max(0, end - wanted.first)), contentType, bytes };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  async list(prefix: string, options: ListOptions = {}): Promise<ListPage> {
    const limit = Math.min(options.limit ?? MAX_LISTED, MAX_LISTED);
    const found: { key: string; bytes: number }[] = [];
    for await (const key of keysUnder(this.#files, checkPrefix(prefix), options.after ?? "")) {
      if (found.length === limit) return { files: found, next: found.at(-1)!.key };
      const info = await Deno.stat(this.#pathOf(key)).catch(nullIfAbsent);
      if (info) found.push({ key, bytes: info.size - HEADER_BYTES });
    }
    return { files: found, next: null };
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const path of keys.map((key) => this.#pathOf(key))) await removeIfThere(path);
  }

  async signedUrl(key: string, options: SignOptions): Promise<string> {
    const expiresAt = Math.floor(nowMs() / 1000) + checkSeconds(options.seconds);
    if (!await exists(this.#pathOf(key))) throw new Bug(`no file ${key} to sign an address for`);
    const url = new URL(`${this.#publicUrl}/${key}`);
    url.searchParams.set("exp", String(expiresAt));
    if (options.downloadName !== undefined) url.searchParams.set("nom", options.downloadName);
    url.searchParams.set("sig", this.#signatureOf(key, expiresAt, options.downloadName ?? null));
    return url.href;
  }

  /** Reads a signed address; null when it is forged, changed or expired, without saying which. */
  readSignedUrl(url: URL): SignedAccess | null {
    const base = new URL(this.#publicUrl).pathname;
    if (!url.pathname.startsWith(`${base}/`)) return null;
    const key = url.pathname.slice(base.length + 1);
    const expiresAt = Number(url.searchParams.get("exp"));
    const downloadName = url.searchParams.get("nom");
    const signature = url.searchParams.get("sig") ?? "";
    if (!isSameSecret(signature, this.#signatureOf(key, expiresAt, downloadName))) return null;
    return expiresAt * 1000 > nowMs() ? { key, downloadName } : null;
  }

  #pathOf(key: string): string {
    return join(this.#files, checkKey(key));
  }

  #signatureOf(key: string, expiresAt: number, downloadName: string | null): string {
    return toBase64Url(hmacSha256(this.#signingKey, JSON.stringify(["GET", key, expiresAt, downloadName])));
  }
}

function headerOf(contentType: string): Uint8Array {
  const line = `${HEADER_MARK}${checkContentType(contentType)}`.padEnd(HEADER_BYTES - 1);
  const header = new TextEncoder().encode(`${line}\n`);
  assert(header.length === HEADER_BYTES, `media type too long: ${contentType}`);
  return header;
}

async function readHeader(file: Deno.FsFile, key: string): Promise<string> {
  const header = new Uint8Array(HEADER_BYTES);
  const read = await file.read(header);
  const line = new TextDecoder().decode(header);
  if (read !== HEADER_BYTES || !line.startsWith(HEADER_MARK)) throw new Bug(`file ${key} has no header`);
  return line.slice(HEADER_MARK.length).trim();
}

async function writeDurably(
  path: string,
  header: Uint8Array,
  body: AsyncIterable<Uint8Array> | [Uint8Array],
): Promise<void> {
  const file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  try {
    let ahead: Uint8Array | null = header;
    for await (const chunk of body) {
      // The header leaves with the first bytes: a small file is one write.
      await writeAll(file, ahead ? Buffer.concat([ahead, chunk]) : chunk);
      ahead = null;
    }
    if (ahead) await writeAll(file, ahead);
    await file.sync();
  } finally {
    file.close();
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

// A hard link is made or refused in one step by the file system: of two writers of a key, one wins and the other knows.
async function linkOnce(from: string, to: string): Promise<void> {
  try {
    await Deno.link(from, to);
  } catch (error) {
    throw error instanceof Deno.errors.AlreadyExists ? storageRefusals.refuse("duplicate") : error;
  }
}

/** Does something in a folder, which is made where it is not there yet. */
async function inFolder(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await makeFolder(path);
    await work();
  }
}

/** Files that arrive in one folder at once share its syncs: each waits for one that began after its name was there. */
class SharedSyncs {
  readonly #running = new Map<string, { readonly end: Promise<void>; next: Promise<void> | null }>();

  sync(path: string): Promise<void> {
    const running = this.#running.get(path);
    if (running) return running.next ??= running.end.catch(() => {}).then(() => this.#begin(path));
    return this.#begin(path);
  }

  #begin(path: string): Promise<void> {
    const end = syncFolder(path);
    const entry = { end, next: null };
    this.#running.set(path, entry);
    const forget = () => {
      if (this.#running.get(path) === entry && entry.next === null) this.#running.delete(path);
    };
    end.then(forget, forget);
    return end;
  }
}

// Without it the bytes are safe after a power cut but the name that leads to them may not be.
async function syncFolder(path: string): Promise<void> {
  const folder = await Deno.open(path);
  try {
    await folder.sync();
  } finally {
    folder.close();
  }
}

// A stream of bytes: whoever reads into a buffer of his own gets the file's bytes there, and nothing else is held.
function streamOf(file: Deno.FsFile, length: number): ReadableStream<Uint8Array> {
  let left = length;
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const asked = controller.byobRequest;
      const into = asked ? bytesOf(asked.view!) : new Uint8Array(Math.min(left, CHUNK_BYTES));
      const read = left === 0 ? null : await file.read(into.subarray(0, left));
      if (read === null) {
        file.close();
        controller.close();
        return asked?.respond(0);
      }
      left -= read;
      if (asked) asked.respond(read);
      else controller.enqueue(into.subarray(0, read));
    },
    cancel: () => file.close(),
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

// Folders are compared with their slash, so that the walk gives keys in the order of their bytes.
async function* keysUnder(files: string, prefix: string, after: string): AsyncGenerator<string> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(join(files, prefix))) {
      names.push(entry.name + (entry.isDirectory ? "/" : ""));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  for (const name of names.sort()) {
    const key = prefix + name;
    if (name.endsWith("/")) {
      // `after` may lie inside this folder; a folder wholly before it is not opened.
      if (key > after || after.startsWith(key)) yield* keysUnder(files, key, after);
    } else if (key > after) yield key;
  }
}

async function makeFolder(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true, mode: 0o700 });
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).catch(nullIfAbsent) !== null;
}

async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path).catch(nullIfAbsent);
}

function nullIfAbsent(error: unknown): null {
  if (error instanceof Deno.errors.NotFound) return null;
  throw error;
}
