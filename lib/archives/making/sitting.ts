import type { Ctx } from "../../base/ctx.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import { canonicalJson } from "../reader/canonical.js";
import { storeKey } from "../../files/mod.ts";
import { openDigest, sha256Hex } from "../../platform/crypto.ts";
import { newId } from "../../platform/random.ts";
import { storeOf } from "../../platform/stores.ts";
import { writeZipEntry, zipDirectoryEntry } from "../../platform/zip.ts";
import { ARCHIVE_TYPE, type ArchivePart } from "../archive.ts";
import type { Making, Spool } from "./making.ts";

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
}

/** What is known of a file once it is written. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One step's writing: what it adds stands in the store, and nowhere else until the step is committed. */
export interface Sitting {
  /** How far the making has come; phases move it on. */
  making: Making;
  /** Writes a file of the archive. */
  add(file: ArchiveFile): Promise<WrittenFile>;
  /** Keeps something for a later step. */
  keep(bytes: Uint8Array): Promise<Spool>;
  /** Adds bytes to the ZIP that belong to no file: its directory. */
  append(bytes: Uint8Array): Promise<void>;
  /** The lines of a part of the manifest, those of this sitting included. */
  linesOf(list: string): Promise<string[]>;
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

/** Where an archive keeps what it needs until it is done. */
export function spoolFolder({ tenantId }: Pick<Ctx, "tenantId">, archiveId: Uuid): string {
  return `${tenantId}/archives/${archiveId}/`;
}

const ANNOUNCES = "part-";

/** The part of the ZIP that an object of the folder tells of; null for any other object. */
export function announcedPart(key: string): Uuid | null {
  const name = key.slice(key.lastIndexOf("/") + 1), id = name.slice(ANNOUNCES.length);
  return name.startsWith(ANNOUNCES) && isUuid(id) ? id : null;
}

/** Begins a step's writing. */
export function openSitting(ctx: Ctx, archiveId: Uuid, begun: Making): Sitting {
  const store = storeOf(ctx.cell);
  const stored: string[] = [];
  const headers: Uint8Array[] = [];
  const lines = new Map<string, string[]>();

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    stored.push(key);
    await store.put(key, bytes, { contentType: ARCHIVE_TYPE });
  }
  // Told of before it is stored: a step that dies leaves nothing that nobody can find.
  const announce = (id: Uuid) => put(`${spoolFolder(ctx, archiveId)}${ANNOUNCES}${id}`, UTF8.encode(id));
  const parts = openParts(ctx, { put, announce });

  async function append(bytes: Uint8Array): Promise<void> {
    sitting.making = { ...sitting.making, offset: sitting.making.offset + bytes.length };
    keepPart(await parts.append(bytes));
  }
  function keepPart(part: ArchivePart | null): void {
    if (part) sitting.making = { ...sitting.making, parts: [...sitting.making.parts, part] };
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
    const own = lines.get(file.list);
    if (own) own.push(canonicalJson({ ...written }));
    else lines.set(file.list, [canonicalJson({ ...written })]);
    return written;
  }
  async function keep(bytes: Uint8Array): Promise<Spool> {
    const key = `${spoolFolder(ctx, archiveId)}${newId()}`;
    await put(key, bytes);
    return { key, bytes: bytes.length };
  }
  async function linesOf(list: string): Promise<string[]> {
    const all: string[] = [];
    for (const { key } of sitting.making.listing[list] ?? []) {
      all.push(...new TextDecoder().decode(await readSpool(ctx, key)).split("\n"));
    }
    return [...all, ...lines.get(list) ?? []];
  }
  async function* directory(): AsyncGenerator<Uint8Array> {
    for (const { key } of sitting.making.directory) yield await readSpool(ctx, key);
    yield* headers;
  }
  async function close(): Promise<void> {
    keepPart(await parts.flush());
    const listing: Record<string, readonly Spool[]> = { ...sitting.making.listing };
    for (const [list, own] of lines) listing[list] = [...listing[list] ?? [], await keep(UTF8.encode(own.join("\n")))];
    const { directory } = sitting.making;
    const more = headers.length > 0 ? [await keep(joined(headers))] : [];
    sitting.making = { ...sitting.making, listing, directory: [...directory, ...more] };
  }
  const discard = () => store.remove(stored);
  const lists = () => [...lines.keys()];
  const sitting: Sitting = { making: begun, add, keep, append, linesOf, lists, directory, close, discard };
  return sitting;
}

/** Cuts the ZIP into parts, each stored as soon as it is long enough. */
function openParts(
  ctx: Ctx,
  { put, announce }: {
    put: (key: string, bytes: Uint8Array) => Promise<void>;
    announce: (id: Uuid) => Promise<void>;
  },
) {
  let pending: Uint8Array[] = [], length = 0;
  async function flush(): Promise<ArchivePart | null> {
    if (length === 0) return null;
    const bytes = joined(pending, length);
    pending = [], length = 0;
    const part: ArchivePart = { id: newId(), bytes: bytes.length, sha256: sha256Hex(bytes) };
    await announce(part.id);
    await put(storeKey({ tenantId: ctx.tenantId, id: part.id }), bytes);
    return part;
  }
  async function append(bytes: Uint8Array): Promise<ArchivePart | null> {
    pending.push(bytes);
    length += bytes.length;
    return length >= PART_BYTES ? await flush() : null;
  }
  return { append, flush };
}

/** Reads what a step before has kept. */
export async function readSpool(ctx: Ctx, key: string, range?: { at: number; bytes: number }): Promise<Uint8Array> {
  const wanted = range && { first: range.at, last: range.at + range.bytes - 1 };
  const file = await storeOf(ctx.cell).get(key, wanted);
  if (!file) throw new Error("what an earlier step kept is gone");
  return new Uint8Array(await new Response(file.body).arrayBuffer());
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
