import type { FontWeight } from "./display_list.ts";
import { drawable, gapBetween, glyphsOf } from "./fonts/text.ts";
import type { Glyph } from "./fonts/glyphs.ts";

/** How a piece of a paragraph looks; the size is the paragraph's. */
export interface RunStyle {
  readonly weight: FontWeight;
  readonly color: string;
  readonly tabular: boolean;
}

/** A piece of a paragraph. */
export interface StyledText {
  readonly text: string;
  readonly style: RunStyle;
}

/**
 * A run of one style and one face, placed from the line's start. A space at the line's end stays in the text, so that
 * words read aloud or copied do not run together, and takes no width.
 */
export interface LineRun {
  readonly text: string;
  readonly face: string;
  readonly style: RunStyle;
  /** Points from the line's start. */
  readonly x: number;
  readonly width: number;
}

/** One line after breaking; its width without the spaces at its end. */
export interface Line {
  readonly runs: readonly LineRun[];
  readonly width: number;
}

/** A glyph with its style and where it starts, in points from the start of its paragraph. */
interface Placed {
  readonly glyph: Glyph;
  readonly style: RunStyle;
  readonly x: number;
  readonly end: number;
}

const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
const HYPHEN = 0x2d;
/** Signs that French typography parts from the word before by a space which must not become a line end. */
const HIGH_PUNCTUATION = new Set([..."!?:;»%€"].map((sign) => sign.codePointAt(0)!));
const OPENING_QUOTE = "«".codePointAt(0)!;
const CLOSING_IDEOGRAPHIC = new Set([..."、。，．：；！？）」』】〉》々ー"].map((sign) => sign.codePointAt(0)!));
/** Rounding of widths must not push a text that was measured to fit exactly onto a second line. */
const TOLERANCE = 0.01;

/** Breaks a text at a width, both in points. Each line feed starts a line; an empty text is one empty line. */
export function breakLines(pieces: readonly StyledText[], size: number, maxWidth: number): Line[] {
  return paragraphsOf(pieces).flatMap((paragraph) => {
    const placed = place(paragraph, size);
    return cut(placed, maxWidth).map(([first, last]) => toLine(placed.slice(first, last)));
  });
}

function paragraphsOf(pieces: readonly StyledText[]): StyledText[][] {
  const paragraphs: StyledText[][] = [[]];
  for (const { text, style } of pieces) {
    const [first, ...following] = drawable(text).split("\n");
    paragraphs.at(-1)!.push({ text: first!, style });
    for (const line of following) paragraphs.push([{ text: line, style }]);
  }
  return paragraphs;
}

function place(paragraph: readonly StyledText[], size: number): Placed[] {
  const placed: Placed[] = [];
  let x = 0;
  for (const { text, style } of paragraph) {
    let previous: Glyph | undefined;
    for (const glyph of glyphsOf(text, style)) {
      if (previous) x += gapBetween(previous, glyph, style) * size;
      const end = x + glyph.advance * size;
      placed.push({ glyph, style, x, end });
      x = end;
      previous = glyph;
    }
  }
  return placed;
}

/** Greedy first fit; a word wider than the line is cut where it overflows. */
function cut(placed: readonly Placed[], maxWidth: number): [first: number, last: number][] {
  const lines: [number, number][] = [];
  let start = 0;
  let opportunity = 0;
  for (let index = 0; index < placed.length; index++) {
    const { glyph, end } = placed[index]!;
    if (index > start && mayBreakBefore(placed, index)) opportunity = index;
    const overflows = end - placed[start]!.x > maxWidth + TOLERANCE;
    if (!overflows || glyph.codePoint === SPACE || index === start) continue;
    const next = opportunity > start ? opportunity : index;
    lines.push([start, next]);
    start = next;
    index = next - 1;
  }
  lines.push([start, placed.length]);
  return lines;
}

function mayBreakBefore(placed: readonly Placed[], index: number): boolean {
  const here = placed[index]!.glyph.codePoint;
  const before = placed[index - 1]!.glyph.codePoint;
  if (here === SPACE || here === NO_BREAK_SPACE) return false;
  if (before === SPACE) return !HIGH_PUNCTUATION.has(here) && placed[index - 2]?.glyph.codePoint !== OPENING_QUOTE;
  if (before === HYPHEN) return isLetter(here) && index > 1 && isLetter(placed[index - 2]!.glyph.codePoint);
  if (before === NO_BREAK_SPACE) return false;
  return (isIdeographic(here) || isIdeographic(before)) && !CLOSING_IDEOGRAPHIC.has(here);
}

function isLetter(codePoint: number): boolean {
  return /\p{Letter}/u.test(String.fromCodePoint(codePoint));
}

function isIdeographic(codePoint: number): boolean {
  return codePoint >= 0x2e80 && codePoint <= 0x9fff || codePoint >= 0xac00 && codePoint <= 0xd7a3 ||
    codePoint >= 0xf900 && codePoint <= 0xfaff || codePoint >= 0xff00 && codePoint <= 0xffef ||
    codePoint >= 0x20000 && codePoint <= 0x3ffff;
}

function toLine(placed: readonly Placed[]): Line {
  const origin = placed[0]?.x;
  if (origin === undefined) return { runs: [], width: 0 };
  const runs: LineRun[] = [];
  let first = 0;
  for (let index = 1; index <= placed.length; index++) {
    const start = placed[first]!;
    const here = placed[index];
    if (here && here.style === start.style && here.glyph.face === start.glyph.face) continue;
    const run = placed.slice(first, index);
    runs.push({
      text: String.fromCodePoint(...run.map(({ glyph }) => glyph.codePoint)),
      face: start.glyph.face.key,
      style: start.style,
      x: start.x - origin,
      width: inkEnd(run) - start.x,
    });
    first = index;
  }
  return { runs, width: inkEnd(placed) - origin };
}

/** Where the last character that is not a space ends; the start where there is none. */
function inkEnd(placed: readonly Placed[]): number {
  let last = placed.length - 1;
  while (last >= 0 && placed[last]!.glyph.codePoint === SPACE) last--;
  return placed[last]?.end ?? placed[0]!.x;
}
