import { child, childrenOf, descend, type XmlElement } from "../../platform/xml.ts";
import type { Reading } from "../_reading.ts";
import type { Draft } from "../draft.ts";
import type { Adjustment, Item, Line, Period, Price, VatRate } from "../invoice_line.ts";

/** BG-25 Line. */
export function readLine(line: XmlElement, reading: Reading): Draft<Line> {
  const quantity = child(line, "InvoicedQuantity") ?? child(line, "CreditedQuantity");
  const adjustments = childrenOf(line, "AllowanceCharge");
  const object = childrenOf(line, "DocumentReference")
    .find((reference) => child(reference, "DocumentTypeCode")?.text === "130");
  return {
    id: reading.text(child(line, "ID")),
    note: reading.text(child(line, "Note")),
    invoicedObject: reading.identifier(child(object, "ID")),
    quantity: reading.number(quantity),
    unit: quantity?.attributes.unitCode,
    netCents: reading.cents(child(line, "LineExtensionAmount"), "BR-DEC-23"),
    orderLine: reading.text(descend(line, "OrderLineReference/LineID")),
    buyerAccounting: reading.text(child(line, "AccountingCost")),
    period: readPeriod(child(line, "InvoicePeriod"), reading),
    allowances: adjustments.filter((it) => !isCharge(it)).map((it) => readAdjustment(it, LINE_ALLOWANCE, reading)),
    charges: adjustments.filter(isCharge).map((it) => readAdjustment(it, LINE_CHARGE, reading)),
    price: readPrice(child(line, "Price"), reading),
    vat: readVatRate(descend(line, "Item/ClassifiedTaxCategory"), reading),
    item: readItem(child(line, "Item"), reading),
  };
}

/** BG-14, BG-26 Period; one that only carries the tax point code is none. */
export function readPeriod(period: XmlElement | undefined, reading: Reading): Draft<Period> | undefined {
  if (!period) return undefined;
  const startOn = reading.date(child(period, "StartDate")), endOn = reading.date(child(period, "EndDate"));
  return !startOn && !endOn && child(period, "DescriptionCode") ? undefined : { startOn, endOn };
}

/** True for a charge, false for an allowance. */
export function isCharge(adjustment: XmlElement): boolean {
  return child(adjustment, "ChargeIndicator")?.text === "true";
}

/** BG-20, BG-21, BG-27, BG-28, with the BR-DEC rules of the amount and of its base. */
export function readAdjustment(
  adjustment: XmlElement,
  rules: { readonly amount: string; readonly base: string },
  reading: Reading,
): Draft<Adjustment> {
  return {
    amountCents: reading.cents(child(adjustment, "Amount"), rules.amount),
    baseCents: reading.cents(child(adjustment, "BaseAmount"), rules.base),
    percentBp: reading.rate(child(adjustment, "MultiplierFactorNumeric")),
    reason: reading.text(child(adjustment, "AllowanceChargeReason")),
    reasonCode: reading.text(child(adjustment, "AllowanceChargeReasonCode")),
  };
}

/** Category and rate of a VAT category element; none where its scheme is another tax. */
export function readVatRate(category: XmlElement | undefined, reading: Reading): Draft<VatRate> | undefined {
  const scheme = descend(category, "TaxScheme/ID")?.text.toUpperCase() ?? "VAT";
  if (!category || scheme !== "VAT") return undefined;
  return { category: reading.text(child(category, "ID")), rateBp: reading.rate(child(category, "Percent")) };
}

const LINE_ALLOWANCE = { amount: "BR-DEC-24", base: "BR-DEC-25" };
const LINE_CHARGE = { amount: "BR-DEC-27", base: "BR-DEC-28" };

function readPrice(price: XmlElement | undefined, reading: Reading): Draft<Price> | undefined {
  const base = child(price, "BaseQuantity");
  return price && {
    net: reading.number(child(price, "PriceAmount")),
    discount: reading.number(descend(price, "AllowanceCharge/Amount")),
    gross: reading.number(descend(price, "AllowanceCharge/BaseAmount")),
    baseQuantity: reading.number(base),
    baseUnit: base?.attributes.unitCode,
  };
}

function readItem(item: XmlElement | undefined, reading: Reading): Draft<Item> | undefined {
  return item && {
    name: reading.text(child(item, "Name")),
    description: reading.text(child(item, "Description")),
    sellerId: reading.text(descend(item, "SellersItemIdentification/ID")),
    buyerId: reading.text(descend(item, "BuyersItemIdentification/ID")),
    standardId: reading.identifier(descend(item, "StandardItemIdentification/ID")),
    classifications: childrenOf(item, "CommodityClassification").map((it) => child(it, "ItemClassificationCode"))
      .map((code) => ({ ...reading.identifier(code, "listID"), version: code?.attributes.listVersionID })),
    originCountry: reading.text(descend(item, "OriginCountry/IdentificationCode")),
    attributes: childrenOf(item, "AdditionalItemProperty").map((property) => ({
      name: reading.text(child(property, "Name")),
      value: reading.text(child(property, "Value")),
    })),
  };
}
