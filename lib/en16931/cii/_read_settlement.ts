import { child, childrenOf, descend, type XmlElement } from "../../platform/xml.ts";
import type { Reading } from "../_reading.ts";
import { EVENT_CODE_OF_TAX_POINT } from "../code_lists.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { DirectDebit, DocumentAdjustment, PaymentMeans, Totals, VatBreakdown } from "../invoice.ts";
import { isCharge, readAdjustment, readPeriod, readVatRate } from "./_read_line.ts";

/** What the settlement part of a document says. */
type Settlement = Pick<
  InvoiceDraft,
  | "currency"
  | "vatCurrency"
  | "taxPointOn"
  | "taxPointCode"
  | "dueOn"
  | "paymentTerms"
  | "buyerAccounting"
  | "precedingInvoices"
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
export function readSettlement(settlement: XmlElement | undefined, reading: Reading): Settlement {
  const text = (path: string) => reading.text(descend(settlement, path));
  const taxes = childrenOf(settlement, "ApplicableTradeTax");
  const adjustments = childrenOf(settlement, "SpecifiedTradeAllowanceCharge");
  const terms = childrenOf(settlement, "SpecifiedTradePaymentTerms");
  return {
    currency: text("InvoiceCurrencyCode"),
    vatCurrency: text("TaxCurrencyCode"),
    taxPointOn: firstOf(taxes, (tax) => reading.date(descend(tax, "TaxPointDate/DateString"))),
    taxPointCode: taxPointCode(firstOf(taxes, (tax) => reading.text(child(tax, "DueDateTypeCode")))),
    dueOn: firstOf(terms, (it) => reading.date(descend(it, "DueDateDateTime/DateTimeString"))),
    paymentTerms: firstOf(terms, (it) => reading.text(child(it, "Description"))),
    buyerAccounting: text("ReceivableSpecifiedTradeAccountingAccount/ID"),
    precedingInvoices: childrenOf(settlement, "InvoiceReferencedDocument").map((document) => ({
      number: reading.text(child(document, "IssuerAssignedID")),
      issuedOn: reading.date(descend(document, "FormattedIssueDateTime/DateTimeString")),
    })),
    period: readPeriod(child(settlement, "BillingSpecifiedPeriod"), reading),
    remittance: text("PaymentReference"),
    paymentMeans: childrenOf(settlement, "SpecifiedTradeSettlementPaymentMeans").map((it) => readMeans(it, reading)),
    directDebit: readDirectDebit(settlement, reading),
    allowances: adjustments.filter((it) => !isCharge(it)).map((it) => readDocumentAdjustment(it, ALLOWANCE, reading)),
    charges: adjustments.filter(isCharge).map((it) => readDocumentAdjustment(it, CHARGE, reading)),
    totals: readTotals(settlement, reading),
    vatBreakdown: taxes.map((tax) => readBreakdown(tax, reading)),
  };
}

const ALLOWANCE = { amount: "BR-DEC-01", base: "BR-DEC-02" };
const CHARGE = { amount: "BR-DEC-05", base: "BR-DEC-06" };

function firstOf<T>(elements: readonly XmlElement[], read: (element: XmlElement) => T | undefined): T | undefined {
  for (const element of elements) {
    const value = read(element);
    if (value !== undefined) return value;
  }
  return undefined;
}

function taxPointCode(event: string | undefined): string | undefined {
  const known = Object.entries(EVENT_CODE_OF_TAX_POINT).find(([, code]) => code === event);
  return known ? known[0] : event;
}

function readMeans(means: XmlElement, reading: Reading): Draft<PaymentMeans> {
  const account = child(means, "PayeePartyCreditorFinancialAccount");
  const card = child(means, "ApplicableTradeSettlementFinancialCard");
  return {
    code: reading.text(child(means, "TypeCode")),
    text: reading.text(child(means, "Information")),
    account: account && {
      id: reading.text(child(account, "IBANID")) ?? reading.text(child(account, "ProprietaryID")),
      name: reading.text(child(account, "AccountName")),
      bic: reading.text(descend(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID")),
    },
    card: card && {
      number: reading.text(child(card, "ID")),
      holder: reading.text(child(card, "CardholderName")),
    },
  };
}

function readDirectDebit(settlement: XmlElement | undefined, reading: Reading): Draft<DirectDebit> | undefined {
  const creditorId = reading.text(child(settlement, "CreditorReferenceID"));
  const mandate = firstOf(
    childrenOf(settlement, "SpecifiedTradePaymentTerms"),
    (terms) => reading.text(child(terms, "DirectDebitMandateID")),
  );
  const debitedAccount = firstOf(
    childrenOf(settlement, "SpecifiedTradeSettlementPaymentMeans"),
    (means) => reading.text(descend(means, "PayerPartyDebtorFinancialAccount/IBANID")),
  );
  return creditorId || mandate || debitedAccount ? { mandate, creditorId, debitedAccount } : undefined;
}

function readDocumentAdjustment(
  adjustment: XmlElement,
  rules: typeof ALLOWANCE,
  reading: Reading,
): Draft<DocumentAdjustment> {
  return {
    ...readAdjustment(adjustment, rules, reading),
    vat: readVatRate(child(adjustment, "CategoryTradeTax"), reading),
  };
}

function readTotals(settlement: XmlElement | undefined, reading: Reading): Draft<Totals> | undefined {
  const totals = child(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation");
  if (!totals) return undefined;
  const cents = (name: string, rule: string) => reading.cents(child(totals, name), rule);
  const currency = child(settlement, "InvoiceCurrencyCode")?.text, other = child(settlement, "TaxCurrencyCode")?.text;
  const vat = childrenOf(totals, "TaxTotalAmount");
  const main = vat.find((it) => it.attributes.currencyID === currency) ?? vat.find((it) => !it.attributes.currencyID);
  const accounting = other && other !== currency ? vat.find((it) => it.attributes.currencyID === other) : undefined;
  return {
    linesCents: cents("LineTotalAmount", "BR-DEC-09"),
    allowancesCents: cents("AllowanceTotalAmount", "BR-DEC-10"),
    chargesCents: cents("ChargeTotalAmount", "BR-DEC-11"),
    netCents: cents("TaxBasisTotalAmount", "BR-DEC-12"),
    vatCents: reading.cents(main, "BR-DEC-13"),
    vatAccountingCents: reading.cents(accounting, "BR-DEC-15"),
    grossCents: cents("GrandTotalAmount", "BR-DEC-14"),
    prepaidCents: cents("TotalPrepaidAmount", "BR-DEC-16"),
    roundingCents: cents("RoundingAmount", "BR-DEC-17"),
    dueCents: cents("DuePayableAmount", "BR-DEC-18"),
  };
}

function readBreakdown(tax: XmlElement, reading: Reading): Draft<VatBreakdown> {
  return {
    ...readVatRate(tax, reading),
    baseCents: reading.cents(child(tax, "BasisAmount"), "BR-DEC-19"),
    taxCents: reading.cents(child(tax, "CalculatedAmount"), "BR-DEC-20"),
    exemptionReason: reading.text(child(tax, "ExemptionReason")),
    exemptionCode: reading.text(child(tax, "ExemptionReasonCode")),
  };
}
