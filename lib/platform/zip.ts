/**
 * ZIP archives (PKWARE APPNOTE 6.3.10), written as a stream and read under limits. Ours rather than fflate's writer,
 * because archives of a dossier pass 65,535 files or 4 GiB (ZIP64), and native deflate leaves the event loop free.
 */
import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";
import { assert } from "../base/assert.ts";
import { defineRefusals } from "../base/refusal.ts";

/** Limits of an archive that is read; each is a named bound against archives made to exhaust a reader. */
export interface ZipLimits {
  readonly entries: number;
  /** Bytes of one file once unpacked. */
  readonly entryBytes: number;
  /** Bytes of all files once unpacked. */
  readonly totalBytes: number;
  /** Unpacked to packed bytes, judged on files above 1 MiB. */
  readonly ratio: number;
}

/** What an upload may hold unless its reader says otherwise. */
export const DEFAULT_ZIP_LIMITS: ZipLimits = {
  entries: 10_000,
  entryBytes: 64 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
  ratio: 200,
};

/** Refusals of an archive that is read. */
export const zipRefusals = defineRefusals("zip", {
  not_zip: { status: 422, say: "Ce fichier n’est pas une archive ZIP lisible." },
  unsupported: { status: 422, say: "Cette archive ZIP est chiffrée ou d’une sorte inconnue." },
  bad_name: { status: 422, say: "Cette archive contient un nom de fichier interdit." },
  too_large: { status: 413, say: "Cette archive contient trop de fichiers ou des fichiers trop volumineux." },
  damaged: { status: 422, say: "Cette archive ZIP est abîmée." },
});

/** A file to write. Bytes of a known length are best; a stream may not pass 4 GiB. */
export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** False for what is compressed already (PDF, pictures). */
  readonly compress?: boolean;
}

