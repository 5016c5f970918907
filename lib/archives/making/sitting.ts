import type { Ctx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { canonicalJson } from "../reader/canonical.js";
import { storeKey } from "../../files/mod.ts";
import { openDigest, sha256Hex } from "../../platform/crypto.ts";
import { newId } from "../../platform/random.ts";
import { storeOf } from "../../platform/stores.ts";
import { writeZipEntry, zipDirectoryEntry } from "../../platform/zip.ts";
import { ARCHIVE_TYPE, type ArchivePart } from "../archive.ts";
import { fresh, linesText, type ListLine, merged, spooledLines } from "./list_lines.ts";
import type { Making, Spool, Written } from "./making.ts";
import { ANNOUNCES, readSpool, spoolFolder } from "./spool.ts";

/** Bytes after which a part of the ZIP is stored: bounds the memory of a step. A store takes 50 MiB. */
const PART_BYTES = 4 * 1024 * 1024;

/** A file of the archive. */
export interface ArchiveFile {
  readonly path: string;
  readonly content: Uint8Array | string | AsyncIterable<Uint8Array>;
  /** Part of the manifest that lists it; null for the manifest's own files. */
  readonly list: string | null;
  /** False for what is compressed already. */
  readonly compress?: boolean;
  /** What its line says besides. */
  readonly also?: Readonly<Record<string, string>>;
}

/** What is known of a file once it is written. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One step's writing: what it adds stands in the store, and nowhere else until the step is committed. */
export interface Sitting<M extends Written = Making> {
  /** How far the making has come; phases move it on. */
  making: M;
  /** Writes a file of the archive. */
  add(file: ArchiveFile): Promise<WrittenFile>;
  /** Keeps something for a later step. */
  keep(bytes: Uint8Array): Promise<Spool>;
  /** Adds bytes to the ZIP that belong to no file: its directory. */
  append(bytes: Uint8Array): Promise<void>;
  /** The lines of a part of the manifest by path, those of this sitting included: read as they are asked for. */
  linesOf(list: string): AsyncGenerator<ListLine>;
  /** The parts of the manifest that this sitting has lines for. */
  lists(): string[];
  /** The ZIP's directory as far as it goes. */
  directory(): AsyncGenerator<Uint8Array>;
  /** Stores what is still in memory. */
  close(): Promise<void>;
  /** Takes back what was stored, when somebody else has done the step or it failed. */
  discard(): Promise<void>;
}

const UTF8 = new TextEncoder();

/** Begins a step's writing. `sees` is shown every byte of the ZIP, in order. */
export function openSitting<M extends Written>(
  ctx: Ctx,
  archiveId: Uuid,
  begun: M,
  sees: (bytes: Uint8Array) => void = () => {},
): Sitting<M> {
  const store = storeOf(ctx.cell);
  const stored: string[] = [];
  const headers: Uint8Array[] = [];
  const lines = new Map<string, ListLine[]>();

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    stored.push(key);
    await store.put(key, bytes, { contentType: ARCHIVE_TYPE });
  }
  // Told of before it is stored: a step that dies leaves nothing that nobody can find.
  const announce = (id: Uuid) => put(`${spoolFolder(ctx, archiveId)}${ANNOUNCES}${id}`, UTF8.encode(id));
  const parts = openParts(ctx, { put, announce, sees });

  async function append(bytes: Uint8Array): Promise<void> {
    sitting.making = { ...sitting.making, offset: sitting.making.offset + bytes.length };
    keepParts(await parts.append(bytes));
  }
  function keepParts(full: readonly ArchivePart[]): void {
    if (full.length > 0) sitting.making = { ...sitting.making, parts: [...sitting.making.parts, ...full] };
  }
  async function add(file: ArchiveFile): Promise<WrittenFile> {
    const seen = seeing(typeof file.content === "string" ? UTF8.encode(file.content) : file.content);
    const entry = { name: file.path, content: seen.content, compress: file.compress ?? true };
    const chunks = writeZipEntry(entry, sitting.making.offset);
    let next = await chunks.next();
    for (; !next.done; next = await chunks.next()) await append(next.value);
    headers.push(zipDirectoryEntry(next.value));
    const written = { path: file.path, bytes: seen.bytes(), sha256: seen.sha256() };
    const { making } = sitting;
    sitting.making = { ...making, entries: making.entries + 1 };
    if (file.list === null) return written;
    const { files, bytes } = making;
    sitting.making = { ...sitting.making, files: files + 1, bytes: bytes + written.bytes };
    const own = lines.get(file.list), line = { path: file.path, text: canonicalJson({ ...written, ...file.also }) };
    if (own) own.push(line);
    else lines.set(file.list, [line]);
    return written;
  }
  async function keep(bytes: Uint8Array): Promise<Spool> {
    const key = `${spoolFolder(ctx, archiveId)}${newId()}`;
    await put(key, bytes);
    return { key, bytes: bytes.length };
  }
  async function* linesOf(list: string): AsyncGenerator<ListLine> {
    const kept = (sitting.making.listing[list] ?? []).map((spool) => spooledLines(ctx, spool));
    yield* merged([...kept, fresh(lines.get(list) ?? [])]);
  }
  async function* directory(): AsyncGenerator<Uint8Array> {
    for (const { key } of sitting.making.directory) yield await readSpool(ctx, key);
    yield* headers;
  }
  async function close(): Promise<void> {
    keepParts(await parts.flush());
    const listing: Record<string, readonly Spool[]> = { ...sitting.making.listing };
    for (const [list, own] of lines) listing[list] = [...listing[list] ?? [], await keep(linesText(own))];
    const { directory } = sitting.making;
    const more = headers.length > 0 ? [await keep(joined(headers))] : [];
    sitting.making = { ...sitting.making, listing, directory: [...directory, ...more] };
  }
  const discard = () => store.remove(stored);
  const lists = () => [...lines.keys()];
  const sitting: Sitting<M> = { making: begun, add, keep, append, linesOf, lists, directory, close, discard };
  return sitting;
}

