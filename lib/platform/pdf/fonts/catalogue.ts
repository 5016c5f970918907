import { readFileSync } from "node:fs";
import type { FontWeight } from "../display_list.ts";
import { woffToSfnt } from "./woff.ts";

/** One font family of the documents, in subset files chosen by the characters that a text needs. */
export interface FontFamily {
  /** Folder in node_modules and start of each file's name. */
  readonly name: "inter" | "noto-sans-sc" | "noto-emoji";
  /** Name for stylesheets. */
  readonly css: string;
  /** Address of the package's folder; written out because a resolver reads literals only. */
  readonly root: string;
}

/** One subset of a family in both weights, and the characters it is meant for. */
export interface FontSubset {
  readonly family: FontFamily;
  readonly name: string;
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

/** A font file as a stylesheet declares it. */
export interface WebFont {
  readonly family: string;
  readonly weight: number;
  /** Key of the face in a display list: `inter-latin-400`. */
  readonly face: string;
  /** WOFF2 file in node_modules. */
  readonly file: URL;
  readonly unicodeRange: string;
}

/** CSS weight behind each name: bold is Inter's semi-bold, which is calmer on a page of figures. */
export const CSS_WEIGHT: Readonly<Record<FontWeight, 400 | 600>> = { regular: 400, bold: 600 };

const INTER: FontFamily = {
  name: "inter",
  css: "Inter",
  root: import.meta.resolve("@fontsource/inter/package.json"),
};
const NOTO_SANS_SC: FontFamily = {
  name: "noto-sans-sc",
  css: "Noto Sans SC",
  root: import.meta.resolve("@fontsource/noto-sans-sc/package.json"),
};
const NOTO_EMOJI: FontFamily = {
  name: "noto-emoji",
  css: "Noto Emoji",
  root: import.meta.resolve("@fontsource/noto-emoji/package.json"),
};

/** Below this code point ideographs are tried before emoji, above it the other way round. */
const FIRST_PICTOGRAPH = 0x1f000;
/** Subsets of Inter, the most likely first. */
const INTER_SUBSETS = ["latin", "latin-ext", "greek", "cyrillic", "vietnamese", "greek-ext", "cyrillic-ext"];

const subsetsByFamily = new Map<FontFamily, readonly FontSubset[]>();

/** Subsets that announce a character, in the order in which they should be tried. */
export function subsetsFor(codePoint: number): FontSubset[] {
  const fallbacks = codePoint >= FIRST_PICTOGRAPH ? [NOTO_EMOJI, NOTO_SANS_SC] : [NOTO_SANS_SC, NOTO_EMOJI];
  return [INTER, ...fallbacks].flatMap((family) =>
    subsetsOf(family).filter((subset) => subset.ranges.some(([first, last]) => codePoint >= first && codePoint <= last))
  );
}

/** Key of a face: the name of its file without the style. */
export function faceKey(subset: FontSubset, weight: FontWeight): string {
  return `${subset.family.name}-${subset.name}-${CSS_WEIGHT[weight]}`;
}

/** Reads a face's TrueType bytes. */
export function readFace(subset: FontSubset, weight: FontWeight): Uint8Array<ArrayBuffer> {
  return woffToSfnt(readFileSync(fontFile(subset.family, `${faceKey(subset, weight)}-normal.woff`)));
}

/** The web fonts that a page showing SVG documents declares, so that preview and PDF share their glyphs. */
export function webFonts(): WebFont[] {
  const weights: FontWeight[] = ["regular", "bold"];
  return subsetsOf(INTER).flatMap((subset) =>
    weights.map((weight) => ({
      family: subset.family.css,
      weight: CSS_WEIGHT[weight],
      face: faceKey(subset, weight),
      file: fontFile(subset.family, `${faceKey(subset, weight)}-normal.woff2`),
      unicodeRange: subset.ranges.map(([first, last]) => `U+${first.toString(16)}-${last.toString(16)}`).join(","),
    }))
  );
}

function subsetsOf(family: FontFamily): readonly FontSubset[] {
  let subsets = subsetsByFamily.get(family);
  if (!subsets) {
    subsets = readSubsets(family);
    subsetsByFamily.set(family, subsets);
  }
  return subsets;
}

/** A package's unicode.json maps each subset, named or numbered `[12]`, to its unicode-range. */
function readSubsets(family: FontFamily): FontSubset[] {
  const map: Record<string, string> = JSON.parse(readFileSync(new URL("./unicode.json", family.root), "utf8"));
  const names = family === INTER ? INTER_SUBSETS : Object.keys(map).filter((name) => name.startsWith("["));
  return names.flatMap((name) => {
    const ranges = map[name];
    return ranges === undefined ? [] : [{ family, name: name.replace(/[[\]]/g, ""), ranges: parseRanges(ranges) }];
  });
}

function parseRanges(ranges: string): [number, number][] {
  return ranges.split(",").map((range) => {
    const [first, last = first] = range.trim().slice(2).split("-").map((hex) => parseInt(hex, 16));
    return [first!, last!];
  });
}

function fontFile(family: FontFamily, name: string): URL {
  return new URL(`./files/${name}`, family.root);
}
