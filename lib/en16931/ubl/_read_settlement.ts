import { child, childrenOf, descend, type XmlElement } from "../../platform/xml.ts";
import type { Reading } from "../_reading.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { DirectDebit, DocumentAdjustment, PaymentMeans, Totals, VatBreakdown } from "../invoice.ts";
import { isCharge, readAdjustment, readPeriod, readVatRate } from "./_read_line.ts";
import { readCreditorId } from "./_read_party.ts";

/** What the settlement part of a document says. */
type Settlement = Pick<
  InvoiceDraft,
  | "paymentTerms"
  | "period"
  | "remittance"
  | "paymentMeans"
  | "directDebit"
  | "allowances"
  | "charges"
  | "totals"
  | "vatBreakdown"
>;

/** Payment, VAT, allowances, charges and totals. */
export function readSettlement(root: XmlElement, reading: Reading): Settlement {
  const means = childrenOf(root, "PaymentMeans");
  const adjustments = childrenOf(root, "AllowanceCharge");
  checkPaymentIds(means, reading);
  return {
    paymentTerms: childrenOf(root, "PaymentTerms").map((terms) => child(terms, "Note")?.text).filter(Boolean)
      .join("\n") || undefined,
    period: readPeriod(child(root, "InvoicePeriod"), reading),
    remittance: means.map((it) => reading.text(child(it, "PaymentID"))).find(Boolean),
    paymentMeans: means.map((it) => readMeans(it, reading)),
    directDebit: readDirectDebit(root, reading),
    allowances: adjustments.filter((it) => !isCharge(it)).map((it) => readDocumentAdjustment(it, ALLOWANCE, reading)),
    charges: adjustments.filter(isCharge).map((it) => readDocumentAdjustment(it, CHARGE, reading)),
    totals: readTotals(root, reading),
    vatBreakdown: childrenOf(root, "TaxTotal").flatMap((total) => childrenOf(total, "TaxSubtotal"))
      .map((subtotal) => readBreakdown(subtotal, reading)),
  };
}

const ALLOWANCE = { amount: "BR-DEC-01", base: "BR-DEC-02" };
const CHARGE = { amount: "BR-DEC-05", base: "BR-DEC-06" };

function checkPaymentIds(means: readonly XmlElement[], reading: Reading): void {
  const ids = new Set(means.flatMap((it) => childrenOf(it, "PaymentID")).map((id) => id.text));
  const isRepeated = means.some((it) => childrenOf(it, "PaymentID").length > 1);
  if (ids.size > 1 || isRepeated) reading.note("UBL-SR-44", "Cette facture donne plusieurs références de paiement.");
}

function readMeans(means: XmlElement, reading: Reading): Draft<PaymentMeans> {
  const code = child(means, "PaymentMeansCode");
  const account = child(means, "PayeeFinancialAccount"), card = child(means, "CardAccount");
  return {
    code: reading.text(code),
    text: code?.attributes.name,
    account: account && {
      id: reading.text(child(account, "ID")),
      name: reading.text(child(account, "Name")),
      bic: reading.text(descend(account, "FinancialInstitutionBranch/ID")),
    },
    card: card && {
      number: reading.text(child(card, "PrimaryAccountNumberID")),
      holder: reading.text(child(card, "HolderName")),
    },
  };
}

function readDirectDebit(root: XmlElement, reading: Reading): Draft<DirectDebit> | undefined {
  const mandate = childrenOf(root, "PaymentMeans").map((means) => child(means, "PaymentMandate")).find(Boolean);
  const creditorId = readCreditorId(root);
  if (!mandate && !creditorId) return undefined;
  return {
    mandate: reading.text(child(mandate, "ID")),
    creditorId,
    debitedAccount: reading.text(descend(mandate, "PayerFinancialAccount/ID")),
  };
}

function readDocumentAdjustment(
  adjustment: XmlElement,
  rules: typeof ALLOWANCE,
  reading: Reading,
): Draft<DocumentAdjustment> {
  return {
    ...readAdjustment(adjustment, rules, reading),
    vat: readVatRate(child(adjustment, "TaxCategory"), reading),
  };
}

function readTotals(root: XmlElement, reading: Reading): Draft<Totals> | undefined {
  const totals = child(root, "LegalMonetaryTotal");
  const vat = readVatTotals(root, reading);
  if (!totals && vat.vatCents === undefined && vat.vatAccountingCents === undefined) return undefined;
  const cents = (name: string, rule: string) => reading.cents(child(totals, name), rule);
  return {
    linesCents: cents("LineExtensionAmount", "BR-DEC-09"),
    allowancesCents: cents("AllowanceTotalAmount", "BR-DEC-10"),
    chargesCents: cents("ChargeTotalAmount", "BR-DEC-11"),
    netCents: cents("TaxExclusiveAmount", "BR-DEC-12"),
    ...vat,
    grossCents: cents("TaxInclusiveAmount", "BR-DEC-14"),
    prepaidCents: cents("PrepaidAmount", "BR-DEC-16"),
    roundingCents: cents("PayableRoundingAmount", "BR-DEC-17"),
    dueCents: cents("PayableAmount", "BR-DEC-18"),
  };
}

function readVatTotals(root: XmlElement, reading: Reading): Pick<Draft<Totals>, "vatCents" | "vatAccountingCents"> {
  const currency = child(root, "DocumentCurrencyCode")?.text, other = child(root, "TaxCurrencyCode")?.text;
  const amounts = childrenOf(root, "TaxTotal").map((total) => child(total, "TaxAmount"));
  const inCurrency = (code: string | undefined) => amounts.find((it) => it?.attributes.currencyID === code);
  if (currency && amounts.filter((it) => it?.attributes.currencyID === currency).length > 1) {
    reading.note("BR-CO-15", `Cette facture donne plusieurs totaux de TVA en ${currency}.`);
  }
  const main = currency ? inCurrency(currency) ?? inCurrency(undefined) : amounts[0];
  return {
    vatCents: reading.cents(main, "BR-DEC-13"),
    vatAccountingCents: other && other !== currency ? reading.cents(inCurrency(other), "BR-DEC-15") : undefined,
  };
}

function readBreakdown(subtotal: XmlElement, reading: Reading): Draft<VatBreakdown> {
  const category = child(subtotal, "TaxCategory");
  return {
    ...readVatRate(category, reading),
    baseCents: reading.cents(child(subtotal, "TaxableAmount"), "BR-DEC-19"),
    taxCents: reading.cents(child(subtotal, "TaxAmount"), "BR-DEC-20"),
    exemptionReason: reading.text(child(category, "TaxExemptionReason")),
    exemptionCode: reading.text(child(category, "TaxExemptionReasonCode")),
  };
}