/**
 * Cuts the ZIP into parts, each stored as soon as it is full. Bytes are copied into one buffer as they come, so that
 * none of the pieces outlives its turn: what stands until a part is full would be collected late, and by then be a
 * hundred megabytes.
 */
function openParts(
  ctx: Ctx,
  { put, announce, sees }: {
    put: (key: string, bytes: Uint8Array) => Promise<void>;
    announce: (id: Uuid) => Promise<void>;
    sees: (bytes: Uint8Array) => void;
  },
) {
  const buffer = new Uint8Array(PART_BYTES);
  let length = 0;
  async function flush(): Promise<ArchivePart[]> {
    if (length === 0) return [];
    const bytes = buffer.subarray(0, length);
    const part: ArchivePart = { id: newId(), bytes: length, sha256: sha256Hex(bytes) };
    await announce(part.id);
    sees(bytes);
    await put(storeKey({ tenantId: ctx.tenantId, id: part.id }), bytes);
    length = 0;
    return [part];
  }
  async function append(bytes: Uint8Array): Promise<ArchivePart[]> {
    const full: ArchivePart[] = [];
    for (let at = 0; at < bytes.length;) {
      const taken = bytes.subarray(at, at + PART_BYTES - length);
      buffer.set(taken, length);
      length += taken.length, at += taken.length;
      if (length === PART_BYTES) full.push(...await flush());
    }
    return full;
  }
  return { append, flush };
}

/** Counts and hashes a content on its way. */
function seeing(content: Uint8Array | AsyncIterable<Uint8Array>) {
  const digest = openDigest();
  let bytes = 0;
  function see(piece: Uint8Array): Uint8Array {
    digest.update(piece);
    bytes += piece.length;
    return piece;
  }
  async function* seen(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) yield see(piece);
  }
  const given = content instanceof Uint8Array ? see(content) : seen(content);
  return { content: given, bytes: () => bytes, sha256: () => digest.hex() };
}

function joined(pieces: readonly Uint8Array[], length = pieces.reduce((sum, piece) => sum + piece.length, 0)) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
