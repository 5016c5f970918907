import assert from "node:assert/strict";
import { glyphOf, kerning } from "../../../../../lib/platform/pdf/fonts/glyphs.ts";
import { drawable, glyphsOf, widthOf } from "../../../../../lib/platform/pdf/fonts/text.ts";

const plain = { weight: "regular", tabular: false } as const;
const tabular = { weight: "regular", tabular: true } as const;

function facesOf(text: string): string[] {
  return [...new Set(glyphsOf(drawable(text), plain).map((glyph) => glyph.face.key))];
}

Deno.test("French text is drawn by one face, accents, ligatures, quotes and euro included", () => {
  assert.deepEqual(facesOf("« L’œuvre à 1 234,50 € – déjà payée ? » ½²"), ["inter-latin-400"]);
});

Deno.test("the narrow no-break space that Intl writes becomes a no-break space", () => {
  const written = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" }).format(1234.5);
  assert.match(written, /\u202f/);
  assert.equal(drawable(written), "1\u00a0234,50\u00a0€");
});

Deno.test("European letters, Greek, Cyrillic, ideographs and emoji find a fallback face", () => {
  assert.deepEqual(facesOf("Łódź"), ["inter-latin-ext-400", "inter-latin-400"]);
  assert.deepEqual(facesOf("Ωμέγα"), ["inter-greek-400"]);
  assert.deepEqual(facesOf("Дом"), ["inter-cyrillic-400"]);
  assert.match(facesOf("発")[0]!, /^noto-sans-sc-\d+-400$/);
  assert.match(facesOf("🎉")[0]!, /^noto-emoji-\d+-400$/);
});

Deno.test("a character that no font has is shown as a white square, never as a missing glyph", () => {
  for (const unknown of ["\u{12000}", "ש", "\ue000"]) {
    const [glyph] = glyphsOf(drawable(unknown), plain);
    assert.notEqual(glyph!.id, 0);
    assert.equal(glyph!.codePoint, 0x25a1);
  }
});

Deno.test("invisible and control characters are left out, a lone surrogate is replaced", () => {
  assert.equal(drawable("a\u00adb\u200bc\u0007d\ufeff\u202ee"), "abcde");
  assert.equal(drawable("👍🏽 ❤️"), "👍 ❤");
  assert.equal(glyphsOf(drawable("\ud83d"), plain)[0]!.codePoint, 0x25a1);
});

Deno.test("decomposed letters are composed before they are measured", () => {
  assert.equal(drawable("e\u0301te\u0301"), "été");
  assert.equal(widthOf(drawable("e\u0301"), plain), widthOf("é", plain));
});

Deno.test("every line end is one line feed", () => {
  assert.equal(drawable("a\r\nb\rc\u2028d\ne"), "a\nb\nc\nd\ne");
});

Deno.test("tabular digits have one width, proportional ones do not", () => {
  const widths = [..."0123456789"].map((digit) => widthOf(digit, tabular));
  assert.equal(new Set(widths).size, 1);
  assert.notEqual(widthOf("1", plain), widthOf("0", plain));
});

Deno.test("neighbours are kerned within a face and never across faces", () => {
  const [a, v] = ["A", "V"].map((letter) => glyphOf(letter.codePointAt(0)!, plain));
  const cyrillic = glyphOf("Д".codePointAt(0)!, plain);
  assert.ok(kerning(a!, v!) < 0);
  assert.equal(kerning(a!, cyrillic), 0);
});

Deno.test("letters stay what was typed: no contextual alternates", () => {
  assert.deepEqual(glyphsOf("2x3 ->", plain).map((glyph) => String.fromCodePoint(glyph.codePoint)).join(""), "2x3 ->");
});
