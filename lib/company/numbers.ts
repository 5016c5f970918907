import { assert } from "../base/assert.ts";

/** What a number of a French invoice may look like (BR-FR-01, BR-FR-02): at most 20 characters of this alphabet. */
export const NUMBER_FORM = /^[A-Za-z0-9+\-_/]{1,20}$/;
/** What a prefix may look like: six characters, the year, a hyphen and nine digits make twenty. */
export const PREFIX_FORM = /^[A-Za-z0-9+\-_/]{1,6}$/;
/** Largest rank in a series that the form leaves room for. */
export const MAX_SEQUENCE = 999_999_999;
/** Ranks are padded to this many digits, so that numbers sort as texts in ordinary years. */
const PADDED = 4;

/**
 * Number of a document: prefix, year, hyphen, rank: `FA2026-0012`.
 * Two prefixes that differ never give the same number, since year and hyphen have a fixed place from the right part.
 */
export function formatNumber(prefix: string, at: { readonly year: number; readonly sequence: number }): string {
  assert(at.sequence >= 1 && at.sequence <= MAX_SEQUENCE, `rank out of bounds: ${at.sequence}`);
  const number = `${prefix}${at.year}-${String(at.sequence).padStart(PADDED, "0")}`;
  assert(NUMBER_FORM.test(number), `not a number of a document: ${number}`);
  return number;
}
