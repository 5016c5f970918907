import { type Glyph, glyphOf, type GlyphStyle, kerning } from "./glyphs.ts";

/** Characters replaced before anything is measured, because the fonts draw their twin. */
const TWINS: Readonly<Record<string, string>> = {
  // Intl writes French amounts with the narrow no-break space, which the text font lacks.
  "\u202f": "\u00a0",
  "\u2007": "\u00a0",
  "\u2011": "-",
  "\u2010": "-",
  "\t": " ",
  "\u2028": "\n",
  "\u2029": "\n",
};
const TWIN = /[\u202f\u2007\u2010\u2011\t\u2028\u2029]/g;
/** What is read but never drawn: controls, soft hyphens, joiners, direction marks, variation selectors, skin tones. */
const INVISIBLE =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{1f3fb}-\u{1f3ff}\u{e0000}-\u{e01ef}]/gu;
const NOTHING_SPECIAL = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\n]*$/;

/** The text as it is drawn: composed (NFC), line ends as `\n`, twins replaced, invisible characters left out. */
export function drawable(text: string): string {
  if (NOTHING_SPECIAL.test(text)) return text;
  return text.normalize("NFC").replace(/\r\n?/g, "\n").replace(TWIN, (twin) => TWINS[twin]!).replace(INVISIBLE, "");
}

/** Glyphs of a drawable text without line feeds, in order. */
export function glyphsOf(text: string, style: GlyphStyle): Glyph[] {
  const glyphs: Glyph[] = [];
  for (const character of text) glyphs.push(glyphOf(character.codePointAt(0)!, style));
  return glyphs;
}

/** Space between two neighbours, in ems; tabular runs are not kerned, so that digits stand under digits. */
export function gapBetween(left: Glyph, right: Glyph, style: GlyphStyle): number {
  return style.tabular ? 0 : kerning(left, right);
}

/** Width of a drawable text on one line, in ems. */
export function widthOf(text: string, style: GlyphStyle): number {
  let width = 0;
  let previous: Glyph | undefined;
  for (const glyph of glyphsOf(text, style)) {
    if (previous) width += gapBetween(previous, glyph, style);
    width += glyph.advance;
    previous = glyph;
  }
  return width;
}
