import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addRecord,
  type FiscalType,
  openSums,
  sumTotals,
  type Totals,
  totalsOf,
} from "../../../../lib/antifraud/closures/totals.ts";
import { closeDue, type Closure, verifyChain } from "../../../../lib/antifraud/mod.ts";
import { addSeconds } from "../../../../lib/base/dates.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld } from "../../../support/world.ts";
import { aBook, type Entry, record, when } from "./_book.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

const aRate = fc.constantFrom(0, 210, 550, 1000, 2000);
const aCurrency = fc.constantFrom("EUR", "EUR", "EUR", "CHF");

const aDocument = fc.record({
  type: fc.constantFrom<FiscalType>("invoice_issued", "credit_note_issued"),
  year: fc.integer({ min: 2025, max: 2026 }),
  net: fc.integer({ min: 0, max: 9_999_999 }),
  rateBp: aRate,
  currency: aCurrency,
}).map(({ type, year, net, rateBp, currency }) => {
  const vatCents = Math.round(net * rateBp / 10_000);
  const vat = [{ category: "S", rateBp, baseCents: net, vatCents, discountCents: net % 7 }];
  const totals = { netCents: net, vatCents, grossCents: net + vatCents };
  return { type, payload: { number: `N${year}-${net}`, issuedOn: `${year}-06-01`, currency, vat, ...totals } };
});
const aPayment = fc.record({
  type: fc.constantFrom<FiscalType>("payment_recorded", "payment_reversed"),
  amount: fc.integer({ min: 1, max: 9_999_999 }),
  mode: fc.constantFrom("card", "cash", "transfer"),
  currency: aCurrency,
}).map(({ type, amount, mode, currency }) => {
  const amountCents = type === "payment_reversed" ? -amount : amount;
  return { type, payload: { mode, currency, amountCents } };
});
const aDay = fc.array(fc.oneof(aDocument, aPayment), { maxLength: 12 });
const aYear = fc.array(fc.array(aDay, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 });

/** The perpetual totals of each currency. */
function perpetual({ currencies }: Totals): Record<string, [bigint, bigint]> {
  return Object.fromEntries(
    currencies.map((one) => [one.currency, [one.perpetualCents, one.perpetualAbsoluteCents]]),
  );
}

Deno.test("over random years a month is the sum of its days, a year of its months, and of all its records", () => {
  fc.assert(fc.property(aYear, (months) => {
    let last: Totals | null = null;
    const closedMonths = months.map((days) =>
      sumTotals(days.map((records): Totals => {
        const sums = openSums(last);
        for (const { type, payload } of records) addRecord(sums, type, payload);
        return last = totalsOf(sums);
      }))
    );
    const whole = openSums(null);
    for (const { type, payload } of months.flat(2)) addRecord(whole, type, payload);
    assert.deepEqual(sumTotals(closedMonths), totalsOf(whole));
  }));
});

Deno.test("the perpetual totals are the sum of all, and the absolute one never decreases", () => {
  fc.assert(fc.property(fc.array(aDay), (days) => {
    let last: Totals | null = null;
    for (const records of days) {
      const sums = openSums(last);
      for (const { type, payload } of records) addRecord(sums, type, payload);
      const now: Totals = totalsOf(sums), before = last ? perpetual(last) : {};
      for (const [currency, [, absolute]] of Object.entries(perpetual(now))) {
        assert.ok(absolute >= (before[currency]?.[1] ?? 0n));
      }
      for (const { currency, grossCents, perpetualCents } of now.currencies) {
        assert.equal(perpetualCents, (before[currency]?.[0] ?? 0n) + grossCents);
      }
      last = now;
    }
  }));
});

const anEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("invoice" as const, "credit_note" as const),
    net: fc.integer({ min: 1, max: 999_999 }),
    rateBp: aRate,
    currency: aCurrency,
  }),
  fc.record({ kind: fc.constantFrom("payment" as const, "reversal" as const), amount: fc.nat(999_999) }),
);

Deno.test("over random years of a real chain the closures of each kind add up to the same, and cover it whole", async () => {
  const moments = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 420 * 86_400 }), fc.array(anEntry, { minLength: 1, maxLength: 3 })),
    { minLength: 3, maxLength: 14 },
  );
  await fc.assert(
    fc.asyncProperty(moments, async (years) => {
      const start = "2025-01-01T00:00:00.000Z";
      const ctx = await aBook(world, start);
      for (const [second, entries] of years.toSorted(([a], [b]) => a - b)) {
        await record(ctx, addSeconds(ctx.now, second), entries);
      }
      const { closures } = await closeDue(when(ctx, "2027-01-01T12:00Z"));
      const of = (kind: string) => closures.filter((closure: Closure) => closure.kind === kind);
      const [days, months, all] = [of("day"), of("month"), of("year")];
      for (const longer of [months, all]) assert.deepEqual(perpetual(longer.at(-1)!), perpetual(days.at(-1)!));
      assert.deepEqual(figures(sumTotals(months)), figures(sumTotals(days)));
      assert.deepEqual(figures(sumTotals(all)), figures(sumTotals(days)));
      for (const [i, day] of days.entries()) assert.equal(day.firstSeq, (days[i - 1]?.lastSeq ?? 0n) + 1n);
      for (const closure of closures) assert.ok(closure.sealSeq > closure.lastSeq);
      assert.equal((await verifyChain(ctx)).firstBad, null);
    }),
    { numRuns: 6 },
  );
});

function figures({ invoices, creditNotes, payments, reversals, numbers, currencies }: Totals): Totals {
  return { invoices, creditNotes, payments, reversals, numbers, currencies };
}
