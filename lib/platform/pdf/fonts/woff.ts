import { inflateSync } from "node:zlib";
import { assert } from "../../../base/assert.ts";

const WOFF_SIGNATURE = 0x774f4646;
const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

interface FontTable {
  readonly tag: number;
  readonly checksum: number;
  readonly data: Uint8Array;
}

/** Unpacks a WOFF 1.0 file into the TrueType or OpenType font it wraps (W3C WOFF 1.0 §3–5). */
export function woffToSfnt(woff: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
  assert(view.getUint32(0) === WOFF_SIGNATURE, "font file is not WOFF 1.0");
  return writeSfnt(view.getUint32(4), readTables(woff, view));
}

function readTables(woff: Uint8Array, view: DataView): FontTable[] {
  const tables: FontTable[] = [];
  for (let index = 0; index < view.getUint16(12); index++) {
    const entry = WOFF_HEADER + index * WOFF_ENTRY;
    const offset = view.getUint32(entry + 4);
    const packedLength = view.getUint32(entry + 8);
    const packed = woff.subarray(offset, offset + packedLength);
    const data = packedLength < view.getUint32(entry + 12) ? new Uint8Array(inflateSync(packed)) : packed;
    tables.push({ tag: view.getUint32(entry), checksum: view.getUint32(entry + 16), data });
  }
  return tables.sort((one, other) => one.tag - other.tag);
}

function writeSfnt(flavor: number, tables: readonly FontTable[]): Uint8Array<ArrayBuffer> {
  const directory = SFNT_HEADER + tables.length * SFNT_ENTRY;
  const sfnt = new Uint8Array(tables.reduce((size, table) => size + padded(table.data.length), directory));
  const view = new DataView(sfnt.buffer);
  const entrySelector = Math.floor(Math.log2(tables.length));
  const searchRange = SFNT_ENTRY << entrySelector;
  view.setUint32(0, flavor);
  view.setUint16(4, tables.length);
  view.setUint16(6, searchRange);
  view.setUint16(8, entrySelector);
  view.setUint16(10, tables.length * SFNT_ENTRY - searchRange);
  let position = directory;
  for (const [index, table] of tables.entries()) {
    const entry = SFNT_HEADER + index * SFNT_ENTRY;
    view.setUint32(entry, table.tag);
    view.setUint32(entry + 4, table.checksum);
    view.setUint32(entry + 8, position);
    view.setUint32(entry + 12, table.data.length);
    sfnt.set(table.data, position);
    position += padded(table.data.length);
  }
  return sfnt;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}
