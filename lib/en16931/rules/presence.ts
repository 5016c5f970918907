import type { Draft, InvoiceDraft } from "../draft.ts";
import type { PaymentMeans } from "../invoice.ts";
import type { Adjustment, Period } from "../invoice_line.ts";
import { each, type Rule, when } from "./rule.ts";

/** Codes of UNTDID 4461 that are credit transfers. */
const TRANSFERS: ReadonlySet<string> = new Set(["30", "58"]);
/** Longest card number that may be shown (PCI: first six and last four digits). */
const MAX_CARD_DIGITS = 10;

/** BR-01 to BR-65 on the document: what must be there. */
export const PRESENCE_RULES: readonly Rule[] = [
  {
    id: "BR-01",
    fix: "invoice.file",
    sentence: "La facture ne dit pas quelle norme elle suit.",
    check: when((invoice) => !invoice.guideline),
  },
  {
    id: "BR-02",
    fix: "invoice.number",
    sentence: "La facture n’a pas de numéro.",
    check: when((invoice) => !invoice.number),
  },
  {
    id: "BR-03",
    fix: "invoice.date",
    sentence: "La facture n’a pas de date.",
    check: when((invoice) => !invoice.issuedOn),
  },
  {
    id: "BR-04",
    fix: "invoice.type",
    sentence: "La facture ne dit pas ce qu’elle est : facture, avoir, acompte…",
    check: when((invoice) => !invoice.typeCode),
  },
  {
    id: "BR-05",
    fix: "invoice.currency",
    sentence: "La facture ne dit pas dans quelle monnaie elle est.",
    check: when((invoice) => !invoice.currency),
  },
  {
    id: "BR-06",
    fix: "company.name",
    sentence: "Le nom du vendeur manque.",
    check: when((invoice) => !invoice.seller?.name),
  },
  {
    id: "BR-07",
    fix: "customer.name",
    sentence: "Le nom du client manque.",
    check: when((invoice) => !invoice.buyer?.name),
  },
  {
    id: "BR-08",
    fix: "company.address",
    sentence: "L’adresse du vendeur manque.",
    check: when((invoice) => !invoice.seller?.address),
  },
  {
    id: "BR-09",
    fix: "company.address",
    sentence: "Le pays du vendeur manque.",
    check: when((invoice) => !!invoice.seller?.address && !invoice.seller.address.country),
  },
  {
    id: "BR-10",
    fix: "customer.address",
    sentence: "L’adresse du client manque.",
    check: when((invoice) => !invoice.buyer?.address),
  },
  {
    id: "BR-11",
    fix: "customer.address",
    sentence: "Le pays du client manque.",
    check: when((invoice) => !!invoice.buyer?.address && !invoice.buyer.address.country),
  },
  {
    id: "BR-12",
    fix: "invoice.totals",
    sentence: "Le total des lignes manque.",
    check: missingTotal("linesCents"),
  },
  {
    id: "BR-13",
    fix: "invoice.totals",
    sentence: "Le total hors taxe manque.",
    check: missingTotal("netCents"),
  },
  {
    id: "BR-14",
    fix: "invoice.totals",
    sentence: "Le total toutes taxes comprises manque.",
    check: missingTotal("grossCents"),
  },
  {
    id: "BR-15",
    fix: "invoice.totals",
    sentence: "Le montant à payer manque.",
    check: missingTotal("dueCents"),
  },
  {
    id: "BR-16",
    fix: "invoice.lines",
    sentence: "La facture n’a aucune ligne.",
    check: when((invoice) => invoice.lines.length === 0),
  },
  {
    id: "BR-17",
    fix: "invoice.payee",
    sentence: "Le bénéficiaire du paiement doit avoir un nom, et être un autre que le vendeur.",
    check: when(({ payee, seller }) => !!payee && (!payee.name || payee.name === seller?.name)),
  },
  {
    id: "BR-18",
    fix: "company.tax_representative",
    sentence: "Le nom du représentant fiscal manque.",
    check: when(({ taxRepresentative }) => !!taxRepresentative && !taxRepresentative.name),
  },
  {
    id: "BR-19",
    fix: "company.tax_representative",
    sentence: "L’adresse du représentant fiscal manque.",
    check: when(({ taxRepresentative }) => !!taxRepresentative && !taxRepresentative.address),
  },
  {
    id: "BR-20",
    fix: "company.tax_representative",
    sentence: "Le pays du représentant fiscal manque.",
    check: when(({ taxRepresentative }) => !!taxRepresentative?.address && !taxRepresentative.address.country),
  },
  {
    id: "BR-29",
    fix: "invoice.period",
    sentence: "La période facturée finit avant d’avoir commencé.",
    check: when((invoice) => isBackwards(invoice.period)),
  },
  ...adjustmentRules("allowances", { amount: "BR-31", vat: "BR-32", reason: "BR-33", fix: "invoice.allowance.{n}" }),
  ...adjustmentRules("charges", { amount: "BR-36", vat: "BR-37", reason: "BR-38", fix: "invoice.charge.{n}" }),
  {
    id: "BR-45",
    fix: "invoice.vat",
    sentence: "Dans le détail de la TVA, une base manque.",
    check: each((invoice) => invoice.vatBreakdown, (row) => row.baseCents === undefined),
  },
  {
    id: "BR-46",
    fix: "invoice.vat",
    sentence: "Dans le détail de la TVA, un montant manque.",
    check: each((invoice) => invoice.vatBreakdown, (row) => row.taxCents === undefined),
  },
  {
    id: "BR-47",
    fix: "invoice.vat",
    sentence: "Dans le détail de la TVA, une catégorie manque.",
    check: each((invoice) => invoice.vatBreakdown, (row) => !row.category),
  },
  {
    id: "BR-48",
    fix: "invoice.vat",
    sentence: "Dans le détail de la TVA, un taux manque.",
    check: each((invoice) => invoice.vatBreakdown, (row) => row.rateBp === undefined && row.category !== "O"),
  },
  {
    id: "BR-49",
    fix: "invoice.payment",
    sentence: "La facture ne dit pas par quel moyen la payer.",
    check: each((invoice) => invoice.paymentMeans, (means) => !means.code),
  },
  {
    id: "BR-50",
    fix: "company.iban",
    sentence: "Le compte à créditer n’a pas d’IBAN.",
    check: each(
      (invoice) => invoice.paymentMeans,
      (means) => isTransfer(means) && !!means.account && !means.account.id,
    ),
  },
  {
    id: "BR-51",
    fix: "invoice.payment",
    sentence: "Un numéro de carte ne doit montrer que ses derniers chiffres.",
    check: each((invoice) => invoice.paymentMeans, ({ card }) => (card?.number ?? "").length > MAX_CARD_DIGITS),
  },
  {
    id: "BR-52",
    fix: "invoice.attachments",
    sentence: "La pièce jointe n° {n} n’a pas de référence.",
    check: each((invoice) => invoice.attachments, (attachment) => !attachment.id),
  },
  {
    id: "BR-53",
    fix: "invoice.currency",
    sentence: "Le total de la TVA manque dans la monnaie de la déclaration.",
    check: when(({ vatCurrency, currency, totals }) =>
      !!vatCurrency && vatCurrency !== currency && totals?.vatAccountingCents === undefined
    ),
  },
  {
    id: "BR-55",
    fix: "invoice.preceding",
    sentence: "Une facture antérieure est citée sans son numéro.",
    check: each((invoice) => invoice.precedingInvoices, (preceding) => !preceding.number),
  },
  {
    id: "BR-56",
    fix: "company.tax_representative",
    sentence: "Le numéro de TVA du représentant fiscal manque.",
    check: when(({ taxRepresentative }) => !!taxRepresentative && !taxRepresentative.vatId),
  },
  {
    id: "BR-57",
    fix: "invoice.delivery",
    sentence: "Le pays de livraison manque.",
    check: when(({ delivery }) => !!delivery?.address && !delivery.address.country),
  },
  {
    id: "BR-61",
    fix: "company.iban",
    sentence: "La facture se paie par virement, mais elle ne donne pas de compte.",
    check: each((invoice) => invoice.paymentMeans, (means) => isTransfer(means) && !means.account?.id),
  },
  {
    id: "BR-62",
    fix: "company.electronic_address",
    sentence: "L’adresse électronique du vendeur ne dit pas de quel annuaire elle vient.",
    check: when(({ seller }) => !!seller?.electronicAddress && !seller.electronicAddress.scheme),
  },
  {
    id: "BR-63",
    fix: "customer.electronic_address",
    sentence: "L’adresse électronique du client ne dit pas de quel annuaire elle vient.",
    check: when(({ buyer }) => !!buyer?.electronicAddress && !buyer.electronicAddress.scheme),
  },
  {
    id: "UBL-DT-06",
    fix: "invoice.attachments",
    sentence: "La pièce jointe n° {n} ne dit pas de quel type est son fichier.",
    check: each((invoice) => invoice.attachments, ({ content }) => !!content && !content.mimeCode),
  },
  {
    id: "UBL-DT-07",
    fix: "invoice.attachments",
    sentence: "La pièce jointe n° {n} n’a pas de nom de fichier.",
    check: each((invoice) => invoice.attachments, ({ content }) => !!content && !content.fileName),
  },
  {
    id: "UBL-SR-47",
    fix: "invoice.payment",
    sentence: "La facture propose plusieurs moyens de paiement : elle ne peut en porter qu’un.",
    check: when((invoice) => new Set(invoice.paymentMeans.map((means) => means.code)).size > 1),
  },
  {
    id: "CII-SR-468",
    fix: "invoice.payment",
    sentence: "Le moyen de paiement est décrit de plusieurs façons.",
    check: when((invoice) => new Set(invoice.paymentMeans.map((means) => means.text).filter(Boolean)).size > 1),
  },
];

