import { FRENCH_TERRITORIES } from "../company/mod.ts";
import type { CustomerCard } from "./customer.ts";

/** Something to add to a customer before an invoice to him leaves. */
export interface CustomerGap {
  /** Field of the customer's form that mends it. */
  readonly field: string;
  /** What is missing and why, in French. */
  readonly sentence: string;
  /** `blocking`: an invoice without it would be illegal or rejected. `advice`: it would be poorer. */
  readonly severity: "blocking" | "advice";
}

type Rule = readonly [
  field: string,
  severity: CustomerGap["severity"],
  sentence: string,
  lacks: (card: CustomerCard) => boolean,
];

/** What invoices say of the customer (CGI ann. II 242 nonies A, I 1° to 4°; Chorus Pro for public bodies). */
const RULES: readonly Rule[] = [
  ["addressLine1", "blocking", "Indiquez l’adresse du client.", (c) => !c.addressLine1 && c.kind !== "person"],
  ["addressLine1", "advice", "Indiquez l’adresse du client.", (c) => !c.addressLine1 && c.kind === "person"],
  ["city", "blocking", "Indiquez la ville du client.", (c) => !c.city && c.kind !== "person"],
  [
    "siret",
    "blocking",
    "Indiquez le SIRET : Chorus Pro en a besoin.",
    (c) => c.kind === "public_body" && isFrench(c) && !c.siret,
  ],
  [
    "siren",
    "blocking",
    "Indiquez le SIREN du client professionnel.",
    (c) => c.kind === "professional" && isFrench(c) && !c.siren,
  ],
  [
    "vatNumber",
    "blocking",
    "Indiquez le numéro de TVA : sans lui, la TVA de votre pays s’applique.",
    (c) => c.kind === "eu_business" && !c.vatNumber,
  ],
  [
    "vatNumber",
    "blocking",
    "Indiquez le numéro de TVA : il est obligatoire quand le client la paie lui-même.",
    (c) => c.isConstructionPrincipal && c.kind === "professional" && !c.vatNumber,
  ],
  [
    "contacts",
    "advice",
    "Ajoutez une adresse e-mail pour envoyer ses documents.",
    (c) => c.contacts.every((p) => !p.email),
  ],
];

/** What is missing before one may invoice the customer; empty when nothing is. */
export function customerGaps(card: CustomerCard): CustomerGap[] {
  return RULES.filter(([, , , lacks]) => lacks(card)).map(([field, severity, sentence]) => ({
    field,
    severity,
    sentence,
  }));
}

function isFrench(card: CustomerCard): boolean {
  return FRENCH_TERRITORIES.has(card.country);
}
