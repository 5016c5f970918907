import { parseDecimal, roundTo } from "./decimal.ts";
import type { BasisPoints } from "./money.ts";

/** VAT rates that the French administration accepts on an invoice (BR-FR-16, DGFiP G1.24), in basis points. */
export const FRENCH_VAT_RATES_BP: readonly BasisPoints[] = [
  0,
  1000,
  1300,
  2000,
  850,
  1960,
  210,
  550,
  700,
  2060,
  105,
  90,
  175,
  920,
  960,
];

/** The rates offered first in metropolitan France, highest first. */
export const USUAL_VAT_RATES_BP: readonly BasisPoints[] = [2000, 1000, 550, 210, 0];

/** Reads a percentage typed by a person (`5,5`, `20 %`); null where it is none, negative, or over 100 %. */
export function parseRate(text: string): BasisPoints | null {
  const value = parseDecimal(text.replace(/\s*%\s*$/, ""), 2);
  if (!value) return null;
  const bp = roundTo(value, 2);
  return bp < 0n || bp > 10_000n ? null : Number(bp);
}

/** What a reader sees: `5,5 %`, `20 %`. */
export function formatRate(rate: BasisPoints): string {
  return `${rateText(rate).replace(".", ",")}\u00a0%`;
}

/** Plain text for XML and JSON, without useless zeros: `5.5`, `20`. */
export function rateText(rate: BasisPoints): string {
  const digits = String(rate).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.?0+$/, "");
}
