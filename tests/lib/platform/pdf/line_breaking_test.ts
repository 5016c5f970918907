import assert from "node:assert/strict";
import fc from "fast-check";
import { breakLines } from "../../../../lib/platform/pdf/line_breaking.ts";

const style = { weight: "regular", color: "#000000", tabular: false } as const;

function linesOf(text: string, width: number): string[] {
  return breakLines([{ text, style }], 10, width).map((line) => line.runs.map((run) => run.text).join(""));
}

Deno.test("words go to the next line when they do not fit, and keep the space between them", () => {
  assert.deepEqual(linesOf("un deux trois quatre", 50), ["un deux ", "trois ", "quatre"]);
});

Deno.test("a line feed starts a line, and an empty line stays", () => {
  assert.deepEqual(linesOf("un\n\ndeux", 100), ["un", "", "deux"]);
});

Deno.test("an empty text is one empty line", () => {
  assert.deepEqual(linesOf("", 100), [""]);
});

Deno.test("French high punctuation is never left alone at a line's start", () => {
  for (const line of linesOf("Voulez-vous bien signer ce devis ? Oui ! Voici : « le devis » à 20 %", 62)) {
    assert.doesNotMatch(line, /^[?!:;»%]/);
    assert.doesNotMatch(line.trimEnd(), /«$/);
  }
});

Deno.test("a no-break space holds an amount together", () => {
  assert.deepEqual(linesOf("Total 1\u00a0234,50\u00a0€", 60), ["Total ", "1\u00a0234,50\u00a0€"]);
});

Deno.test("a hyphen parts words, never the digits of a number", () => {
  assert.deepEqual(linesOf("Saint-Étienne", 45), ["Saint-", "Étienne"]);
  assert.equal(linesOf("FA-2026-00042 2026-03-12", 85)[0], "FA-2026-00042 ");
});

Deno.test("ideographs break between any two, never before a full stop", () => {
  const lines = linesOf("発票発票発票発票。", 42);
  assert.ok(lines.length > 1);
  for (const line of lines) assert.doesNotMatch(line, /^。/);
});

Deno.test("a word longer than the line is cut rather than printed over its neighbours", () => {
  const lines = linesOf("https://exemple.fr/une-adresse-beaucoup-trop-longue-pour-la-colonne", 60);
  assert.ok(lines.length > 3);
});

Deno.test("pieces of several tones share a line and keep their order", () => {
  const bold = { ...style, weight: "bold" } as const;
  const [line] = breakLines([{ text: "Total ", style }, { text: "42", style: bold }], 10, 200);
  assert.deepEqual(line!.runs.map((run) => [run.text, run.style.weight]), [["Total ", "regular"], ["42", "bold"]]);
  assert.ok(line!.runs[1]!.x >= line!.runs[0]!.width);
});

Deno.test("whatever the text, no line is wider than asked and no character is lost", () => {
  const word = fc.stringMatching(/^[a-zA-Zéèà0-9'-]{1,18}$/);
  fc.assert(fc.property(fc.array(word, { maxLength: 30 }), fc.integer({ min: 20, max: 300 }), (words, width) => {
    const text = words.join(" ");
    const lines = breakLines([{ text, style }], 10, width);
    for (const line of lines) assert.ok(line.width <= width + 0.02, `${line.width} > ${width}`);
    assert.equal(lines.flatMap((line) => line.runs.map((run) => run.text)).join(""), text);
  }));
});
