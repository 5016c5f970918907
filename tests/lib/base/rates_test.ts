import assert from "node:assert/strict";
import fc from "fast-check";
import { formatRate, FRENCH_VAT_RATES_BP, parseRate, rateText, USUAL_VAT_RATES_BP } from "../../../lib/base/rates.ts";

Deno.test("parseRate reads percentages as people write them", () => {
  const cases = [["5,5", 550], ["20 %", 2000], ["2.1%", 210], ["0", 0], ["100", 10_000], ["0,01", 1]] as const;
  for (const [text, rate] of cases) assert.equal(parseRate(text), rate, text);
});

Deno.test("parseRate refuses what is no percentage between 0 and 100", () => {
  for (const text of ["", "%", "vingt", "-1", "−5,5", "100,01", "1000", "5,555", "20 % %", "% 20", "20 €", "1e1"]) {
    assert.equal(parseRate(text), null, text);
  }
});

Deno.test("rates are written without useless zeros", () => {
  const cases = [[0, "0"], [1, "0.01"], [10, "0.1"], [550, "5.5"], [1000, "10"], [2000, "20"], [
    10_000,
    "100",
  ]] as const;
  for (const [rate, text] of cases) assert.equal(rateText(rate), text);
  assert.equal(formatRate(550), "5,5\u00a0%");
  assert.equal(formatRate(0), "0\u00a0%");
});

Deno.test("a rate written is read back as it was", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10_000 }), (rate) => {
    assert.equal(parseRate(formatRate(rate)), rate);
    assert.equal(parseRate(rateText(rate)), rate);
    assert.doesNotMatch(rateText(rate), /\.$|\.\d*0$/);
  }));
});

Deno.test("the rates offered first are rates of the law, each once", () => {
  assert.deepEqual(USUAL_VAT_RATES_BP.filter((rate) => !FRENCH_VAT_RATES_BP.includes(rate)), []);
  assert.equal(new Set(FRENCH_VAT_RATES_BP).size, FRENCH_VAT_RATES_BP.length);
  assert.deepEqual(USUAL_VAT_RATES_BP, USUAL_VAT_RATES_BP.toSorted((a, b) => b - a));
});
