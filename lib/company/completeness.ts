import { type Company, type CompanyField, legalFormOf, termsOf } from "./company.ts";
import { FRENCH_TERRITORIES } from "./countries.ts";
import { exceedsLegalCap } from "./payment_terms.ts";

/** Something to add or mend in the company before documents leave. */
export interface Gap {
  /** Field of the company's form that mends it. */
  readonly field: CompanyField;
  /** What is missing and why, in French. */
  readonly sentence: string;
  /** `blocking`: an invoice without it would be illegal. `advice`: it would be poorer, or risky. */
  readonly severity: "blocking" | "advice";
}

type Rule = readonly [field: CompanyField, severity: Gap["severity"], sentence: string, lacks: (c: Company) => boolean];

/** What a company must say of itself on its invoices (CGI ann. II 242 nonies A; R123-237 and R123-238 C. com.). */
const RULES: readonly Rule[] = [
  ["name", "blocking", "Indiquez la raison sociale : elle figure sur chaque facture.", (c) => c.name === ""],
  ["legalForm", "blocking", "Choisissez la forme juridique : elle figure sur chaque facture.", (c) => !c.legalForm],
  ["addressLine1", "blocking", "Indiquez l’adresse du siège.", (c) => !c.addressLine1],
  ["postcode", "blocking", "Indiquez le code postal du siège.", (c) => !c.postcode],
  ["city", "blocking", "Indiquez la ville du siège.", (c) => !c.city],
  [
    "siren",
    "blocking",
    "Indiquez le SIREN ou le SIRET, ou cochez « en cours d’immatriculation ».",
    (c) => isFrench(c) && !c.siren && !c.isRegistrationPending,
  ],
  [
    "siret",
    "advice",
    "Indiquez le SIRET : la facture électronique en a besoin.",
    (c) => isFrench(c) && Boolean(c.siren) && !c.siret,
  ],
  [
    "isRegistrationPending",
    "advice",
    "Vos factures disent « SIREN en cours d’attribution » : indiquez-le dès que vous l’avez.",
    (c) => isFrench(c) && c.isRegistrationPending,
  ],
  [
    "enterpriseNumber",
    "blocking",
    "Indiquez le numéro d’entreprise (BCE).",
    (c) => isBelgian(c) && !c.enterpriseNumber,
  ],
  [
    "vatNumber",
    "blocking",
    "Indiquez le numéro de TVA : il est obligatoire hors franchise de TVA.",
    (c) => c.vatRegime !== "franchise" && !c.vatNumber && !c.isRegistrationPending,
  ],
  [
    "capitalCents",
    "blocking",
    "Indiquez le capital social : il figure sur les factures d’une société.",
    (c) => Boolean(legalFormOf(c)?.hasCapital) && c.capitalCents === null,
  ],
  [
    "registryCity",
    "blocking",
    "Indiquez la ville du registre (RCS, ou RPM en Belgique).",
    (c) => Boolean(legalFormOf(c)?.isRegistered) && !c.registryCity && !c.isRegistrationPending,
  ],
  ["iban", "advice", "Ajoutez l’IBAN : vos clients pourront payer par virement ou QR code.", (c) => !c.iban],
  ["email", "advice", "Ajoutez une adresse e-mail : vos clients y répondront.", (c) => !c.email],
  [
    "paymentDays",
    "advice",
    "Entre professionnels, le délai ne dépasse pas 60 jours, ou 45 jours fin de mois (art. L441-10 C. com.).",
    (c) => exceedsLegalCap(termsOf(c)),
  ],
];

/** What is missing before one may issue, most important first in the order of the form; empty when nothing is. */
export function completeness(company: Company): Gap[] {
  return RULES.filter(([, , , lacks]) => lacks(company)).map(([field, severity, sentence]) => ({
    field,
    sentence,
    severity,
  }));
}

/** True when nothing that the law wants is missing. */
export function mayIssue(company: Company): boolean {
  return completeness(company).every((gap) => gap.severity === "advice");
}

function isFrench(company: Company): boolean {
  return FRENCH_TERRITORIES.has(company.country);
}

function isBelgian(company: Company): boolean {
  return company.country === "BE";
}
