import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import { CREDIT_NOTE_CODES } from "../code_lists.ts";
import type { DirectDebit, Invoice, PaymentMeans } from "../invoice.ts";
import { adjustmentBlocks, amount, taxCategoryBlock } from "./_elements.ts";

/** Payment, allowances, charges, VAT and totals. */
export function settlementBlocks(invoice: Invoice): Xml[] {
  return [
    sequence(invoice.paymentMeans.map((means, index) => paymentMeansBlock(means, index, invoice))),
    node("cac:PaymentTerms", [leaf("cbc:Note", invoice.paymentTerms)]),
    adjustmentBlocks(invoice, invoice.currency),
    taxTotalBlock(invoice),
    accountingTaxTotalBlock(invoice),
    totalsBlock(invoice),
  ];
}

function paymentMeansBlock(means: PaymentMeans, index: number, invoice: Invoice): Xml {
  const isFirst = index === 0;
  const dueOn = isFirst && CREDIT_NOTE_CODES.has(invoice.typeCode) ? invoice.dueOn : undefined;
  return node("cac:PaymentMeans", [
    // BT-82 once, although UBL has a place for it with each account (UBL-SR-46).
    leaf("cbc:PaymentMeansCode", means.code, { name: isFirst ? means.text : undefined }),
    leaf("cbc:PaymentDueDate", dueOn),
    leaf("cbc:PaymentID", invoice.remittance),
    cardBlock(means.card),
    node("cac:PayeeFinancialAccount", [
      leaf("cbc:ID", means.account?.id),
      leaf("cbc:Name", means.account?.name),
      node("cac:FinancialInstitutionBranch", [leaf("cbc:ID", means.account?.bic)]),
    ]),
    mandateBlock(isFirst ? invoice.directDebit : undefined),
  ]);
}

// The schema wants the card's network, which EN 16931 does not have.
function cardBlock(card: PaymentMeans["card"]): Xml {
  if (!card) return sequence([]);
  return node("cac:CardAccount", [
    leaf("cbc:PrimaryAccountNumberID", card.number),
    leaf("cbc:NetworkID", "NA"),
    leaf("cbc:HolderName", card.holder),
  ]);
}

function mandateBlock(directDebit: DirectDebit | undefined): Xml {
  return node("cac:PaymentMandate", [
    leaf("cbc:ID", directDebit?.mandate),
    node("cac:PayerFinancialAccount", [leaf("cbc:ID", directDebit?.debitedAccount)]),
  ]);
}

function taxTotalBlock({ totals, vatBreakdown, currency }: Invoice): Xml {
  // BT-110 is optional in the model; UBL has no breakdown without it.
  const total = totals.vatCents ?? vatBreakdown.reduce((sum, row) => sum + row.taxCents, 0n);
  return node("cac:TaxTotal", [
    amount("cbc:TaxAmount", total, currency),
    ...vatBreakdown.map((row) =>
      node("cac:TaxSubtotal", [
        amount("cbc:TaxableAmount", row.baseCents, currency),
        amount("cbc:TaxAmount", row.taxCents, currency),
        taxCategoryBlock("cac:TaxCategory", row),
      ])
    ),
  ]);
}

function accountingTaxTotalBlock({ totals, vatCurrency }: Invoice): Xml {
  return vatCurrency === undefined
    ? sequence([])
    : node("cac:TaxTotal", [amount("cbc:TaxAmount", totals.vatAccountingCents, vatCurrency)]);
}

function totalsBlock({ totals, currency }: Invoice): Xml {
  return node("cac:LegalMonetaryTotal", [
    amount("cbc:LineExtensionAmount", totals.linesCents, currency),
    amount("cbc:TaxExclusiveAmount", totals.netCents, currency),
    amount("cbc:TaxInclusiveAmount", totals.grossCents, currency),
    amount("cbc:AllowanceTotalAmount", totals.allowancesCents, currency),
    amount("cbc:ChargeTotalAmount", totals.chargesCents, currency),
    amount("cbc:PrepaidAmount", totals.prepaidCents, currency),
    amount("cbc:PayableRoundingAmount", totals.roundingCents, currency),
    amount("cbc:PayableAmount", totals.dueCents, currency),
  ]);
}
