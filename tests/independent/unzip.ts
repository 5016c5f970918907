/** A whole ZIP in memory, by its directory (PKWARE APPNOTE, ZIP64): the independent checker's own. */
import type { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";

/** Names as often as they occur, and the first file of each; null for one that cannot be unpacked. */
export interface Zip {
  readonly names: string[];
  readonly data: ReadonlyMap<string, Buffer | null>;
}

/** Reads a ZIP; one whose directory cannot be read is empty. */
export function unzip(zip: Buffer): Zip {
  const names: string[] = [], data = new Map<string, Buffer | null>();
  try {
    for (const [name, open] of entries(zip)) {
      if (name.endsWith("/")) continue;
      names.push(name);
      if (!data.has(name)) data.set(name, open());
    }
  } catch {
    return { names: [], data: new Map() };
  }
  return { names, data };
}

function entries(zip: Buffer): [string, () => Buffer | null][] {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== 0x06054b50 || end + 22 + zip.readUInt16LE(end + 20) !== zip.length) end--;
  let [count, at] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 16)];
  if (count === 0xffff || at === 0xffffffff) {
    const wide = Number(zip.readBigUInt64LE(end - 12));
    [count, at] = [Number(zip.readBigUInt64LE(wide + 32)), Number(zip.readBigUInt64LE(wide + 48))];
  }
  const found: [string, () => Buffer | null][] = [];
  while (count-- > 0) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error("no entry");
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28), extraEnd = nameEnd + zip.readUInt16LE(at + 30);
    const wide = [zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    for (let field = nameEnd; field < extraEnd; field += 4 + zip.readUInt16LE(field + 2)) {
      let next = field + 4;
      if (zip.readUInt16LE(field) !== 1) continue;
      wide.forEach((value, i) => {
        if (value === 0xffffffff) wide[i] = Number(zip.readBigUInt64LE((next += 8) - 8));
      });
    }
    const name = zip.subarray(at + 46, nameEnd), method = zip.readUInt16LE(at + 10);
    const isPlain = (zip.readUInt16LE(at + 8) & 1) === 0;
    found.push([name.toString("utf8"), () => isPlain ? extract(zip, { name, method, wide }) : null]);
    at = extraEnd + zip.readUInt16LE(at + 32);
  }
  return found;
}

function extract(zip: Buffer, { name, method, wide }: { name: Buffer; method: number; wide: number[] }): Buffer | null {
  const [size, packed, at] = wide as [number, number, number];
  try {
    const nameEnd = at + 30 + zip.readUInt16LE(at + 26), start = nameEnd + zip.readUInt16LE(at + 28);
    const isSame = zip.readUInt32LE(at) === 0x04034b50 && zip.readUInt16LE(at + 8) === method &&
      zip.subarray(at + 30, nameEnd).equals(name) && start + packed <= zip.length;
    const bytes = zip.subarray(start, start + packed);
    const whole = method === 0 ? bytes : method === 8 ? inflateRawSync(bytes) : null;
    return isSame && whole?.length === size ? whole : null;
  } catch {
    return null;
  }
}
