import { crc32, deflateSync, inflateSync } from "node:zlib";
import { assert } from "../../base/assert.ts";

/** Pixels of a picture, eight bits a channel: three channels when `hasAlpha` is false, four when true. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly data: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const COLOR_RGB = 2;
const COLOR_RGBA = 6;

/** Writes a PNG of eight bits a channel, not interlaced: the one form that the documents embed. */
export function encodePng(pixels: Pixels): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, pixels.width);
  view.setUint32(4, pixels.height);
  header[8] = 8;
  header[9] = pixels.hasAlpha ? COLOR_RGBA : COLOR_RGB;
  const chunks = [
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(subtractLeft(pixels))),
    chunk("IEND", new Uint8Array()),
  ];
  const bytes = new Uint8Array(chunks.reduce((size, part) => size + part.length, SIGNATURE.length));
  bytes.set(SIGNATURE);
  let position = SIGNATURE.length;
  for (const part of chunks) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** Reads a PNG that encodePng wrote; anything else is a bug, since pictures are normalised when they come in. */
export function decodePng(png: Uint8Array): Pixels {
  assert(SIGNATURE.every((byte, index) => png[index] === byte), "not a PNG");
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, color, interlaced] = [png[24], png[25], png[28]];
  assert(depth === 8 && (color === COLOR_RGB || color === COLOR_RGBA) && interlaced === 0, "PNG is not normalised");
  const hasAlpha = color === COLOR_RGBA;
  const rowLength = width * (hasAlpha ? 4 : 3);
  const packed = inflateSync(imageData(png, view), { maxOutputLength: (rowLength + 1) * height });
  return { width, height, hasAlpha, data: restoreLeft(packed, { rowLength, height, channels: hasAlpha ? 4 : 3 }) };
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** Filter type 1 on each row: each byte less the same channel of the pixel at its left. */
function subtractLeft({ width, height, hasAlpha, data }: Pixels): Uint8Array {
  const channels = hasAlpha ? 4 : 3;
  const rowLength = width * channels;
  const filtered = new Uint8Array((rowLength + 1) * height);
  for (let row = 0; row < height; row++) {
    const source = row * rowLength;
    const target = row * (rowLength + 1) + 1;
    filtered[target - 1] = 1;
    for (let index = 0; index < rowLength; index++) {
      filtered[target + index] = data[source + index]! - (index < channels ? 0 : data[source + index - channels]!);
    }
  }
  return filtered;
}

function restoreLeft(
  filtered: Uint8Array,
  { rowLength, height, channels }: { rowLength: number; height: number; channels: number },
): Uint8Array {
  const data = new Uint8Array(rowLength * height);
  for (let row = 0; row < height; row++) {
    const source = row * (rowLength + 1) + 1;
    const target = row * rowLength;
    assert(filtered[source - 1] === 1, "PNG is not normalised");
    for (let index = 0; index < rowLength; index++) {
      data[target + index] = filtered[source + index]! + (index < channels ? 0 : data[target + index - channels]!);
    }
  }
  return data;
}

function imageData(png: Uint8Array, view: DataView): Uint8Array {
  for (let position = SIGNATURE.length; position + 12 <= png.length;) {
    const length = view.getUint32(position);
    if (view.getUint32(position + 4) === 0x49444154) return png.subarray(position + 8, position + 8 + length);
    position += 12 + length;
  }
  throw new TypeError("PNG without image data");
}