/** True when a period ends before it starts. */
export function isBackwards(period: Draft<Period> | undefined): boolean {
  return !!period?.startOn && !!period.endOn && period.endOn < period.startOn;
}

/** True when an allowance or charge says neither in words nor by code why it is there. */
export function hasNoReason(adjustment: Draft<Adjustment>): boolean {
  return !adjustment.reason && !adjustment.reasonCode;
}

function missingTotal(name: "linesCents" | "netCents" | "grossCents" | "dueCents") {
  return when((invoice: InvoiceDraft) => !!invoice.totals && invoice.totals[name] === undefined);
}

function isTransfer(means: Draft<PaymentMeans>): boolean {
  return TRANSFERS.has(means.code ?? "");
}

function adjustmentRules(
  list: "allowances" | "charges",
  ids: { readonly amount: string; readonly vat: string; readonly reason: string; readonly fix: string },
): Rule[] {
  const what = list === "allowances" ? "La remise n° {n} sur la facture" : "Le supplément n° {n} sur la facture";
  const items = (invoice: InvoiceDraft) => invoice[list];
  const noReason = { fix: ids.fix, sentence: `${what} n’a pas de motif.`, check: each(items, hasNoReason) };
  return [
    {
      id: ids.amount,
      fix: ids.fix,
      sentence: `${what} n’a pas de montant.`,
      check: each(items, (item) => item.amountCents === undefined),
    },
    {
      id: ids.vat,
      fix: ids.fix,
      sentence: `${what} n’a pas de taux de TVA.`,
      check: each(items, (item) => !item.vat?.category),
    },
    { id: ids.reason, ...noReason },
    { id: list === "allowances" ? "BR-CO-21" : "BR-CO-22", ...noReason },
  ];
}
