import { type Decimal, decimalText } from "../../base/decimal.ts";
import { type Cents, centsText } from "../../base/money.ts";
import { rateText } from "../../base/rates.ts";
import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import type { DocumentAdjustment, VatBreakdown } from "../invoice.ts";
import type { Adjustment, Identifier, Period, VatRate } from "../invoice_line.ts";

/** An amount; UBL wants its currency everywhere. */
export function amount(name: string, cents: Cents | undefined, currency: string): Xml {
  return leaf(name, cents === undefined ? undefined : centsText(cents), { currencyID: currency });
}

/** A quantity or another exact number. */
export function number(name: string, value: Decimal | undefined, unit?: string): Xml {
  return leaf(name, value && decimalText(value), { unitCode: unit });
}

/** An identifier with its scheme. */
export function identifier(name: string, value: Identifier | undefined): Xml {
  return leaf(name, value?.id, { schemeID: value?.scheme });
}

/** A group that holds one identifier. */
export function idGroup(name: string, value: Identifier | undefined): Xml {
  return node(name, [identifier("cbc:ID", value)]);
}

/** BG-14, BG-26 Period, with BT-8 in that of the document. */
export function periodBlock(period: Period | undefined, taxPointCode?: string): Xml {
  return node("cac:InvoicePeriod", [
    leaf("cbc:StartDate", period?.startOn),
    leaf("cbc:EndDate", period?.endOn),
    leaf("cbc:DescriptionCode", taxPointCode),
  ]);
}

/** Category, rate and, in the breakdown, why there is no VAT. */
export function taxCategoryBlock(name: string, vat: VatRate | VatBreakdown): Xml {
  return node(name, [
    leaf("cbc:ID", vat.category),
    leaf("cbc:Percent", vat.rateBp === undefined ? undefined : rateText(vat.rateBp)),
    leaf("cbc:TaxExemptionReasonCode", "exemptionCode" in vat ? vat.exemptionCode : undefined),
    leaf("cbc:TaxExemptionReason", "exemptionReason" in vat ? vat.exemptionReason : undefined),
    VAT_SCHEME,
  ]);
}

/** The tax that nearly all our tax elements are about. */
export const VAT_SCHEME: Xml = node("cac:TaxScheme", [leaf("cbc:ID", "VAT")]);

/** What has allowances and charges: a document (with VAT) or a line (without). */
interface Adjusted {
  readonly allowances: readonly (Adjustment | DocumentAdjustment)[];
  readonly charges: readonly (Adjustment | DocumentAdjustment)[];
}

/** BG-20, BG-21, BG-27, BG-28 Allowances, then charges. */
export function adjustmentBlocks(adjusted: Adjusted, currency: string): Xml {
  return sequence([
    ...adjusted.allowances.map((allowance) => adjustmentBlock(allowance, "false", currency)),
    ...adjusted.charges.map((charge) => adjustmentBlock(charge, "true", currency)),
  ]);
}

function adjustmentBlock(
  adjustment: Adjustment | DocumentAdjustment,
  isCharge: "true" | "false",
  currency: string,
): Xml {
  const percent = adjustment.percentBp;
  return node("cac:AllowanceCharge", [
    leaf("cbc:ChargeIndicator", isCharge),
    leaf("cbc:AllowanceChargeReasonCode", adjustment.reasonCode),
    leaf("cbc:AllowanceChargeReason", adjustment.reason),
    leaf("cbc:MultiplierFactorNumeric", percent === undefined ? undefined : rateText(percent)),
    amount("cbc:Amount", adjustment.amountCents, currency),
    amount("cbc:BaseAmount", adjustment.baseCents, currency),
    "vat" in adjustment ? taxCategoryBlock("cac:TaxCategory", adjustment.vat) : sequence([]),
  ]);
}
