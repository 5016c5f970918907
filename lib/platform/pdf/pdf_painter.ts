import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { type EmbeddedFont, embedFont, type PdfReference, type RawDocument } from "./_pdfkit.ts";
import type { BarsItem, DisplayItem, ImageItem, LineItem, RectItem, TextItem } from "./display_list.ts";
import { type Face, type Glyph } from "./fonts/glyphs.ts";
import { gapBetween, glyphsOf } from "./fonts/text.ts";
import { LruCache } from "./lru_cache.ts";
import { decodePng } from "./png.ts";

/** Writes display items as PDF operators (ISO 32000-1 annex A) into a document's current page. */
export interface Painter {
  /** Forgets colours and fonts set on the page before. */
  startPage(): void;
  paint(item: DisplayItem): void;
}

/** Distance of a Bézier's handles that draws a quarter of a circle of radius 1. */
const QUARTER_CIRCLE = 0.5522847498;
/** Logos kept ready in a process: unpacking one costs more than the rest of a short document. */
const MAX_PICTURES = 24;

interface Ink {
  fill: string;
  font: string;
}

interface EmbeddablePicture {
  readonly width: number;
  readonly height: number;
  readonly color: Uint8Array;
  readonly alpha: Uint8Array | null;
}

const pictures = new LruCache<string, EmbeddablePicture>(MAX_PICTURES);

/** A painter for one document; `onWrite` sees every operator, to draw the file's identity from them. */
export function createPainter(document: RawDocument, onWrite: (operators: string) => void): Painter {
  const fonts = new Map<Face, EmbeddedFont>();
  const images = new Map<string, PdfReference>();
  const ink: Ink = { fill: "", font: "" };
  function write(operators: string): void {
    onWrite(operators);
    document.addContent(operators);
  }
  function fontOf(face: Face): EmbeddedFont {
    let font = fonts.get(face);
    if (!font) fonts.set(face, font = embedFont(document, face.font));
    return font;
  }
  return {
    startPage() {
      ink.fill = "";
      ink.font = "";
    },
    paint(item) {
      switch (item.kind) {
        case "text":
          return paintText(document, item, { write, fontOf, ink });
        case "rect":
          return write(rectOperators(item));
        case "line":
          return write(lineOperators(item));
        case "bars":
          return write(barsOperators(item));
        case "image":
          return paintImage(document, item, { write, images });
      }
    },
  };
}

function paintText(
  document: RawDocument,
  item: TextItem,
  tools: { write(operators: string): void; fontOf(face: Face): EmbeddedFont; ink: Ink },
): void {
  const glyphs = glyphsOf(item.text, item);
  const [first] = glyphs;
  if (!first) return;
  const font = tools.fontOf(first.face);
  font.use();
  const operators = [];
  const isPale = item.opacity !== undefined;
  if (isPale) {
    document.addContent("q");
    document.fillOpacity(item.opacity!);
  }
  if (tools.ink.fill !== item.color) operators.push(fillColor(item.color));
  const setFont = `/${font.id} ${number(item.size)} Tf`;
  operators.push("BT");
  if (tools.ink.font !== setFont) operators.push(setFont);
  operators.push(textMatrix(item), showGlyphs(glyphs, item, font), "ET");
  if (isPale) operators.push("Q");
  tools.ink.fill = isPale ? "" : item.color;
  tools.ink.font = isPale ? "" : setFont;
  tools.write(operators.join("\n"));
}

/** pdfkit's pages have y downwards: text is turned back upright. */
function textMatrix({ x, baseline, rotation }: TextItem): string {
  if (rotation === undefined) return `1 0 0 -1 ${number(x)} ${number(baseline)} Tm`;
  const angle = rotation * Math.PI / 180;
  const [cos, sin] = [number(Math.cos(angle)), number(Math.sin(angle))];
  return `${cos} ${-sin} ${-sin} ${-cos} ${number(x)} ${number(baseline)} Tm`;
}

function showGlyphs(glyphs: readonly Glyph[], item: TextItem, font: EmbeddedFont): string {
  let shown = "[<";
  let previous: Glyph | undefined;
  for (const glyph of glyphs) {
    const gap = previous ? gapBetween(previous, glyph, item) : 0;
    if (gap !== 0) shown += `> ${number(-gap * 1000)} <`;
    shown += font.encode(glyph.id, glyph.codePoint, glyph.advance * 1000);
    previous = glyph;
  }
  return `${shown}>] TJ`;
}

