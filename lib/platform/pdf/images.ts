import { Buffer } from "node:buffer";
import { renderAsync, Resvg } from "@resvg/resvg-js";
import jpeg from "jpeg-js";
import { defineRefusals } from "../../base/refusal.ts";
import { encodePng } from "./png.ts";
import { svgFault } from "./svg_guard.ts";

/** Largest file accepted as a logo, in bytes. */
export const MAX_LOGO_BYTES = 2 * 1024 * 1024;
/** Largest SVG, which is text: what is larger is a traced photograph. */
export const MAX_SVG_BYTES = 400 * 1024;
/** Most pixels a file may unpack to. */
export const MAX_LOGO_PIXELS = 12_000_000;
/** Most pixels of a CMYK photograph, which is decoded in this thread. */
export const MAX_CMYK_PIXELS = 3_000_000;
/** Largest logo kept, in pixels: 300 dots per inch at the size it is printed. */
const KEPT = { width: 720, height: 224 };
/** Beyond this ratio of its sides a logo would be a line. */
const MAX_RATIO = 20;

/** Refusals of logos, with their sentences. */
export const logoRefusals = defineRefusals("logo", {
  too_heavy: {
    status: 413,
    say: "Ce fichier est trop lourd : 2 Mo au plus pour une image, 400 ko pour un SVG.",
    field: "logo",
  },
  unknown_format: { status: 415, say: "Le logo doit être une image PNG, JPEG ou SVG.", field: "logo" },
  unreadable: {
    status: 422,
    say: "Cette image est abîmée ou vide. Ouvrez-la sur votre ordinateur, enregistrez-la de nouveau, puis réessayez.",
    field: "logo",
  },
  too_many_pixels: {
    status: 422,
    say:
      "Cette image est trop grande : 12 millions de points au plus (3 millions pour une photo d’imprimeur, en CMJN).",
    field: "logo",
  },
  too_long: { status: 422, say: "Ce logo est trop allongé pour être lisible sur une facture.", field: "logo" },
  svg_active: {
    status: 422,
    say: "Ce SVG contient un programme ou un lien vers l’extérieur. Enregistrez-le en « SVG simple » ou en PNG.",
    field: "logo",
  },
  svg_picture: {
    status: 422,
    say: "Ce SVG contient une photo. Enregistrez le logo en PNG, puis réessayez.",
    field: "logo",
  },
  svg_text: {
    status: 422,
    say: "Ce SVG contient du texte dont nous n’avons pas la police. Vectorisez les textes, ou enregistrez en PNG.",
    field: "logo",
  },
  svg_complex: {
    status: 422,
    say: "Ce SVG est trop complexe. Enregistrez le logo en PNG, puis réessayez.",
    field: "logo",
  },
});

const { refuse } = logoRefusals;

