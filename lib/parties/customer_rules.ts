import { EU_COUNTRIES, frenchVatNumber } from "../base/identifiers.ts";
import type { Issue } from "../base/refusal.ts";
import { FRENCH_TERRITORIES } from "../company/mod.ts";
import type { CustomerSettings } from "./customer.ts";
import { issue } from "./refusals.ts";

/** Fills in what follows from the rest: the SIREN from the SIRET, a person's name, the days of « à réception ». */
export function withDeduced(settings: CustomerSettings): CustomerSettings {
  const person = [settings.firstName, settings.lastName].filter((part) => part !== null).join(" ");
  const isPerson = settings.kind === "person";
  return {
    ...settings,
    siren: settings.siren ?? settings.siret?.slice(0, 9) ?? null,
    name: isPerson ? person : settings.name,
    firstName: isPerson ? settings.firstName : null,
    lastName: isPerson ? settings.lastName : null,
    paymentDays: daysOf(settings),
  };
}

/** Faults between fields, each at the field that people would mend. `home` is the company's country. */
export function customerFaults(settings: CustomerSettings, { home }: { home: string }): Issue[] {
  return [
    ...nameFaults(settings),
    ...identifierFaults(settings),
    ...countryFaults(settings, home),
    ...(settings.paymentTerms && settings.paymentDays === null ? [issue("terms_days_missing")] : []),
    ...(settings.isCustomer || settings.isProspect || settings.isSupplier ? [] : [issue("no_role")]),
  ];
}

/** The French VAT number to propose for a SIREN, or null where the customer has one or is not a French business. */
export function offeredVatNumber(
  customer: Pick<CustomerSettings, "kind" | "country" | "siren" | "vatNumber">,
): string | null {
  const isFrench = customer.kind === "professional" && customer.country === "FR";
  return isFrench && customer.siren && !customer.vatNumber ? frenchVatNumber(customer.siren) : null;
}

function daysOf(settings: CustomerSettings): number | null {
  if (settings.paymentTerms === null) return null;
  return settings.paymentTerms === "on_receipt" ? 0 : settings.paymentDays;
}

function nameFaults(settings: CustomerSettings): Issue[] {
  const code = "parties.required";
  if (settings.kind === "person") {
    return settings.lastName ? [] : [{ code, sentence: "Indiquez le nom de famille.", field: "lastName" }];
  }
  return settings.name ? [] : [{ code, sentence: "Indiquez la raison sociale ou le nom.", field: "name" }];
}

function identifierFaults(settings: CustomerSettings): Issue[] {
  const { kind, siren, siret, vatNumber, country } = settings;
  if (kind === "person") return siren ? [issue("person_with_siren")] : [];
  const faults: Issue[] = [];
  if (siret && siren && !siret.startsWith(siren)) faults.push(issue("siret_of_other_siren"));
  if (vatNumber?.startsWith("FR") && siren && !vatNumber.endsWith(siren)) {
    faults.push(issue("vat_of_other_siren", { values: { siren } }));
  }
  const prefix = vatPrefix(country);
  if (vatNumber && prefix && !vatNumber.startsWith(prefix)) {
    faults.push(issue("vat_of_other_country", { values: { prefix } }));
  }
  return faults;
}

/** Prefix of the VAT numbers of a country, or null where no number of the Union is expected. */
function vatPrefix(country: string): string | null {
  if (country === "GR") return "EL";
  if (country === "MC" || FRENCH_TERRITORIES.has(country)) return "FR";
  return EU_COUNTRIES.has(country) ? country : null;
}

function countryFaults({ kind, country }: CustomerSettings, home: string): Issue[] {
  switch (kind) {
    case "person":
      return [];
    case "professional":
    case "public_body":
      return isHome(country, home) ? [] : [issue("not_home")];
    case "eu_business":
      return EU_COUNTRIES.has(country) && !isHome(country, home) ? [] : [issue("not_european")];
    case "foreign":
      return EU_COUNTRIES.has(country) ? [issue("not_foreign")] : [];
  }
}

function isHome(country: string, home: string): boolean {
  if (country === home) return true;
  return FRENCH_TERRITORIES.has(home) && (FRENCH_TERRITORIES.has(country) || country === "MC");
}
