import { assert } from "./assert.ts";

/** An exact decimal number: `units / 10^scale`. Never a float; quantities, prices and rates use it. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Most decimals that a quantity may carry (DGFiP G1.14). */
export const QUANTITY_SCALE = 4;
/** Most decimals that a unit price may carry (DGFiP G1.13). */
export const PRICE_SCALE = 6;
/** Longest run of digits accepted before the separator: what fits a 19-digit amount with cents. */
export const MAX_INTEGER_DIGITS = 12;

const PLAIN = /^([-−]?)(\d+)(?:[.,](\d*))?$/;

/**
 * Reads what a person types or a database returns: `1 234,50`, `1234.5`, `-3`, `−3`.
 * Returns null where it is not a number, or has more than `maxScale` significant decimals.
 */
export function parseDecimal(text: string, maxScale: number): Decimal | null {
  const match = PLAIN.exec(text.replace(/[\s\u00a0\u202f]/g, ""));
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const digits = fraction.replace(/0+$/, "");
  if (digits.length > maxScale || whole.replace(/^0+/, "").length > MAX_INTEGER_DIGITS) return null;
  const units = BigInt(whole + digits);
  return { units: sign ? -units : units, scale: digits.length };
}

/** Reads a decimal that our own code or database wrote; throws a Bug on anything else. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text, 18);
  assert(parsed, `not a decimal: ${text.slice(0, 40)}`);
  return parsed;
}

/** Canonical text with a dot and no useless zero: `1234.5`, `-3`, `0`. */
export function decimalText(value: Decimal): string {
  const { units, scale } = normalise(value);
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** Exact product. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** Exact sum. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: atScale(a, scale) + atScale(b, scale), scale };
}

/** -1, 0 or 1 as `a` is below, equal to or above `b`. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale);
  const left = atScale(a, scale);
  const right = atScale(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The value in units of 10^-scale, rounded half up (away from zero), the rule of French invoices. */
export function roundTo(value: Decimal, scale: number): bigint {
  if (value.scale <= scale) return atScale(value, scale);
  return divideHalfUp(value.units, 10n ** BigInt(value.scale - scale));
}

/** `a / b` rounded half up, away from zero: 5/2 → 3, −5/2 → −3. `b` is never zero. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  assert(b !== 0n, "division by zero");
  const negative = (a < 0n) !== (b < 0n);
  const n = a < 0n ? -a : a;
  const d = b < 0n ? -b : b;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

function atScale(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

function normalise(value: Decimal): Decimal {
  let { units, scale } = value;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { units, scale };
}
