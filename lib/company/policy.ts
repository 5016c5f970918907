import type { CompanyField, CompanySettings } from "./company.ts";

/** Settings whose change is written into the sealed log: they decide who issues, under which regime, paid where. */
export const FISCAL_FIELDS = [
  "name",
  "legalForm",
  "siren",
  "siret",
  "enterpriseNumber",
  "vatNumber",
  "vatRegime",
  "vatOnDebits",
  "country",
  "iban",
  "bic",
  "quotePrefix",
  "invoicePrefix",
  "creditNotePrefix",
  "timeZone",
  "fiscalYearStart",
] as const satisfies readonly CompanyField[];

/** A fiscal setting. */
export type FiscalField = typeof FISCAL_FIELDS[number];

/** Fiscal settings by name, as the sealed log keeps them. */
export type FiscalSettings = Partial<Record<FiscalField, string | boolean | null>>;

/** The fiscal settings that differ, before and after; null where none does. */
export function fiscalChange(
  before: CompanySettings,
  after: CompanySettings,
): { before: FiscalSettings; after: FiscalSettings } | null {
  const changed = FISCAL_FIELDS.filter((field) => before[field] !== after[field]);
  if (changed.length === 0) return null;
  const pick = (of: CompanySettings) => Object.fromEntries(changed.map((field) => [field, of[field]]));
  return { before: pick(before), after: pick(after) };
}
