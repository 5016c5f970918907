import type { Issue } from "../base/refusal.ts";
import { type CompanySettings, legalFormOf } from "./company.ts";
import { FRENCH_TERRITORIES } from "./countries.ts";
import { issue } from "./refusals.ts";

/** Fills in what follows from the rest: the SIREN from the SIRET, and a SIREN ends « en cours d’immatriculation ». */
export function withDeduced(settings: CompanySettings): CompanySettings {
  const siren = settings.siren ?? settings.siret?.slice(0, 9) ?? null;
  return {
    ...settings,
    siren,
    isRegistrationPending: settings.isRegistrationPending && siren === null,
    paymentDays: settings.paymentTerms === "on_receipt" ? 0 : settings.paymentDays,
  };
}

/** Faults between fields, each at the field that people would mend. */
export function crossFaults(settings: CompanySettings): Issue[] {
  const { siren, siret, vatNumber, enterpriseNumber } = settings;
  const faults: Issue[] = [];
  if (siret && siren && !siret.startsWith(siren)) faults.push(issue("siret_of_other_siren"));
  if (vatNumber?.startsWith("FR") && siren && !vatNumber.endsWith(siren)) {
    faults.push(issue("vat_of_other_siren", { values: { siren } }));
  }
  if (vatNumber?.startsWith("BE") && enterpriseNumber && vatNumber !== `BE${enterpriseNumber}`) {
    faults.push(issue("vat_of_other_enterprise"));
  }
  if (isFormOfOtherCountry(settings)) faults.push(issue("form_of_other_country"));
  if (settings.vatRegime === "franchise" && settings.vatOnDebits) faults.push(issue("debits_without_vat"));
  return [...faults, ...prefixFaults(settings)];
}

function isFormOfOtherCountry(settings: CompanySettings): boolean {
  const form = legalFormOf(settings);
  if (!form) return false;
  return form.country === "FR" ? settings.country === "BE" : FRENCH_TERRITORIES.has(settings.country);
}

function prefixFaults(settings: CompanySettings): Issue[] {
  const seen = new Set<string>();
  return (["invoicePrefix", "creditNotePrefix", "quotePrefix"] as const).flatMap((field) => {
    const key = settings[field].toUpperCase();
    const faults = seen.has(key) ? [issue("prefix_taken", { field })] : [];
    seen.add(key);
    return faults;
  });
}
