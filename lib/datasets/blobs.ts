import { present } from "../base/assert.ts";
import { isUuid } from "../base/ids.ts";
import type { Digest } from "../platform/crypto.ts";
import type { ByteRange } from "../platform/storage/store.ts";
import type { Line } from "./dataset_store.ts";
import type { Parts } from "./parts.ts";
import { refuse } from "./refusals.ts";
import type { DatasetTable } from "./tables_query.ts";

/** Bytes that one part holds at most: what a hosted program can send again when it was stopped. */
export const PART_BYTES = 32 * 1024 * 1024;

/** What a row says of its blob. */
export interface Blob {
  readonly id: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly mime: string;
}

/** The blob that a row of a table with blobs describes. Refuses `broken_line` where the row does not. */
export function blobOf(table: DatasetTable, line: Line): Blob {
  const columns = present(table.blob, `${table.name} has blobs`);
  const read = (name: string) => line[table.columns.findIndex((column) => column.name === name)];
  const [id, bytes, sha256, mime] = [columns.id, columns.bytes, columns.sha256, columns.mime].map(read);
  const isSound = id && isUuid(id) && bytes && /^\d{1,12}$/.test(bytes) && sha256 && mime;
  if (!isSound) throw refuse("broken_line", { values: { part: table.name } });
  return { id, bytes: Number(bytes), sha256, mime };
}

/** Name of a blob's part, and of its first where there are several. */
export function blobPart(blob: Blob): string {
  return blobParts(blob)[0]!.name;
}

/** The parts of a blob in order, with the stretch of it that each holds: one, unless it passes 32 MiB. */
export function blobParts(
  { id, bytes }: Blob,
): readonly { readonly name: string; readonly range: Required<ByteRange> }[] {
  const count = Math.max(1, Math.ceil(bytes / PART_BYTES));
  return Array.from({ length: count }, (_, n) => ({
    name: count === 1 ? `files/${id}` : `files/${id}.${String(n + 1).padStart(4, "0")}`,
    range: { first: n * PART_BYTES, last: Math.max(Math.min((n + 1) * PART_BYTES, bytes) - 1, n * PART_BYTES) },
  }));
}

/** Opens a blob whole, part after part. Refuses `missing_part` at the first byte, or where a later part is missing. */
export function openBlob(parts: Parts, blob: Blob): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunksOf(parts, blob));
}

async function* chunksOf(parts: Parts, blob: Blob): AsyncGenerator<Uint8Array> {
  for (const { name } of blobParts(blob)) {
    const body = await parts.open(name);
    if (!body) throw refuse("missing_part", { values: { part: name } });
    yield* body;
  }
}

/** Shows a digest the bytes that go by. */
export function seenBy(digest: Digest): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      digest.update(chunk);
      controller.enqueue(chunk);
    },
  });
}

/** Works on some things at once, a few at a time; stops at the first that fails. */
export async function inParallel<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  const queue = [...things];
  async function go(): Promise<void> {
    for (let thing = queue.shift(); thing !== undefined; thing = queue.shift()) await work(thing);
  }
  await Promise.all(Array.from({ length: AT_ONCE }, go));
}

const AT_ONCE = 8;

/** The first lines whose blobs together are what one slice should move: some hundred files, or some 32 MiB. */
export function blobsOfSlice(table: DatasetTable, lines: readonly Line[]): Blob[] {
  const taken: Blob[] = [];
  let bytes = 0;
  for (const line of lines) {
    if (taken.length === SLICE_FILES || bytes >= PART_BYTES) break;
    const blob = blobOf(table, line);
    taken.push(blob);
    bytes += blob.bytes;
  }
  return taken;
}

/** Files that one slice moves. */
export const SLICE_FILES = 200;
