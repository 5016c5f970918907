import assert from "node:assert/strict";
import fc from "fast-check";
import {
  add,
  compare,
  type Decimal,
  decimal,
  decimalText,
  divideHalfUp,
  multiply,
  parseDecimal,
  PRICE_SCALE,
  QUANTITY_SCALE,
  roundTo,
} from "../../../lib/base/decimal.ts";

const anyUnits = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
const anyDecimal = fc.record({ units: anyUnits, scale: fc.integer({ min: 0, max: 8 }) });

Deno.test("parseDecimal reads what people type", () => {
  const cases: [string, bigint, number][] = [
    ["3", 3n, 0],
    ["1 234,50", 12345n, 1],
    ["1\u202f234.5", 12345n, 1],
    ["1\u00a0234,5", 12345n, 1],
    ["-3", -3n, 0],
    ["−3,25", -325n, 2],
    ["007", 7n, 0],
    ["0,5000", 5n, 1],
    ["12,", 12n, 0],
    ["-0", 0n, 0],
  ];
  for (const [text, units, scale] of cases) {
    assert.deepEqual(parseDecimal(text, QUANTITY_SCALE), { units, scale }, text);
  }
});

Deno.test("parseDecimal refuses what is no plain number", () => {
  const texts = [
    "",
    " ",
    "abc",
    "1e3",
    "1,2,3",
    "1.234,50",
    "--1",
    "+1",
    ",5",
    ".",
    "-",
    "1-",
    "0x10",
    "NaN",
    "∞",
    "½",
  ];
  for (const text of [...texts, "١٢", "1'000", "12 €"]) assert.equal(parseDecimal(text, PRICE_SCALE), null, text);
});

Deno.test("parseDecimal refuses more decimals than asked, not useless zeros", () => {
  assert.equal(parseDecimal("0,00001", QUANTITY_SCALE), null);
  assert.equal(parseDecimal("1,5", 0), null);
  assert.deepEqual(parseDecimal("1,50000000", 1), { units: 15n, scale: 1 });
});

Deno.test("parseDecimal refuses more than twelve digits before the separator", () => {
  assert.deepEqual(parseDecimal("999999999999", 2), { units: 999_999_999_999n, scale: 0 });
  assert.equal(parseDecimal("1000000000000", 2), null);
  assert.deepEqual(parseDecimal("0000000000000001", 2), { units: 1n, scale: 0 });
});

Deno.test("decimal reads our own texts and calls the rest a bug", () => {
  assert.deepEqual(decimal("12.340"), { units: 1234n, scale: 2 });
  for (const text of ["", "x", "1e5", `0.${"1".repeat(19)}`]) assert.throws(() => decimal(text), { name: "Bug" });
});

Deno.test("decimalText writes one text for one value", () => {
  const cases: [Decimal, string][] = [
    [{ units: 12340n, scale: 2 }, "123.4"],
    [{ units: 5n, scale: 3 }, "0.005"],
    [{ units: -5n, scale: 1 }, "-0.5"],
    [{ units: 0n, scale: 4 }, "0"],
    [{ units: -300n, scale: 2 }, "-3"],
    [{ units: 1000n, scale: 0 }, "1000"],
  ];
  for (const [value, text] of cases) assert.equal(decimalText(value), text);
});

Deno.test("a decimal written is read back with the same value and the same text", () => {
  const bounded = fc.record({
    units: fc.bigInt({ min: -(10n ** 12n) + 1n, max: 10n ** 12n - 1n }),
    scale: fc.integer({ min: 0, max: 8 }),
  });
  fc.assert(fc.property(bounded, (value) => {
    const text = decimalText(value);
    const read = decimal(text);
    assert.equal(compare(read, value), 0);
    assert.equal(decimalText(read), text);
    assert.match(text, /^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
  }));
});

Deno.test("sums, products and comparisons are those of exact fractions", () => {
  fc.assert(fc.property(anyDecimal, anyDecimal, (a, b) => {
    const x = fraction(a);
    const y = fraction(b);
    assertSame(fraction(add(a, b)), { n: x.n * y.d + y.n * x.d, d: x.d * y.d });
    assertSame(fraction(multiply(a, b)), { n: x.n * y.n, d: x.d * y.d });
    const difference = x.n * y.d - y.n * x.d;
    assert.equal(compare(a, b), difference < 0n ? -1 : difference > 0n ? 1 : 0);
  }));
});

Deno.test("divideHalfUp rounds to the nearest, and halves away from zero", () => {
  const cases: [bigint, bigint, bigint][] = [[5n, 2n, 3n], [-5n, 2n, -3n], [5n, -2n, -3n], [-5n, -2n, 3n], [
    4n,
    3n,
    1n,
  ]];
  for (const [a, b, rounded] of [...cases, [0n, 7n, 0n], [-1n, 3n, 0n], [-1n, 2n, -1n]] as const) {
    assert.equal(divideHalfUp(a, b), rounded, `${a}/${b}`);
  }
  const divisor = fc.bigInt({ min: -1000n, max: 1000n }).filter((b) => b !== 0n);
  fc.assert(fc.property(anyUnits, divisor, (a, b) => assertHalfUp(divideHalfUp(a, b), a, b)), { numRuns: 500 });
});

Deno.test("divideHalfUp calls a division by zero a bug", () => {
  assert.throws(() => divideHalfUp(1n, 0n), { name: "Bug" });
});

Deno.test("roundTo rounds the fraction itself, whatever scale is asked", () => {
  assert.equal(roundTo({ units: 33_335n, scale: 3 }, 2), 3334n);
  assert.equal(roundTo({ units: -33_335n, scale: 3 }, 2), -3334n);
  assert.equal(roundTo({ units: 33_334_999n, scale: 6 }, 2), 3333n);
  assert.equal(roundTo({ units: 7n, scale: 0 }, 2), 700n);
  fc.assert(fc.property(anyDecimal, fc.integer({ min: 0, max: 8 }), (value, scale) => {
    const { n, d } = fraction(value);
    assertHalfUp(roundTo(value, scale), n * 10n ** BigInt(scale), d);
  }));
});

interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

function fraction({ units, scale }: Decimal): Fraction {
  return { n: units, d: 10n ** BigInt(scale) };
}

function assertSame(a: Fraction, b: Fraction): void {
  assert.equal(a.n * b.d, b.n * a.d);
}

/** What half up means: never further than a half from n/d, and at exactly a half, further from zero. */
function assertHalfUp(rounded: bigint, n: bigint, d: bigint): void {
  const twiceOff = 2n * magnitude(n - rounded * d);
  assert.ok(twiceOff <= magnitude(d), `${n}/${d} is not near ${rounded}`);
  if (twiceOff === magnitude(d)) assert.ok(magnitude(rounded * d) > magnitude(n), `${n}/${d} went towards zero`);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
