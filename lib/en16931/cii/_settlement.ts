import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import { EVENT_CODE_OF_TAX_POINT } from "../code_lists.ts";
import type { Invoice, PaymentMeans, PrecedingInvoice, Totals, VatBreakdown } from "../invoice.ts";
import { adjustmentBlocks } from "./_adjustment.ts";
import { amount, dateTime, percent, plainDate, referenceDate } from "./_elements.ts";
import { periodBlock } from "./_line.ts";
import { payeeBlock } from "./_party.ts";

/** How the invoice is paid, taxed and totalled. */
export function settlementBlock(invoice: Invoice): Xml {
  return node("ram:ApplicableHeaderTradeSettlement", [
    leaf("ram:CreditorReferenceID", invoice.directDebit?.creditorId),
    leaf("ram:PaymentReference", invoice.remittance),
    leaf("ram:TaxCurrencyCode", invoice.vatCurrency),
    leaf("ram:InvoiceCurrencyCode", invoice.currency),
    payeeBlock(invoice.payee),
    sequence(invoice.paymentMeans.map((means) => paymentMeansBlock(means, invoice.directDebit?.debitedAccount))),
    sequence(invoice.vatBreakdown.map((row, index) => vatBlock(row, index, invoice))),
    periodBlock(invoice.period),
    adjustmentBlocks(invoice),
    termsBlock(invoice),
    totalsBlock(invoice.totals, invoice),
    sequence(invoice.precedingInvoices.map(precedingBlock)),
    node("ram:ReceivableSpecifiedTradeAccountingAccount", [leaf("ram:ID", invoice.buyerAccounting)]),
  ]);
}

function paymentMeansBlock(means: PaymentMeans, debitedAccount: string | undefined): Xml {
  return node("ram:SpecifiedTradeSettlementPaymentMeans", [
    leaf("ram:TypeCode", means.code),
    leaf("ram:Information", means.text),
    node("ram:ApplicableTradeSettlementFinancialCard", [
      leaf("ram:ID", means.card?.number),
      leaf("ram:CardholderName", means.card?.holder),
    ]),
    node("ram:PayerPartyDebtorFinancialAccount", [leaf("ram:IBANID", debitedAccount)]),
    accountBlock(means.account),
    node("ram:PayeeSpecifiedCreditorFinancialInstitution", [leaf("ram:BICID", means.account?.bic)]),
  ]);
}

function accountBlock(account: PaymentMeans["account"]): Xml {
  const isIban = account !== undefined && /^[A-Z]{2}\d{2}/.test(account.id);
  return node("ram:PayeePartyCreditorFinancialAccount", [
    leaf("ram:IBANID", isIban ? account.id : undefined),
    leaf("ram:AccountName", account?.name),
    leaf("ram:ProprietaryID", isIban ? undefined : account?.id),
  ]);
}

// BT-7 and BT-8 belong to the document; CII keeps them with the VAT, and wants the date once (CII-SR-461).
function vatBlock(row: VatBreakdown, index: number, invoice: Invoice): Xml {
  const point = invoice.taxPointCode;
  return node("ram:ApplicableTradeTax", [
    amount("ram:CalculatedAmount", row.taxCents),
    leaf("ram:TypeCode", "VAT"),
    leaf("ram:ExemptionReason", row.exemptionReason),
    amount("ram:BasisAmount", row.baseCents),
    leaf("ram:CategoryCode", row.category),
    leaf("ram:ExemptionReasonCode", row.exemptionCode),
    plainDate("ram:TaxPointDate", index === 0 ? invoice.taxPointOn : undefined),
    leaf("ram:DueDateTypeCode", point && (EVENT_CODE_OF_TAX_POINT[point] ?? point)),
    percent("ram:RateApplicablePercent", row.rateBp),
  ]);
}

function termsBlock(invoice: Invoice): Xml {
  return node("ram:SpecifiedTradePaymentTerms", [
    leaf("ram:Description", invoice.paymentTerms),
    dateTime("ram:DueDateDateTime", invoice.dueOn),
    leaf("ram:DirectDebitMandateID", invoice.directDebit?.mandate),
  ]);
}

function totalsBlock(totals: Totals, invoice: Invoice): Xml {
  return node("ram:SpecifiedTradeSettlementHeaderMonetarySummation", [
    amount("ram:LineTotalAmount", totals.linesCents),
    amount("ram:ChargeTotalAmount", totals.chargesCents),
    amount("ram:AllowanceTotalAmount", totals.allowancesCents),
    amount("ram:TaxBasisTotalAmount", totals.netCents),
    amount("ram:TaxTotalAmount", totals.vatCents, invoice.currency),
    amount("ram:TaxTotalAmount", totals.vatAccountingCents, invoice.vatCurrency),
    amount("ram:RoundingAmount", totals.roundingCents),
    amount("ram:GrandTotalAmount", totals.grossCents),
    amount("ram:TotalPrepaidAmount", totals.prepaidCents),
    amount("ram:DuePayableAmount", totals.dueCents),
  ]);
}

function precedingBlock(preceding: PrecedingInvoice): Xml {
  return node("ram:InvoiceReferencedDocument", [
    leaf("ram:IssuerAssignedID", preceding.number),
    referenceDate("ram:FormattedIssueDateTime", preceding.issuedOn),
  ]);
}
