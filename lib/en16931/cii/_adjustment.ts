import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import type { DocumentAdjustment } from "../invoice.ts";
import type { Adjustment, VatRate } from "../invoice_line.ts";
import { amount, percent } from "./_elements.ts";

/** What has allowances and charges: a document (with VAT) or a line (without). */
interface Adjusted {
  readonly allowances: readonly (Adjustment | DocumentAdjustment)[];
  readonly charges: readonly (Adjustment | DocumentAdjustment)[];
}

/** BG-20, BG-21, BG-27, BG-28 Allowances, then charges. */
export function adjustmentBlocks(adjusted: Adjusted): Xml {
  return sequence([
    ...adjusted.allowances.map((allowance) => adjustmentBlock(allowance, "false")),
    ...adjusted.charges.map((charge) => adjustmentBlock(charge, "true")),
  ]);
}

function adjustmentBlock(adjustment: Adjustment | DocumentAdjustment, isCharge: "true" | "false"): Xml {
  return node("ram:SpecifiedTradeAllowanceCharge", [
    node("ram:ChargeIndicator", [leaf("udt:Indicator", isCharge)]),
    percent("ram:CalculationPercent", adjustment.percentBp),
    amount("ram:BasisAmount", adjustment.baseCents),
    amount("ram:ActualAmount", adjustment.amountCents),
    leaf("ram:ReasonCode", adjustment.reasonCode),
    leaf("ram:Reason", adjustment.reason),
    "vat" in adjustment ? categoryTax(adjustment.vat) : sequence([]),
  ]);
}

function categoryTax(vat: VatRate): Xml {
  return node("ram:CategoryTradeTax", [
    leaf("ram:TypeCode", "VAT"),
    leaf("ram:CategoryCode", vat.category),
    percent("ram:RateApplicablePercent", vat.rateBp),
  ]);
}
