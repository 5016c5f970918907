import { PORTAL_PAYMENT_MEANS, SCHEMES } from "../code_lists.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { Party } from "../invoice.ts";
import * as terms from "./_french_terms.ts";
import { ADDRESS, sirenOf } from "./french.ts";
import { type Rule, values, when } from "./rule.ts";

/** Longest electronic address (BR-FR-25). */
const MAX_ADDRESS = 125;

/** BR-FR of an invoice that travels between platforms, so between professionals: addresses, SIREN, legal mentions. */
export const FRENCH_PLATFORM_RULES: readonly Rule[] = [
  ...Object.entries(terms.LEGAL_NOTES).map(([code, what]): Rule => ({
    id: "BR-FR-05",
    fix: "company.legal_mentions",
    sentence: `La mention sur ${what} manque.`,
    check: when((invoice) => terms.notesOf(invoice, code).length === 0),
  })),
  {
    id: "BR-FR-11",
    fix: "customer.siren",
    sentence: "Le SIREN du client manque ou ne compte pas neuf chiffres.",
    check: when((invoice) => terms.isDomestic(invoice) && !/^\d{9}$/.test(sirenOf(invoice.buyer) ?? "")),
  },
  {
    id: "BR-FR-12",
    fix: "customer.electronic_address",
    sentence: "L’adresse électronique du client manque : elle dit à quelle plateforme envoyer la facture.",
    check: when(({ buyer }) => !buyer?.electronicAddress?.id),
  },
  {
    id: "BR-FR-13",
    fix: "company.electronic_address",
    sentence: "L’adresse électronique du vendeur manque.",
    check: when(({ seller }) => !seller?.electronicAddress?.id),
  },
  {
    id: "BR-FR-21",
    fix: "customer.electronic_address",
    sentence: "L’adresse électronique du client doit être de l’annuaire français (0225) et commencer par son SIREN.",
    check: when((invoice) =>
      terms.isDomestic(invoice) && !terms.isType(invoice, terms.SELF_BILLED) && !isOwnAddress(invoice.buyer)
    ),
  },
  {
    id: "BR-FR-22",
    fix: "company.electronic_address",
    sentence: "L’adresse électronique du vendeur doit être de l’annuaire français (0225) et commencer par son SIREN.",
    check: when((invoice) =>
      terms.isDomestic(invoice) && terms.isType(invoice, terms.SELF_BILLED) && !isOwnAddress(invoice.seller)
    ),
  },
  {
    id: "BR-FR-23",
    fix: "customer.electronic_address",
    sentence: "L’adresse électronique {value} ne peut contenir que des lettres, des chiffres et + - _ .",
    check: values((invoice) => addresses(invoice, SCHEMES.frenchAddress), (address) => !ADDRESS.test(address)),
  },
  {
    id: "BR-FR-25",
    fix: "customer.electronic_address",
    sentence: `Une adresse électronique dépasse ${MAX_ADDRESS} caractères.`,
    check: values((invoice) => addresses(invoice), (address) => address.length > MAX_ADDRESS),
  },
  {
    id: "PPF-BT-81",
    severity: "warning",
    fix: "invoice.payment",
    sentence:
      "Le portail public refuse encore le moyen de paiement {value} : préférez le virement (30) ou le prélèvement (49).",
    check: values(
      (invoice) => invoice.paymentMeans.map((means) => means.code),
      (code) => !PORTAL_PAYMENT_MEANS.has(code),
    ),
  },
  {
    id: "DGFIP-G2.33",
    severity: "warning",
    fix: "customer.vat_number",
    sentence: "Entre entreprises françaises, donnez le numéro de TVA du vendeur et celui du client.",
    check: when((invoice) => terms.isDomestic(invoice) && !(invoice.seller?.vatId && invoice.buyer?.vatId)),
  },
];

function isOwnAddress(party: Draft<Party> | undefined): boolean {
  const { id, scheme } = party?.electronicAddress ?? {};
  return scheme === SCHEMES.frenchAddress && !!id && id.startsWith(party?.legalId?.id ?? "");
}

function addresses({ seller, buyer }: InvoiceDraft, scheme?: string): (string | undefined)[] {
  return [seller?.electronicAddress, buyer?.electronicAddress]
    .map((address) => scheme === undefined || address?.scheme === scheme ? address?.id : undefined);
}
