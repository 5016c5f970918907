import type { InvoiceDraft } from "../draft.ts";
import { isVatFartherThan } from "./calculation.ts";
import * as terms from "./_french_terms.ts";
import { each, type Rule, when } from "./rule.ts";

/** Scheme of a member of an « assujetti unique » (ISO 6523). */
const SINGLE_TAXABLE_PERSON = "0231";

/** BR-FR-CO: what a French invoice's type, « cadre », dates and references owe to each other. */
export const FRENCH_LINK_RULES: readonly Rule[] = [
  {
    id: "BR-FR-CO-03",
    fix: "invoice.period",
    sentence: "Un avoir de remise globale cite le contrat et la période qu’il couvre.",
    check: when(({ typeCode, contractReference, period }) =>
      typeCode === "262" && !(contractReference && period?.startOn && period.endOn)
    ),
  },
  {
    id: "BR-FR-CO-04",
    fix: "invoice.preceding",
    sentence: "Une facture rectificative cite une facture antérieure, et une seule.",
    check: when((invoice) => terms.isType(invoice, terms.CORRECTED) && invoice.precedingInvoices.length !== 1),
  },
  {
    id: "BR-FR-CO-05",
    fix: "invoice.preceding",
    sentence: "Un avoir cite la facture qu’il corrige, par son numéro et sa date.",
    check: when((invoice) =>
      terms.isType(invoice, terms.CREDITS) && !invoice.precedingInvoices.some((it) => it.number && it.issuedOn)
    ),
  },
  {
    id: "BR-FR-CO-07",
    fix: "invoice.due_date",
    sentence: "L’échéance est avant la date de la facture.",
    check: when((invoice) =>
      !!invoice.dueOn && !!invoice.issuedOn && invoice.dueOn < invoice.issuedOn &&
      !terms.isType(invoice, terms.PREPAYMENTS) && !terms.isProcess(invoice, terms.PAID)
    ),
  },
  {
    id: "BR-FR-CO-08",
    fix: "invoice.process",
    sentence: "Une facture d’acompte ne peut pas être une facture définitive après acompte.",
    check: when((invoice) => terms.isProcess(invoice, terms.FINAL) && terms.isType(invoice, terms.PREPAYMENTS)),
  },
  {
    id: "BR-FR-CO-09",
    fix: "invoice.payment",
    sentence: "Une facture déjà payée porte sa date de paiement comme échéance, et plus rien à payer.",
    check: when((invoice) => terms.isProcess(invoice, terms.PAID) && !isSettled(invoice)),
  },
  {
    id: "BR-FR-CO-12",
    fix: "invoice.currency",
    sentence: "Une facture en devise donne aussi le total de la TVA en euros.",
    check: when(({ currency, vatCurrency, totals }) =>
      !!currency && currency !== "EUR" && (vatCurrency !== "EUR" || totals?.vatAccountingCents === undefined)
    ),
  },
  {
    id: "BR-FR-CO-14",
    fix: "invoice.notes",
    sentence: "Le vendeur est membre d’un assujetti unique : la mention MEMBRE_ASSUJETTI_UNIQUE manque.",
    check: when((invoice) => isMember(invoice) && !terms.notesOf(invoice, "TXD").includes("MEMBRE_ASSUJETTI_UNIQUE")),
  },
  {
    id: "BR-FR-CO-15",
    fix: "company.tax_representative",
    sentence: "Le vendeur est membre d’un assujetti unique : il faut le nom et le numéro de TVA de celui-ci.",
    check: when((invoice) => isMember(invoice) && !invoice.taxRepresentative?.vatId),
  },
  {
    id: "BR-FR-MV-13",
    fix: "invoice.type",
    sentence: "Une facture à plusieurs vendeurs ne peut pas être une autofacture.",
    check: when((invoice) => terms.isProcess(invoice, terms.MULTI_SELLER) && terms.isType(invoice, terms.SELF_BILLED)),
  },
  {
    id: "DGFIP-G1.53",
    fix: "invoice.vat",
    sentence: "Détail de la TVA, ligne {n} : plus d’un centime d’écart avec la base multipliée par le taux.",
    check: each((invoice) => invoice.vatBreakdown, (row) => isVatFartherThan(1n, row)),
  },
];

function isSettled({ totals, dueOn }: InvoiceDraft): boolean {
  return totals?.prepaidCents === totals?.grossCents && totals?.dueCents === 0n && !!dueOn;
}

function isMember({ seller }: InvoiceDraft): boolean {
  return !!seller?.ids.some((id) => id.scheme === SINGLE_TAXABLE_PERSON);
}
