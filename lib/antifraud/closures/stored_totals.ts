import { canonicalText } from "../canonical.ts";
import type { Canonical } from "../canonical.ts";
import type { CurrencyTotals, ModeSum, NumberRange, Totals, VatSum } from "./totals.ts";

/** Numbers given in a period, as the row keeps them. */
export interface StoredNumbers {
  readonly invoice: readonly NumberRange[];
  readonly creditNote: readonly NumberRange[];
}

/** A currency's totals as the row keeps them: cents as JSON numbers, exact below 2^53. */
export type StoredCurrency = Stored<Omit<CurrencyTotals, "vat" | "modes">> & {
  readonly vat: readonly Stored<VatSum>[];
  readonly modes: readonly Stored<ModeSum>[];
};

type Stored<T> = { readonly [K in keyof T]: T[K] extends bigint ? number : T[K] };

/** What the row's JSON columns hold. Throws a Bug for an amount beyond what JSON holds exactly. */
export function toStored(currencies: readonly CurrencyTotals[]): StoredCurrency[] {
  return JSON.parse(canonicalText(currencies as unknown as Canonical)) as StoredCurrency[];
}

/** The currencies' totals as they were computed. */
export function fromStored(currencies: readonly StoredCurrency[]): Totals["currencies"] {
  return currencies.map((stored) => ({
    currency: stored.currency,
    vat: stored.vat.map((sum) => ({ ...sum, baseCents: BigInt(sum.baseCents), vatCents: BigInt(sum.vatCents) })),
    netCents: BigInt(stored.netCents),
    vatCents: BigInt(stored.vatCents),
    grossCents: BigInt(stored.grossCents),
    discountsCents: BigInt(stored.discountsCents),
    modes: stored.modes.map((sum) => ({ ...sum, amountCents: BigInt(sum.amountCents) })),
    perpetualCents: BigInt(stored.perpetualCents),
    perpetualAbsoluteCents: BigInt(stored.perpetualAbsoluteCents),
  }));
}
