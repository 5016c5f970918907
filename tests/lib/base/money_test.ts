import assert from "node:assert/strict";
import fc from "fast-check";
import { decimal, multiply, parseDecimal } from "../../../lib/base/decimal.ts";
import {
  allocate,
  type Cents,
  centsText,
  formatAmount,
  formatCents,
  formatDecimal,
  groupThousands,
  MAX_CENTS,
  parseCents,
  percentOf,
  toCents,
  withoutTax,
} from "../../../lib/base/money.ts";

const anyCents = fc.bigInt({ min: -MAX_CENTS, max: MAX_CENTS });
const anyRate = fc.integer({ min: 0, max: 10_000 });
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 30 });

Deno.test("parseCents reads amounts as people write them", () => {
  const cases: [string, Cents][] = [
    ["1 234,5 €", 123_450n],
    ["1234.50", 123_450n],
    ["0,01€", 1n],
    ["-12", -1200n],
    ["−12,30 EUR", -1230n],
    ["1\u202f234,56\u00a0€", 123_456n],
  ];
  for (const [text, cents] of cases) assert.equal(parseCents(text), cents, text);
});

Deno.test("parseCents refuses what is no amount in euros, or finer than a cent", () => {
  for (const text of ["", "€", "douze", "12,345", "0,001", "€ 12", "12 $", "12 USD", "1.234,50", "12 € 50", "1e2"]) {
    assert.equal(parseCents(text), null, text);
  }
});

Deno.test("an amount formatted is read back to the cent", () => {
  fc.assert(fc.property(anyCents, (cents) => {
    assert.equal(parseCents(formatCents(cents)), cents);
    assert.equal(parseCents(formatAmount(cents)), cents);
    assert.equal(parseCents(centsText(cents)), cents);
  }));
});

Deno.test("amounts are shown with no-break spaces, a comma and a real minus", () => {
  assert.equal(formatCents(123_450n), "1\u00a0234,50\u00a0€");
  assert.equal(formatCents(-5n), "−0,05\u00a0€");
  assert.equal(formatCents(0n, "CHF"), "0,00\u00a0CHF");
  assert.equal(formatAmount(MAX_CENTS), "9\u00a0999\u00a0999\u00a0999,99");
  assert.doesNotMatch(formatCents(-123_456_789n), /[ -]/);
});

Deno.test("amounts in files are plain: a dot, two decimals, a hyphen below zero", () => {
  assert.equal(centsText(123_450n), "1234.50");
  assert.equal(centsText(-5n), "-0.05");
  assert.equal(centsText(0n), "0.00");
  fc.assert(fc.property(anyCents, (cents) => assert.match(centsText(cents), /^-?(0|[1-9]\d*)\.\d\d$/)));
});

Deno.test("formatDecimal groups the whole part, keeps every decimal and shows those that are wanted", () => {
  const shown = [["1234.5", 2, "1\u00a0234,50"], ["0.1255", 2, "0,1255"], ["3", 0, "3"], ["-1000", 0, "−1\u00a0000"]];
  for (const [text, minimum, words] of shown) {
    assert.equal(formatDecimal(decimal(text as string), minimum as number), words);
  }
});

Deno.test("groupThousands groups from the right", () => {
  const groups = [["1", "1"], ["123", "123"], ["1234", "1\u00a0234"], ["1234567", "1\u00a0234\u00a0567"]] as const;
  for (const [digits, grouped] of groups) assert.equal(groupThousands(digits), grouped);
});

Deno.test("a quantity times a price is rounded once, half up", () => {
  assert.equal(toCents({ units: 33_335n, scale: 3 }), 3334n);
  assert.equal(toCents({ units: -33_335n, scale: 3 }), -3334n);
  const quantity = parseDecimal("2,5", 4)!;
  const price = parseDecimal("0,333333", 6)!;
  assert.equal(toCents(multiply(quantity, price)), 83n);
});

Deno.test("the VAT of worked invoices comes out to the cent", () => {
  assert.equal(percentOf(10_002n, 2000), 2000n);
  assert.equal(percentOf(21_000n, 2000), 4200n);
  assert.equal(percentOf(5_005n, 550), 275n);
  assert.equal(percentOf(-5_005n, 550), -275n);
  assert.equal(percentOf(1n, 5000), 1n);
});

Deno.test("VAT is a fraction rounded half up, the same below zero", () => {
  fc.assert(fc.property(anyCents, anyRate, (base, rate) => {
    const exact = base * BigInt(rate);
    const off = exact - percentOf(base, rate) * 10_000n;
    assert.ok(off >= -5000n && off <= 5000n);
    assert.equal(percentOf(-base, rate), -percentOf(base, rate));
  }));
});

Deno.test("percentOf takes no rate between two basis points", () => {
  assert.throws(() => percentOf(100n, 5.5), RangeError);
});

Deno.test("an amount without its tax, taxed again, is the amount to the cent", () => {
  assert.equal(withoutTax(12_000n, 2000), 10_000n);
  assert.equal(withoutTax(10_550n, 550), 10_000n);
  fc.assert(fc.property(anyCents, anyRate, (gross, rate) => {
    const net = withoutTax(gross, rate);
    const difference = net + percentOf(net, rate) - gross;
    assert.ok(difference >= -1n && difference <= 1n, `${gross} at ${rate}: off by ${difference}`);
  }));
});

Deno.test("allocate shares a payment between two rates", () => {
  assert.deepEqual(allocate(87_500n, [120_000n, 55_000n]), [60_000n, 27_500n]);
  assert.deepEqual(allocate(100n, [1n, 1n, 1n]), [33n, 34n, 33n]);
  assert.deepEqual(allocate(-100n, [1n, 1n, 1n]), [-33n, -34n, -33n]);
});

Deno.test("the parts of allocate make the whole, each within a cent of its share and on the side of the whole", () => {
  fc.assert(fc.property(anyCents, weights, (total, parts) => {
    const sum = parts.reduce((a, b) => a + b, 0n);
    fc.pre(sum > 0n);
    const shares = allocate(total, parts);
    assert.equal(shares.reduce((a, b) => a + b, 0n), total);
    shares.forEach((share, i) => {
      const off = share * sum - total * parts[i]!;
      assert.ok(off >= -sum && off <= sum, `part ${i} is ${share}`);
      assert.ok(total >= 0n ? share >= 0n : share <= 0n);
      if (parts[i] === 0n) assert.equal(share, 0n);
    });
  }));
});

Deno.test("a larger weight never gets a cent less than a smaller one beyond what rounding moves", () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: MAX_CENTS }), weights, (total, parts) => {
    fc.pre(parts.some((weight) => weight > 0n));
    const shares = allocate(total, parts);
    parts.forEach((a, i) =>
      parts.forEach((b, j) => {
        if (a >= b) assert.ok(shares[i]! >= shares[j]! - 1n);
      })
    );
  }));
});

Deno.test("allocate gives nothing to nobody, and loses nothing in silence", () => {
  assert.deepEqual(allocate(0n, []), []);
  assert.deepEqual(allocate(0n, [0n, 0n]), [0n, 0n]);
  assert.throws(() => allocate(100n, []), { name: "Bug" });
  assert.throws(() => allocate(100n, [0n, 0n]), { name: "Bug" });
  assert.throws(() => allocate(100n, [1n, -1n]), { name: "Bug" });
});