/** A file of an archive that is read. */
export interface ZipEntry {
  readonly name: string;
  /** Length once unpacked, as the archive says; reading checks it. */
  readonly bytes: number;
  /** Unpacks the file. Refuses `damaged` when its length or its CRC-32 is not as written. */
  read(): Promise<Uint8Array>;
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const MAX16 = 0xffff;
const MAX32 = 0xffffffff;
const FLAG_DESCRIPTOR = 1 << 3;
const FLAG_UTF8 = 1 << 11;
const FLAG_ENCRYPTED = 1;
// 1 January 1980, the first day that the format knows: the same content gives the same bytes.
const DOS_DATE = 0x0021;
/** Length up to which a file is packed in one go, in bytes. */
const SHORT_BYTES = 256 * 1024;
const RATIO_FLOOR_BYTES = 1024 * 1024;

/** What the directory of an archive says of a file that was written. */
export interface ZipRecord {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly offset: number;
}

/** Writes an archive as a stream: memory holds one chunk, whatever the number and length of the files. */
export function writeZip(files: AsyncIterable<ZipFile> | Iterable<ZipFile>): ReadableStream<Uint8Array> {
  return ReadableStream.from(archiveChunks(files));
}

/**
 * Reads the directory of an archive; files are unpacked one by one by the caller.
 * Refuses `not_zip`, `unsupported`, `bad_name`, `too_large`, `damaged`.
 */
export function readZip(archive: Uint8Array, limits: ZipLimits = DEFAULT_ZIP_LIMITS): ZipEntry[] {
  const buffer = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(buffer);
  const count = buffer.readUInt16LE(end + 10);
  const start = buffer.readUInt32LE(end + 16);
  if (count === MAX16 || start === MAX32) throw zipRefusals.refuse("unsupported");
  if (count > limits.entries) throw zipRefusals.refuse("too_large");
  const found: Found[] = [];
  for (let at = start, i = 0; i < count; i++) {
    const entry = readCentral(buffer, at, end);
    found.push(entry);
    at = entry.next;
  }
  checkFound(found, limits);
  return found.filter((entry) => !entry.name.endsWith("/")).map((entry) => ({
    name: entry.name,
    bytes: entry.bytes,
    read: () => unpack(buffer, entry),
  }));
}

async function* archiveChunks(files: AsyncIterable<ZipFile> | Iterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const written: ZipRecord[] = [];
  let offset = 0;
  for await (const file of files) {
    const chunks = writeZipEntry(file, offset);
    let next = await chunks.next();
    for (; !next.done; next = await chunks.next()) {
      offset += next.value.length;
      yield next.value;
    }
    written.push(next.value);
  }
  const start = offset;
  for (const entry of written) {
    const header = zipDirectoryEntry(entry);
    offset += header.length;
    yield header;
  }
  yield zipEnd({ count: written.length, start, length: offset - start });
}

/**
 * One file of an archive that is written by hand, piece by piece and perhaps by several processes: its bytes, then what
 * `zipDirectoryEntry` needs. `offset`: how many bytes of the archive come before.
 */
export async function* writeZipEntry(file: ZipFile, offset: number): AsyncGenerator<Uint8Array, ZipRecord> {
  const name = new TextEncoder().encode(file.name);
  assert(isSafeName(file.name) && name.length <= MAX16, `not a name for a ZIP: ${file.name}`);
  const head = { name, offset, flags: FLAG_UTF8 | FLAG_DESCRIPTOR, method: file.compress === false ? 0 : 8 };
  yield localHeader(head);
  const count = { crc: 0, bytes: 0, packed: 0 };
  const source = counted(file.content instanceof Uint8Array ? [file.content] : file.content, count);
  const packed = head.method === 0
    ? source
    : isShort(file.content)
    ? [deflatedWhole(file.content, count)]
    : deflated(source);
  for await (const chunk of packed) {
    count.packed += chunk.length;
    yield chunk;
  }
  assert(count.bytes < MAX32 && count.packed < MAX32, `${file.name} passes 4 GiB`);
  yield record([DESCRIPTOR, 4], [count.crc, 4], [count.packed, 4], [count.bytes, 4]);
  return { ...head, ...count };
}

async function* counted(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  count: { crc: number; bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    count.crc = crc32(chunk, count.crc);
    count.bytes += chunk.length;
    yield chunk;
  }
}

// A short file is packed at one go: a stream of its own costs ten times its length, and twice the time.
function deflatedWhole(content: Uint8Array, count: { crc: number; bytes: number }): Uint8Array {
  count.crc = crc32(content);
  count.bytes = content.length;
  return deflateRawSync(content);
}

function isShort(content: ZipFile["content"]): content is Uint8Array {
  return content instanceof Uint8Array && content.length <= SHORT_BYTES;
}

function deflated(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const packer = new CompressionStream("deflate-raw") as TransformStream<Uint8Array, Uint8Array>;
  return ReadableStream.from(source).pipeThrough(packer);
}

function localHeader(head: { name: Uint8Array; flags: number; method: number }): Uint8Array {
  const fixed = record(
    [LOCAL, 4],
    [20, 2],
    [head.flags, 2],
    [head.method, 2],
    [0, 2],
    [DOS_DATE, 2],
    [0, 4],
    [0, 4],
    [
      0,
      4,
    ],
    [head.name.length, 2],
    [0, 2],
  );
  return Buffer.concat([fixed, head.name]);
}

/** The directory's entry of a file; all of them, in the order of the files, come after the last one. */
export function zipDirectoryEntry(entry: ZipRecord): Uint8Array {
  const isFar = entry.offset >= MAX32;
  const extra = isFar ? Buffer.concat([record([1, 2], [8, 2]), long(entry.offset)]) : Buffer.alloc(0);
  const version = isFar ? 45 : 20;
  const fixed = Buffer.concat([
    record([CENTRAL, 4], [version, 2], [version, 2], [entry.flags, 2], [entry.method, 2], [0, 2], [DOS_DATE, 2]),
    record([entry.crc, 4], [entry.packed, 4], [entry.bytes, 4], [entry.name.length, 2], [extra.length, 2]),
    record([0, 2], [0, 2], [0, 2], [0, 4], [isFar ? MAX32 : entry.offset, 4]),
  ]);
  return Buffer.concat([fixed, entry.name, extra]);
}

/** What ends an archive: `count` files, whose directory begins at `start` and has `length` bytes. */
export function zipEnd(
  { count, start, length }: { count: number; start: number; length: number },
): Uint8Array {
  const isLong = count >= MAX16 || start >= MAX32 || length >= MAX32;
  const end64 = [
    record([END64, 4]),
    long(44),
    record([45, 2], [45, 2], [0, 4], [0, 4]),
    ...[count, count, length, start].map(long),
    record([LOCATOR64, 4], [0, 4]),
    long(start + length),
    record([1, 4]),
  ];
  const few = Math.min(count, MAX16);
  const end = record([END, 4], [0, 2], [0, 2], [few, 2], [few, 2], [Math.min(length, MAX32), 4], [
    Math.min(start, MAX32),
    4,
  ], [0, 2]);
  return Buffer.concat(isLong ? [...end64, end] : [end]);
}

function record(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}

function long(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

interface Found {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly offset: number;
  readonly next: number;
}

function findEnd(buffer: Buffer): number {
  // A comment of 65,535 bytes at most may follow the record.
  for (let at = buffer.length - 22; at >= 0 && at >= buffer.length - 22 - MAX16; at--) {
    if (buffer.readUInt32LE(at) === END && at + 22 + buffer.readUInt16LE(at + 20) === buffer.length) return at;
  }
  throw zipRefusals.refuse("not_zip");
}

function readCentral(buffer: Buffer, at: number, end: number): Found {
  if (at + 46 > end || buffer.readUInt32LE(at) !== CENTRAL) throw zipRefusals.refuse("damaged");
  const method = buffer.readUInt16LE(at + 10);
  const isEncrypted = (buffer.readUInt16LE(at + 8) & FLAG_ENCRYPTED) !== 0;
  if (isEncrypted || (method !== 0 && method !== 8)) throw zipRefusals.refuse("unsupported");
  const nameEnd = at + 46 + buffer.readUInt16LE(at + 28);
  const next = nameEnd + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  if (next > end) throw zipRefusals.refuse("damaged");
  return {
    name: buffer.toString("utf8", at + 46, nameEnd),
    method,
    crc: buffer.readUInt32LE(at + 16),
    packed: buffer.readUInt32LE(at + 20),
    bytes: buffer.readUInt32LE(at + 24),
    offset: buffer.readUInt32LE(at + 42),
    next,
  };
}

function checkFound(found: readonly Found[], limits: ZipLimits): void {
  if (found.some(({ name }) => !isSafeName(name.replace(/\/$/, "")))) throw zipRefusals.refuse("bad_name");
  if (new Set(found.map(({ name }) => name)).size !== found.length) throw zipRefusals.refuse("bad_name");
  const total = found.reduce((sum, { bytes }) => sum + bytes, 0);
  const isBomb = ({ bytes, packed }: Found) => bytes > RATIO_FLOOR_BYTES && bytes > packed * limits.ratio;
  const isTooLarge = total > limits.totalBytes || found.some((one) => one.bytes > limits.entryBytes || isBomb(one));
  if (isTooLarge) throw zipRefusals.refuse("too_large");
  // Files that share their bytes multiply a small archive without any file of a suspicious ratio.
  const inOrder = found.toSorted((a, b) => a.offset - b.offset);
  for (const [i, one] of inOrder.entries()) {
    const following = inOrder[i + 1];
    if (following && one.offset + 30 + one.packed > following.offset) throw zipRefusals.refuse("damaged");
  }
}

function isSafeName(name: string): boolean {
  // deno-lint-ignore no-control-regex
  if (name === "" || name.length > 500 || /[\u0000-\u001f\u007f\\:]|^\//.test(name)) return false;
  return !name.split("/").some((part) => part === "" || part === "." || part === "..");
}

async function unpack(buffer: Buffer, entry: Found): Promise<Uint8Array> {
  const at = entry.offset;
  if (at + 30 > buffer.length || buffer.readUInt32LE(at) !== LOCAL) throw zipRefusals.refuse("damaged");
  const start = at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28);
  const packed = buffer.subarray(start, start + entry.packed);
  const bytes = entry.method === 0 ? new Uint8Array(packed) : await inflate(packed, entry.bytes);
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc) throw zipRefusals.refuse("damaged");
  return bytes;
}

// The length that the directory gives is a claim: unpacking stops at the first byte beyond it.
async function inflate(packed: Uint8Array, length: number): Promise<Uint8Array> {
  const unpacker = new DecompressionStream("deflate-raw") as TransformStream<Uint8Array, Uint8Array>;
  const bytes = new Uint8Array(length);
  let at = 0;
  try {
    for await (const chunk of ReadableStream.from([packed]).pipeThrough(unpacker)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
  } catch {
    throw zipRefusals.refuse("damaged");
  }
  return bytes.subarray(0, at);
}