/** A logo as documents embed it: PNG, eight bits a channel, RGB with or without transparency. */
export interface NormalisedLogo {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** Straight RGBA pixels: colours are not multiplied by their opacity. */
interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Turns an uploaded logo into the one form that a PDF/A can hold: RGB, bounded, with nothing but pixels.
 * Refuses (codes of `logoRefusals`) what is too heavy, too large, damaged, or another kind of file than it says.
 */
export async function normaliseLogo(bytes: Uint8Array, mime: string): Promise<NormalisedLogo> {
  if (bytes.length > MAX_LOGO_BYTES) throw refuse("too_heavy");
  const raster = await rasterOf(bytes, mime.split(";")[0]!.trim().toLowerCase());
  if (raster.data.every((value, index) => index % 4 !== 3 || value === 0)) throw refuse("unreadable");
  return { bytes: encodePng(withoutUselessAlpha(raster)), width: raster.width, height: raster.height };
}

function rasterOf(bytes: Uint8Array, mime: string): Promise<Raster> {
  if (mime === "image/png" && startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) {
    return rasterisePicture(bytes, mime, pngSize(bytes));
  }
  if (mime === "image/jpeg" && startsWith(bytes, [0xff, 0xd8, 0xff])) return rasteriseJpeg(bytes);
  if (mime === "image/svg+xml") return rasteriseSvg(bytes);
  throw refuse("unknown_format");
}

/** The renderer's own decoders read a picture placed in a drawing of its size. */
function rasterisePicture(bytes: Uint8Array, mime: string, size: Size): Promise<Raster> {
  if (size.width * size.height > MAX_LOGO_PIXELS) throw refuse("too_many_pixels");
  const source = `data:${mime};base64,${Buffer.from(bytes).toString("base64")}`;
  const box = `width="${size.width}" height="${size.height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${box}><image ${box} href="${source}"/></svg>`;
  return rasterise(svg, size, Math.min(1, scaleToKeep(size)));
}

async function rasteriseJpeg(bytes: Uint8Array): Promise<Raster> {
  const frame = jpegFrame(bytes);
  if (frame.channels !== 4) return await rasterisePicture(bytes, "image/jpeg", frame);
  if (frame.width * frame.height > MAX_CMYK_PIXELS) throw refuse("too_many_pixels");
  const { width, height, data } = decodeCmyk(bytes);
  return await rasterisePicture(encodePng({ width, height, hasAlpha: true, data }), "image/png", { width, height });
}

function decodeCmyk(bytes: Uint8Array): Raster {
  try {
    return jpeg.decode(bytes, { useTArray: true, formatAsRGBA: true, maxMemoryUsageInMB: 256 });
  } catch {
    throw refuse("unreadable");
  }
}

async function rasteriseSvg(bytes: Uint8Array): Promise<Raster> {
  if (bytes.length > MAX_SVG_BYTES) throw refuse("too_heavy");
  const svg = svgText(bytes);
  const fault = svgFault(svg);
  if (fault) throw refuse(fault);
  const size = drawingSize(svg);
  return await rasterise(svg, size, scaleToKeep(size));
}

function svgText(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (/<(?:[\w.-]+:)?svg[\s>]/.test(text)) return text;
  } catch {
    // Another encoding could hide what the guard looks for: refused below like any other file.
  }
  throw refuse("unknown_format");
}

function drawingSize(svg: string): Size {
  try {
    const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
    return { width, height };
  } catch {
    throw refuse("unreadable");
  }
}

async function rasterise(svg: string, size: Size, scale: number): Promise<Raster> {
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  if (!(short > 0)) throw refuse("unreadable");
  if (long / short > MAX_RATIO) throw refuse("too_long");
  const options = { fitTo: { mode: "zoom", value: scale }, font: { loadSystemFonts: false }, logLevel: "off" } as const;
  const image = await renderAsync(svg, options).catch(() => {
    throw refuse("unreadable");
  });
  return { width: image.width, height: image.height, data: straight(new Uint8Array(image.pixels)) };
}

/** The renderer multiplies colours by their opacity; PNG and PDF want them as they are. */
function straight(premultiplied: Uint8Array): Uint8Array {
  const data = premultiplied.slice();
  for (let index = 0; index < data.length; index += 4) {
    const alpha = data[index + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let channel = index; channel < index + 3; channel++) data[channel] = Math.round(data[channel]! * 255 / alpha);
  }
  return data;
}

function scaleToKeep(size: Size): number {
  return Math.min(KEPT.width / size.width, KEPT.height / size.height);
}

function pngSize(bytes: Uint8Array): Size {
  if (bytes.length < 33) throw refuse("unreadable");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Size and number of channels, from the start of frame (ITU-T T.81 §B.2.2). */
function jpegFrame(bytes: Uint8Array): Size & { channels: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let position = 2; position + 9 < bytes.length && bytes[position] === 0xff;) {
    const marker = bytes[position + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return {
        height: view.getUint16(position + 5),
        width: view.getUint16(position + 7),
        channels: bytes[position + 9]!,
      };
    }
    position += 2 + view.getUint16(position + 2);
  }
  throw refuse("unreadable");
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function withoutUselessAlpha({ width, height, data }: Raster) {
  let isOpaque = true;
  for (let index = 3; isOpaque && index < data.length; index += 4) isOpaque = data[index] === 255;
  if (!isOpaque) return { width, height, hasAlpha: true, data };
  const opaque = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    opaque.set(data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  }
  return { width, height, hasAlpha: false, data: opaque };
}
