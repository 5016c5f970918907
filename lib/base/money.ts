import { assert } from "./assert.ts";
import { type Decimal, decimalText, divideHalfUp, parseDecimal, roundTo } from "./decimal.ts";

/** Money: whole cents of the document's currency. */
export type Cents = bigint;

/** Rates in basis points: 20 % = 2000, 5.5 % = 550. */
export type BasisPoints = number;

/** Largest amount that a document may carry: 9 999 999 999,99. */
export const MAX_CENTS: Cents = 999_999_999_999n;

/** Reads an amount typed by a person (`1 234,5 €`); null where it is not one, or has more than two decimals. */
export function parseCents(text: string): Cents | null {
  const value = parseDecimal(text.replace(/\s*(€|EUR)\s*$/u, ""), 2);
  return value && roundTo(value, 2);
}

/** Rounds an exact product (quantity × price) to cents, half up: the one rounding rule of our documents. */
export function toCents(value: Decimal): Cents {
  return roundTo(value, 2);
}

/** VAT, discount or interest: `rate` of `base`, half up. */
export function percentOf(base: Cents, rate: BasisPoints): Cents {
  return divideHalfUp(base * BigInt(rate), 10_000n);
}

/** The amount before tax inside an amount with tax: TTC / (1 + rate), half up. */
export function withoutTax(gross: Cents, rate: BasisPoints): Cents {
  return divideHalfUp(gross * 10_000n, BigInt(10_000 + rate));
}

/** Plain text with a dot and two decimals, for XML, JSON and CSV: `1234.50`. */
export function centsText(cents: Cents): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What a reader sees: `1 234,50 €`, with no-break spaces and a real minus. */
export function formatCents(cents: Cents, currency = "EUR"): string {
  return `${formatAmount(cents)}\u00a0${currency === "EUR" ? "€" : currency}`;
}

/** The same without the currency: `−1 234,50`. */
export function formatAmount(cents: Cents): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return `${cents < 0n ? "−" : ""}${groupThousands(digits.slice(0, -2))},${digits.slice(-2)}`;
}

/** An exact decimal as a reader writes it, with at least `minimum` decimals: `1 234,50`, `0,1255`. */
export function formatDecimal(value: Decimal, minimum: number): string {
  const [whole = "0", fraction = ""] = decimalText(value).split(".");
  const shown = fraction.padEnd(minimum, "0");
  return `${groupThousands(whole.replace("-", "−"))}${shown ? `,${shown}` : ""}`;
}

/** Puts a no-break space between groups of three digits. */
export function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

/**
 * Splits an amount in proportion to weights, to the cent: each part is what brings the sum of the parts so far
 * nearest to its share, so that they make the whole. A Bug where the weights sum to zero and the amount does not.
 */
export function allocate(total: Cents, weights: readonly bigint[]): Cents[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  assert(sum !== 0n || total === 0n, "an amount is split over weights that sum to zero");
  let doneWeight = 0n;
  let doneCents = 0n;
  return weights.map((weight) => {
    doneWeight += weight;
    const upTo = sum === 0n ? 0n : divideHalfUp(total * doneWeight, sum);
    const part = upTo - doneCents;
    doneCents = upTo;
    return part;
  });
}
