/**
 * Pictures drawn from a tree of boxes and texts: the cards that a message shows for a link, thumbnails. satori lays the
 * tree out as flex boxes and turns its letters into curves; resvg paints them. Both are loaded with the first picture.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { assert } from "../base/assert.ts";

/** Longest side of a picture, in pixels. */
export const MAX_PICTURE_SIDE = 4_096;

/** A box or a text; `style` is CSS in camel case, as far as satori knows it (flex boxes, no grid, no cascade). */
export interface PictureNode {
  readonly type: "div" | "span" | "img";
  readonly props: {
    readonly style?: Readonly<Record<string, string | number>>;
    readonly children?: string | PictureNode | readonly (string | PictureNode)[];
    /** For an `img`: a `data:` address; no other is fetched. */
    readonly src?: string;
    readonly width?: number;
    readonly height?: number;
  };
}

/** Size in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

interface Font {
  readonly name: string;
  readonly data: ArrayBuffer;
  readonly weight: 400 | 600;
  readonly style: "normal";
}

/**
 * Paints a tree as PNG. Texts are letters only, whatever they hold: no markup is read in them. Letters beyond Latin
 * come from the shipped Chinese and emoji fonts, and what none of them has shows as an empty box. Throws a Bug for an
 * image that would have to be fetched.
 */
export async function drawPng(tree: PictureNode, size: PictureSize): Promise<Uint8Array> {
  checkSize(size);
  checkImages(tree);
  const [{ default: satori }, { Resvg }, fonts] = await Promise.all([
    import("satori"),
    import("@resvg/resvg-js"),
    latinFonts(),
  ]);
  const svg = await satori(tree as unknown as Parameters<typeof satori>[0], {
    ...size,
    fonts,
    loadAdditionalAsset: async (_language, segment) => await fontsFor(segment),
  });
  return new Uint8Array(new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng());
}

function checkSize({ width, height }: PictureSize): void {
  const isSide = (side: number) => Number.isInteger(side) && side > 0 && side <= MAX_PICTURE_SIDE;
  assert(isSide(width) && isSide(height), `not a size of picture: ${width} × ${height}`);
}

function checkImages(node: string | PictureNode): void {
  if (typeof node === "string") return;
  const { src, style, children } = node.props;
  assert(src === undefined || src.startsWith("data:image/"), "a picture holds its images, it fetches none");
  const isFetching = Object.values(style ?? {}).some((value) => /url\(\s*["']?(?!data:)/i.test(String(value)));
  assert(!isFetching, "a picture holds its images, it fetches none");
  for (const child of [children ?? []].flat()) checkImages(child);
}

let latin: Promise<Font[]> | undefined;

function latinFonts(): Promise<Font[]> {
  latin ??= Promise.all(
    (["latin", "latin-ext"] as const).flatMap((subset) =>
      ([400, 600] as const).map((weight) => fontOf("inter", `inter-${subset}`, weight))
    ),
  );
  return latin;
}

// Beyond Latin a font comes in many small files; its table says which characters each of them holds.
const FAMILIES = ["noto-sans-sc", "noto-emoji"] as const;
const tables = new Map<string, Promise<Record<string, string>>>();
const loaded = new Map<string, Promise<Font>>();

async function fontsFor(segment: string): Promise<Font[]> {
  const codes = Array.from(segment, (character) => character.codePointAt(0)!);
  const fonts: Promise<Font>[] = [];
  for (const family of FAMILIES) {
    for (const [subset, ranges] of Object.entries(await tableOf(family))) {
      if (!codes.some((code) => isInRanges(code, ranges))) continue;
      const name = `${family}-${subset.replace(/^\[|\]$/g, "")}`;
      if (!loaded.has(name)) loaded.set(name, fontOf(family, name, 400));
      fonts.push(loaded.get(name)!);
    }
  }
  return await Promise.all(fonts);
}

async function tableOf(family: string): Promise<Record<string, string>> {
  if (!tables.has(family)) {
    tables.set(family, readFile(pathOf(`@fontsource/${family}/unicode.json`), "utf8").then((text) => JSON.parse(text)));
  }
  return await tables.get(family)!;
}

/** Ranges read `U+1f1e6-1f1ff,U+23e9`. */
function isInRanges(code: number, ranges: string): boolean {
  return ranges.split(",").some((range) => {
    const [first = "", last = first] = range.trim().replace(/^U\+/i, "").split("-");
    return code >= parseInt(first, 16) && code <= parseInt(last, 16);
  });
}

// satori keeps one file per name and weight, so each file goes under a name of its own.
async function fontOf(family: string, name: string, weight: 400 | 600): Promise<Font> {
  const bytes = await readFile(pathOf(`@fontsource/${family}/files/${name}-${weight}-normal.woff`));
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return { name, data, weight, style: "normal" };
}

function pathOf(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}
