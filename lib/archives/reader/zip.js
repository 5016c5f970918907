// @ts-check
/**
 * Reads a ZIP archive (PKWARE APPNOTE 6.3.10, ZIP64) from any place where bytes are read by their position: only the
 * directory is held in memory, files are unpacked as they pass.
 */
/** @typedef {import("./files.js").Source} Source */
/**
 * @typedef {object} Bytes
 * @property {number} size
 * @property {(start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>} read
 */
/**
 * A file as the directory tells of it.
 * @typedef {object} Entry
 * @property {string} path
 * @property {Uint8Array} name
 * @property {number} flags
 * @property {number} method
 * @property {number} packed
 * @property {number} size
 * @property {number} at
 */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const MAX16 = 0xffff;
const MAX32 = 0xffffffff;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const STORED = 0;
const DEFLATED = 8;
const FLAG_ENCRYPTED = 1;
/** What is unpacked at once, and what is read ahead of it. */
const PIECE_BYTES = 128 * 1024;
const AHEAD_BYTES = 1024 * 1024;
/** A read that begins so little after the last one follows it: the files are asked for as they stand. */
const FOLLOWING_BYTES = 64 * 1024;
/** A directory above this is no archive of ours: four million files. */
const MAX_DIRECTORY_BYTES = 512 * 1024 * 1024;

/**
 * Opens a ZIP as a source of files. Its directory is read when the list is asked for, which must come first.
 * @param {Bytes} given
 * @returns {Source}
 */
export function openZip(given) {
  const bytes = readingAhead(given);
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  return {
    async list() {
      const found = await readDirectory(bytes);
      for (const entry of found) if (!entries.has(entry.path)) entries.set(entry.path, entry);
      return found.map(({ path }) => path);
    },
    size: (path) => entries.get(path)?.size ?? 0,
    open(path) {
      const entry = entries.get(path);
      if (!entry) throw new Error(`no file ${path}`);
      return unpack(bytes, entry);
    },
  };
}

/**
 * The same bytes, a piece ahead where reads follow each other: asking a browser for a slice takes milliseconds.
 * @param {Bytes} bytes
 * @returns {Bytes}
 */
function readingAhead({ size, read }) {
  let start = 0, end = 0, held = new Uint8Array();
  return {
    size,
    async read(from, to) {
      if (from >= start && to <= end) return held.slice(from - start, to - start);
      const isNext = from >= start && from - end < FOLLOWING_BYTES;
      const upTo = isNext ? Math.min(size, Math.max(to, from + AHEAD_BYTES)) : to;
      const piece = await read(from, upTo);
      [start, end, held] = [from, upTo, piece];
      return piece.slice(0, to - from);
    },
  };
}

/** @param {Bytes} bytes @returns {Promise<Entry[]>} */
async function readDirectory(bytes) {
  const { count, size, at } = await findDirectory(bytes);
  if (size > MAX_DIRECTORY_BYTES || at + size > bytes.size) throw new Error("directory out of the file");
  const directory = await bytes.read(at, at + size);
  const view = viewOf(directory);
  /** @type {Entry[]} */
  const entries = [];
  let next = 0;
  for (let i = 0; i < count; i++) {
    const { entry, length } = readEntry(directory, view, next);
    if (!entry.path.endsWith("/")) entries.push(entry);
    next += length;
  }
  return entries;
}

/** @param {Bytes} bytes @returns {Promise<{ count: number, size: number, at: number }>} */
async function findDirectory(bytes) {
  const start = Math.max(0, bytes.size - END_BYTES - MAX16 - LOCATOR_BYTES);
  const tail = viewOf(await bytes.read(start, bytes.size));
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && !(tail.getUint32(end, true) === END && endsHere(tail, end))) end--;
  if (end < 0) throw new Error("no end of directory");
  const found = {
    count: tail.getUint16(end + 10, true),
    size: tail.getUint32(end + 12, true),
    at: tail.getUint32(end + 16, true),
  };
  if (found.count !== MAX16 && found.size !== MAX32 && found.at !== MAX32) return found;
  const locator = end - LOCATOR_BYTES;
  if (locator < 0 || tail.getUint32(locator, true) !== LOCATOR64) return found;
  const at = longAt(tail, locator + 8);
  const end64 = viewOf(await bytes.read(at, at + 56));
  if (end64.getUint32(0, true) !== END64) throw new Error("no end of ZIP64 directory");
  return { count: longAt(end64, 32), size: longAt(end64, 40), at: longAt(end64, 48) };
}

/** True when the comment announced ends the file. @param {DataView} tail @param {number} end */
function endsHere(tail, end) {
  return end + END_BYTES + tail.getUint16(end + 20, true) === tail.byteLength;
}

/** @param {Uint8Array} directory @param {DataView} view @param {number} at */
function readEntry(directory, view, at) {
  if (view.getUint32(at, true) !== CENTRAL) throw new Error("broken directory");
  const nameEnd = at + 46 + view.getUint16(at + 28, true), extraEnd = nameEnd + view.getUint16(at + 30, true);
  const name = directory.subarray(at + 46, nameEnd);
  const entry = {
    path: new TextDecoder().decode(name),
    name,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    at: view.getUint32(at + 42, true),
  };
  readExtra(view, { at: nameEnd, end: extraEnd }, entry);
  return { entry, length: extraEnd + view.getUint16(at + 32, true) - at };
}

/**
 * The ZIP64 field holds, in this order, the lengths and the place that did not fit.
 * @param {DataView} view
 * @param {{ at: number, end: number }} extra
 * @param {Entry} entry
 */
function readExtra(view, extra, entry) {
  for (let at = extra.at; at + 4 <= extra.end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    for (const name of /** @type {const} */ (["size", "packed", "at"])) {
      if (entry[name] !== MAX32) continue;
      entry[name] = longAt(view, next);
      next += 8;
    }
  }
}

/** @param {Bytes} bytes @param {Entry} entry @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>} */
async function* unpack(bytes, entry) {
  const nameLength = entry.name.length;
  const local = await bytes.read(entry.at, entry.at + 30 + nameLength), header = viewOf(local);
  const isSame = header.getUint32(0, true) === LOCAL && header.getUint16(8, true) === entry.method &&
    header.getUint16(26, true) === nameLength && entry.name.every((byte, i) => byte === local[30 + i]);
  if (!isSame || entry.flags & FLAG_ENCRYPTED) throw new Error("the file is not the one of the directory");
  const start = entry.at + 30 + nameLength + header.getUint16(28, true), end = start + entry.packed;
  if (end > bytes.size) throw new Error("the file is cut");
  if (entry.method === STORED) yield* pieces(bytes, start, end);
  else if (entry.method === DEFLATED) yield* inflate(pieces(bytes, start, end));
  else throw new Error("unknown compression");
}

/** @param {Bytes} bytes @param {number} start @param {number} end @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>} */
async function* pieces(bytes, start, end) {
  for (let at = start; at < end; at += PIECE_BYTES) yield await bytes.read(at, Math.min(end, at + PIECE_BYTES));
}

/** @param {AsyncGenerator<Uint8Array<ArrayBuffer>>} packed @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>} */
async function* inflate(packed) {
  /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */
  const stream = new ReadableStream({
    async pull(controller) {
      const { value, done } = await packed.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const reader = stream.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Leaving early lets go of what is left; after the end it does nothing.
    await reader.cancel().catch(() => {});
  }
}

/** @param {DataView} view @param {number} at */
function longAt(view, at) {
  return Number(view.getBigUint64(at, true));
}

/** @param {Uint8Array} bytes */
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
