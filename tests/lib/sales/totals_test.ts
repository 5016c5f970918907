import assert from "node:assert/strict";
import fc from "fast-check";
import { decimal } from "../../../lib/base/decimal.ts";
import { percentOf } from "../../../lib/base/money.ts";
import { USUAL_VAT_RATES_BP } from "../../../lib/base/rates.ts";
import { VAT_TREATMENTS, type VatTreatment } from "../../../lib/parties/mod.ts";
import { computeTotals, enteredCents, type LineInput, type TotalsInput } from "../../../lib/sales/mod.ts";

function line(quantity: string, price: string, vatRateBp: number, discountBp = 0): LineInput {
  return {
    kind: "item",
    itemId: null,
    reference: null,
    label: "Ligne",
    nature: "service",
    quantity: decimal(quantity),
    unitCode: "C62",
    unitPrice: decimal(price),
    discountBp,
    vatRateBp,
  };
}

function totals(lines: LineInput[], over: Partial<TotalsInput> = {}) {
  return computeTotals({ lines, entryMode: "net", treatment: "domestic", discountBp: 0, ...over });
}

const anyLine = fc.record({
  units: fc.bigInt(1n, 100_000n),
  price: fc.bigInt(0n, 10_000_000n),
  rate: fc.constantFrom(...USUAL_VAT_RATES_BP),
  discount: fc.integer({ min: 0, max: 10_000 }),
}).map(({ units, price, rate, discount }): LineInput => ({
  ...line("1", "1", rate, discount),
  quantity: { units, scale: 2 },
  unitPrice: { units: price, scale: 4 },
}));

const anyInput = fc.record({
  lines: fc.array(anyLine, { minLength: 1, maxLength: 12 }),
  entryMode: fc.constantFrom("net" as const, "gross" as const),
  treatment: fc.constantFrom(...Object.keys(VAT_TREATMENTS) as VatTreatment[]),
  discountBp: fc.integer({ min: 0, max: 10_000 }),
});

Deno.test("VAT is computed by rate on the summed base, not line by line", () => {
  const found = totals([line("1", "0.03", 2000), line("1", "0.03", 2000), line("1", "0.03", 2000)]);
  assert.deepEqual([found.netCents, found.vatCents], [9n, 2n]);
});

Deno.test("rounding is half up at the line and at the rate", () => {
  assert.equal(enteredCents(line("3", "0.125", 0)), 38n);
  assert.equal(totals([line("1", "2.50", 550)]).vatCents, 14n);
});

Deno.test("the document's discount is borne by each rate in proportion", () => {
  const found = totals([line("1", "100", 2000), line("1", "50", 1000)], { discountBp: 1000 });
  assert.deepEqual(
    found.vatTotals.map((total) => [total.rateBp, total.baseCents, total.discountCents, total.vatCents]),
    [
      [2000, 9_000n, 1_000n, 1_800n],
      [1000, 4_500n, 500n, 450n],
    ],
  );
  assert.equal(found.grossCents, 15_750n);
});

Deno.test("in TTC entry the amount with tax is exact", () => {
  const found = totals([line("1", "10", 2000), line("3", "3.33", 550)], { entryMode: "gross" });
  assert.equal(found.grossCents, 1_000n + 999n);
  assert.equal(found.lines.reduce((sum, one) => sum + one.netCents, 0n), found.netCents);
});

Deno.test("every treatment but the domestic one charges no VAT", () => {
  for (const treatment of Object.keys(VAT_TREATMENTS) as VatTreatment[]) {
    const found = totals([line("1", "100", 2000)], { treatment });
    assert.equal(found.vatCents, treatment === "domestic" ? 2_000n : 0n, treatment);
    assert.equal(found.lines[0]!.vatCategory, VAT_TREATMENTS[treatment].category);
  }
});

Deno.test("titles, remarks and subtotals carry no amount", () => {
  const title = { ...line("1", "100", 2000), kind: "title" as const };
  assert.equal(totals([title, line("1", "1", 2000)]).netCents, 100n);
});

Deno.test("a document without lines totals nothing", () => {
  assert.deepEqual([totals([]).grossCents, totals([]).vatTotals], [0n, []]);
});

Deno.test("whatever the lines, the figures add up (BR-CO-10, 13, 14, 15)", () => {
  fc.assert(fc.property(anyInput, (input) => {
    const found = computeTotals(input);
    const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);
    assert.equal(sum(found.lines.map((one) => one.netCents)), found.linesCents);
    assert.equal(found.linesCents - found.discountCents, found.netCents);
    assert.equal(sum(found.vatTotals.map((total) => total.baseCents)), found.netCents);
    assert.equal(sum(found.vatTotals.map((total) => total.vatCents)), found.vatCents);
    assert.equal(found.netCents + found.vatCents, found.grossCents);
    assert.ok(found.netCents >= 0n && found.vatCents >= 0n && found.discountCents >= 0n);
  }));
});

Deno.test("whatever the lines, each rate's VAT is its rate of its base, to the cent (BR-CO-17)", () => {
  fc.assert(fc.property(anyInput, (input) => {
    for (const total of computeTotals(input).vatTotals) {
      const expected = percentOf(total.baseCents, total.rateBp);
      const gap = total.vatCents - expected;
      // Typed before tax it is exact; with tax, the exact total leaves at most the cent that DGFiP G1.53 allows.
      assert.ok(input.entryMode === "net" ? gap === 0n : gap >= -1n && gap <= 1n, `${total.vatCents} for ${expected}`);
    }
  }));
});

Deno.test("whatever the lines, in TTC entry the total is what was typed, less the discount", () => {
  fc.assert(fc.property(anyInput, (input) => {
    const typed = input.lines.map(enteredCents).reduce((a, b) => a + b, 0n);
    const found = computeTotals({ ...input, entryMode: "gross", treatment: "domestic" });
    assert.equal(found.grossCents, typed - percentOf(typed, input.discountBp));
  }));
});
