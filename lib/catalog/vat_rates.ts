import type { BasisPoints } from "../base/money.ts";
import { FRENCH_VAT_RATES_BP, USUAL_VAT_RATES_BP } from "../base/rates.ts";

/** VAT rates of Belgium (code de la TVA, art. 37), highest first. */
const BELGIAN: readonly BasisPoints[] = [2100, 1200, 600, 0];

/** Rates that an item may have in the company's country. */
export function allowedVatRates(country: string): readonly BasisPoints[] {
  return country === "BE" ? BELGIAN : FRENCH_VAT_RATES_BP;
}

/** Rates that the form offers first, by territory: mainland or overseas department (CGI art. 278, 296). */
export function usualVatRates(country: string): readonly BasisPoints[] {
  if (country === "BE") return BELGIAN;
  return OVERSEAS[country] ?? USUAL_VAT_RATES_BP;
}

const ANTILLES_REUNION: readonly BasisPoints[] = [850, 210, 175, 105, 0];
const UNTAXED: readonly BasisPoints[] = [0];

const OVERSEAS: Readonly<Record<string, readonly BasisPoints[]>> = {
  GP: ANTILLES_REUNION,
  MQ: ANTILLES_REUNION,
  RE: ANTILLES_REUNION,
  // CGI art. 294: VAT does not apply there for the time being.
  GF: UNTAXED,
  YT: UNTAXED,
};
