import { child, childrenOf, descend, type XmlElement } from "../../platform/xml.ts";
import type { Reading } from "../_reading.ts";
import type { Draft } from "../draft.ts";
import type { Adjustment, Item, Line, Period, Price, VatRate } from "../invoice_line.ts";

/** BG-25 Line. */
export function readLine(line: XmlElement, reading: Reading): Draft<Line> {
  const agreement = child(line, "SpecifiedLineTradeAgreement"),
    settlement = child(line, "SpecifiedLineTradeSettlement");
  const quantity = descend(line, "SpecifiedLineTradeDelivery/BilledQuantity");
  const adjustments = childrenOf(settlement, "SpecifiedTradeAllowanceCharge");
  const object = childrenOf(settlement, "AdditionalReferencedDocument")
    .find((document) => child(document, "TypeCode")?.text === "130");
  return {
    id: reading.text(descend(line, "AssociatedDocumentLineDocument/LineID")),
    note: reading.text(descend(line, "AssociatedDocumentLineDocument/IncludedNote/Content")),
    invoicedObject: object && {
      id: reading.text(child(object, "IssuerAssignedID")),
      scheme: reading.text(child(object, "ReferenceTypeCode")),
    },
    quantity: reading.number(quantity),
    unit: quantity?.attributes.unitCode,
    netCents: reading.cents(
      descend(settlement, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"),
      "BR-DEC-23",
    ),
    orderLine: reading.text(descend(agreement, "BuyerOrderReferencedDocument/LineID")),
    buyerAccounting: reading.text(descend(settlement, "ReceivableSpecifiedTradeAccountingAccount/ID")),
    period: readPeriod(child(settlement, "BillingSpecifiedPeriod"), reading),
    allowances: adjustments.filter((it) => !isCharge(it)).map((it) => readAdjustment(it, LINE_ALLOWANCE, reading)),
    charges: adjustments.filter(isCharge).map((it) => readAdjustment(it, LINE_CHARGE, reading)),
    price: readPrice(agreement, reading),
    vat: readVatRate(child(settlement, "ApplicableTradeTax"), reading),
    item: readItem(child(line, "SpecifiedTradeProduct"), reading),
  };
}

/** BG-14, BG-26 Period. */
export function readPeriod(period: XmlElement | undefined, reading: Reading): Draft<Period> | undefined {
  return period && {
    startOn: reading.date(descend(period, "StartDateTime/DateTimeString")),
    endOn: reading.date(descend(period, "EndDateTime/DateTimeString")),
  };
}

/** True for a charge, false for an allowance. */
export function isCharge(adjustment: XmlElement): boolean {
  return descend(adjustment, "ChargeIndicator/Indicator")?.text === "true";
}

/** BG-20, BG-21, BG-27, BG-28, with the BR-DEC rules of the amount and of its base. */
export function readAdjustment(
  adjustment: XmlElement,
  rules: { readonly amount: string; readonly base: string },
  reading: Reading,
): Draft<Adjustment> {
  return {
    amountCents: reading.cents(child(adjustment, "ActualAmount"), rules.amount),
    baseCents: reading.cents(child(adjustment, "BasisAmount"), rules.base),
    percentBp: reading.rate(child(adjustment, "CalculationPercent")),
    reason: reading.text(child(adjustment, "Reason")),
    reasonCode: reading.text(child(adjustment, "ReasonCode")),
  };
}

/** Category and rate of a tax element. */
export function readVatRate(tax: XmlElement | undefined, reading: Reading): Draft<VatRate> | undefined {
  return tax && {
    category: reading.text(child(tax, "CategoryCode")),
    rateBp: reading.rate(child(tax, "RateApplicablePercent")),
  };
}

const LINE_ALLOWANCE = { amount: "BR-DEC-24", base: "BR-DEC-25" };
const LINE_CHARGE = { amount: "BR-DEC-27", base: "BR-DEC-28" };

function readPrice(agreement: XmlElement | undefined, reading: Reading): Draft<Price> | undefined {
  const net = child(agreement, "NetPriceProductTradePrice"), gross = child(agreement, "GrossPriceProductTradePrice");
  if (!net && !gross) return undefined;
  const base = child(net, "BasisQuantity") ?? child(gross, "BasisQuantity");
  return {
    net: reading.number(child(net, "ChargeAmount")),
    discount: reading.number(descend(gross, "AppliedTradeAllowanceCharge/ActualAmount")),
    gross: reading.number(child(gross, "ChargeAmount")),
    baseQuantity: reading.number(base),
    baseUnit: base?.attributes.unitCode,
  };
}

function readItem(item: XmlElement | undefined, reading: Reading): Draft<Item> | undefined {
  return item && {
    name: reading.text(child(item, "Name")),
    description: reading.text(child(item, "Description")),
    sellerId: reading.text(child(item, "SellerAssignedID")),
    buyerId: reading.text(child(item, "BuyerAssignedID")),
    standardId: reading.identifier(child(item, "GlobalID")),
    classifications: childrenOf(item, "DesignatedProductClassification").map((it) => child(it, "ClassCode"))
      .map((code) => ({ ...reading.identifier(code, "listID"), version: code?.attributes.listVersionID })),
    originCountry: reading.text(descend(item, "OriginTradeCountry/ID")),
    attributes: childrenOf(item, "ApplicableProductCharacteristic").map((it) => ({
      name: reading.text(child(it, "Description")),
      value: reading.text(child(it, "Value")),
    })),
  };
}