function rectOperators(item: RectItem): string {
  const operators = ["q"];
  if (item.fill) operators.push(fillColor(item.fill));
  if (item.stroke) operators.push(strokeColor(item.stroke), `${number(item.lineWidth ?? 1)} w`);
  operators.push(item.radius ? roundedRect(item, item.radius) : sharpRect(item));
  operators.push(item.fill && item.stroke ? "B" : item.fill ? "f" : "S", "Q");
  return operators.join("\n");
}

function sharpRect({ x, y, width, height }: RectItem): string {
  return `${number(x)} ${number(y)} ${number(width)} ${number(height)} re`;
}

function roundedRect({ x, y, width, height }: RectItem, wanted: number): string {
  const radius = Math.min(wanted, width / 2, height / 2);
  const handle = radius * (1 - QUARTER_CIRCLE);
  const [right, bottom] = [x + width, y + height];
  return [
    points([x + radius, y], "m"),
    points([right - radius, y], "l"),
    points([right - handle, y, right, y + handle, right, y + radius], "c"),
    points([right, bottom - radius], "l"),
    points([right, bottom - handle, right - handle, bottom, right - radius, bottom], "c"),
    points([x + radius, bottom], "l"),
    points([x + handle, bottom, x, bottom - handle, x, bottom - radius], "c"),
    points([x, y + radius], "l"),
    points([x, y + handle, x + handle, y, x + radius, y], "c"),
    "h",
  ].join("\n");
}

function lineOperators({ x1, y1, x2, y2, color, lineWidth }: LineItem): string {
  return ["q", strokeColor(color), `${number(lineWidth)} w`, points([x1, y1], "m"), points([x2, y2], "l"), "S", "Q"]
    .join("\n");
}

function barsOperators(item: BarsItem): string {
  const scale = item.side / item.units;
  const bars = item.bars.map(([x, y, width]) => `${x} ${y} ${width} 1 re`);
  const matrix = `${scale.toFixed(6)} 0 0 ${scale.toFixed(6)} ${number(item.x)} ${number(item.y)} cm`;
  return ["q", fillColor(item.fill), matrix, ...bars, "f", "Q"].join("\n");
}

function paintImage(
  document: RawDocument,
  item: ImageItem,
  { write, images }: { write(operators: string): void; images: Map<string, PdfReference> },
): void {
  const key = createHash("sha256").update(item.bytes).digest("hex");
  let reference = images.get(key);
  if (!reference) images.set(key, reference = embedPicture(document, pictureOf(key, item.bytes)));
  const name = `I${[...images.keys()].indexOf(key) + 1}`;
  document.page.xobjects[name] = reference;
  const { x, y, width, height } = item;
  write(`q\n${number(width)} 0 0 ${number(-height)} ${number(x)} ${number(y + height)} cm\n/${name} Do\nQ`);
}

function pictureOf(key: string, bytes: Uint8Array): EmbeddablePicture {
  return pictures.getOrMake(key, () => {
    const { width, height, hasAlpha, data } = decodePng(bytes);
    if (!hasAlpha) return { width, height, color: deflateSync(data), alpha: null };
    const count = width * height;
    const [color, alpha] = [new Uint8Array(count * 3), new Uint8Array(count)];
    for (let index = 0; index < count; index++) {
      color[index * 3] = data[index * 4]!;
      color[index * 3 + 1] = data[index * 4 + 1]!;
      color[index * 3 + 2] = data[index * 4 + 2]!;
      alpha[index] = data[index * 4 + 3]!;
    }
    return { width, height, color: deflateSync(color), alpha: deflateSync(alpha) };
  });
}

function embedPicture(document: RawDocument, picture: EmbeddablePicture): PdfReference {
  const common = {
    Type: "XObject",
    Subtype: "Image",
    Width: picture.width,
    Height: picture.height,
    BitsPerComponent: 8,
    Filter: "FlateDecode",
  };
  const data: Record<string, unknown> = { ...common, ColorSpace: "DeviceRGB" };
  if (picture.alpha) {
    const mask = document.ref({ ...common, ColorSpace: "DeviceGray" });
    mask.end(picture.alpha);
    data.SMask = mask;
  }
  const image = document.ref(data);
  image.end(picture.color);
  return image;
}

function fillColor(color: string): string {
  return `${channels(color)} rg`;
}

function strokeColor(color: string): string {
  return `${channels(color)} RG`;
}

function channels(color: string): string {
  return [1, 3, 5].map((start) => number(parseInt(color.slice(start, start + 2), 16) / 255)).join(" ");
}

function points(values: readonly number[], operator: string): string {
  return `${values.map(number).join(" ")} ${operator}`;
}

/** Thousandths of a point are finer than any printer. */
function number(value: number): number {
  return Math.round(value * 1000) / 1000;
}
