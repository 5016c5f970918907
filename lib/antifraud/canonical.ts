import { assert } from "../base/assert.ts";

/** What a sealed payload may hold: no floating point, no date object, nothing undefined. */
export type Canonical =
  | string
  | boolean
  | null
  | bigint
  | number
  | readonly Canonical[]
  | { readonly [key: string]: Canonical };

const UTF8 = new TextEncoder();

/**
 * Canonical JSON (RFC 8785) restricted to what we seal: keys sorted by UTF-16 code units, no white space, whole
 * numbers only (cents, basis points, counts; within ±2^53, which the RFC's number form keeps exact).
 */
export function canonicalText(value: Canonical): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint" || typeof value === "number") {
    const number = Number(value);
    assert(Number.isSafeInteger(number), "a sealed number is a whole number below 2^53");
    return String(number === 0 ? 0 : number);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  const object = value as { readonly [key: string]: Canonical };
  const members = Object.keys(object).sort().map((key) => `${JSON.stringify(key)}:${canonicalText(object[key]!)}`);
  return `{${members.join(",")}}`;
}

/** The same as the bytes that are stored and hashed. */
export function canonicalBytes(value: Canonical): Uint8Array {
  return UTF8.encode(canonicalText(value));
}
