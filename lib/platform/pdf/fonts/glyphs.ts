import { present } from "../../../base/assert.ts";
import type { FontWeight } from "../display_list.ts";
import { type ParsedFont, parseFont } from "../_pdfkit.ts";
import { faceKey, type FontSubset, readFace, subsetsFor } from "./catalogue.ts";

/** A font file ready to measure and to embed. */
export interface Face {
  /** `inter-latin-400`; the same name stands in display lists. */
  readonly key: string;
  readonly font: ParsedFont;
  /** Only the text family is kerned: pictographs and ideographs stand on a grid. */
  readonly kerned: boolean;
}

/** One character as it will be drawn. */
export interface Glyph {
  readonly face: Face;
  /** Index in the face. */
  readonly id: number;
  readonly codePoint: number;
  /** In ems. */
  readonly advance: number;
}

/** How characters are chosen: the weight, and digits of one width for columns of amounts. */
export interface GlyphStyle {
  readonly weight: FontWeight;
  readonly tabular: boolean;
}

/** Contextual alternates would turn `2x3` into `2×3`: a document prints what was typed. */
const PLAIN = { calt: false, liga: false };
const TABULAR = { ...PLAIN, tnum: true };

/** Entries kept per cache before it starts afresh; French documents use about 200 characters, 3,000 pairs. */
const MAX_GLYPHS = 8_192;
const MAX_PAIRS = 32_768;
/** What stands for a character that no font has: a white square, which nobody takes for a letter. */
const REPLACEMENT = 0x25a1;

const faces = new Map<string, Face>();
const glyphs = new Map<number, Glyph>();
const pairs = new Map<Face, Map<number, number>>();

/** The glyph of a character; a white square where no font covers it. */
export function glyphOf(codePoint: number, style: GlyphStyle): Glyph {
  const key = codePoint * 4 + (style.weight === "bold" ? 2 : 0) + (style.tabular ? 1 : 0);
  let glyph = glyphs.get(key);
  if (!glyph) {
    glyph = findGlyph(codePoint, style) ?? present(findGlyph(REPLACEMENT, style), "the replacement glyph");
    if (glyphs.size >= MAX_GLYPHS) glyphs.clear();
    glyphs.set(key, glyph);
  }
  return glyph;
}

/** Kerning between two neighbours, in ems; 0 across faces. */
export function kerning(left: Glyph, right: Glyph): number {
  if (left.face !== right.face || !left.face.kerned) return 0;
  let known = pairs.get(left.face);
  if (!known) pairs.set(left.face, known = new Map());
  const key = left.codePoint * 0x110000 + right.codePoint;
  let adjustment = known.get(key);
  if (adjustment === undefined) {
    adjustment = measurePair(left, right);
    if (known.size >= MAX_PAIRS) known.clear();
    known.set(key, adjustment);
  }
  return adjustment;
}

function findGlyph(codePoint: number, style: GlyphStyle): Glyph | undefined {
  for (const subset of subsetsFor(codePoint)) {
    const face = loadFace(subset, style.weight);
    if (face.font.hasGlyphForCodePoint(codePoint)) return shape(face, codePoint, style);
  }
  return undefined;
}

function loadFace(subset: FontSubset, weight: FontWeight): Face {
  const key = faceKey(subset, weight);
  let face = faces.get(key);
  if (!face) {
    face = { key, font: parseFont(readFace(subset, weight)), kerned: subset.family.name === "inter" };
    faces.set(key, face);
  }
  return face;
}

function shape(face: Face, codePoint: number, style: GlyphStyle): Glyph | undefined {
  const [glyph] = face.font.layout(String.fromCodePoint(codePoint), style.tabular ? TABULAR : PLAIN).glyphs;
  if (!glyph || glyph.id === 0) return undefined;
  return { face, id: glyph.id, codePoint, advance: glyph.advanceWidth / face.font.unitsPerEm };
}

function measurePair(left: Glyph, right: Glyph): number {
  const run = left.face.font.layout(String.fromCodePoint(left.codePoint, right.codePoint), PLAIN);
  // Two characters that melt into one glyph (a letter and its accent) have no space between them to adjust.
  if (run.glyphs.length !== 2) return 0;
  return (run.positions[0]!.xAdvance - run.glyphs[0]!.advanceWidth) / left.face.font.unitsPerEm;
}
