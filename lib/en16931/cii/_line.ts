import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import type { Item, Line, Price, VatRate } from "../invoice_line.ts";
import { adjustmentBlocks } from "./_adjustment.ts";
import { amount, dateTime, identifier, number, percent } from "./_elements.ts";

/** BG-25 Line. */
export function lineBlock(line: Line): Xml {
  return node("ram:IncludedSupplyChainTradeLineItem", [
    node("ram:AssociatedDocumentLineDocument", [
      leaf("ram:LineID", line.id),
      node("ram:IncludedNote", [leaf("ram:Content", line.note)]),
    ]),
    itemBlock(line.item),
    agreementBlock(line),
    node("ram:SpecifiedLineTradeDelivery", [number("ram:BilledQuantity", line.quantity, line.unit)]),
    settlementBlock(line),
  ]);
}

/** BG-14, BG-26 Period. */
export function periodBlock(period: Line["period"]): Xml {
  return node("ram:BillingSpecifiedPeriod", [
    dateTime("ram:StartDateTime", period?.startOn),
    dateTime("ram:EndDateTime", period?.endOn),
  ]);
}

function itemBlock(item: Item): Xml {
  return node("ram:SpecifiedTradeProduct", [
    identifier("ram:GlobalID", item.standardId),
    leaf("ram:SellerAssignedID", item.sellerId),
    leaf("ram:BuyerAssignedID", item.buyerId),
    leaf("ram:Name", item.name),
    leaf("ram:Description", item.description),
    sequence(item.attributes.map((attribute) =>
      node("ram:ApplicableProductCharacteristic", [
        leaf("ram:Description", attribute.name),
        leaf("ram:Value", attribute.value),
      ])
    )),
    sequence(item.classifications.map((classification) =>
      node("ram:DesignatedProductClassification", [
        leaf("ram:ClassCode", classification.id, {
          listID: classification.scheme,
          listVersionID: classification.version,
        }),
      ])
    )),
    node("ram:OriginTradeCountry", [leaf("ram:ID", item.originCountry)]),
  ]);
}

function agreementBlock(line: Line): Xml {
  return node("ram:SpecifiedLineTradeAgreement", [
    node("ram:BuyerOrderReferencedDocument", [leaf("ram:LineID", line.orderLine)]),
    grossPriceBlock(line.price),
    node("ram:NetPriceProductTradePrice", [number("ram:ChargeAmount", line.price.net), baseQuantity(line.price)]),
  ]);
}

function grossPriceBlock(price: Price): Xml {
  if (price.gross === undefined) return sequence([]);
  const discount = price.discount === undefined ? sequence([]) : node("ram:AppliedTradeAllowanceCharge", [
    node("ram:ChargeIndicator", [leaf("udt:Indicator", "false")]),
    number("ram:ActualAmount", price.discount),
  ]);
  return node("ram:GrossPriceProductTradePrice", [
    number("ram:ChargeAmount", price.gross),
    baseQuantity(price),
    discount,
  ]);
}

function baseQuantity(price: Price): Xml {
  return number("ram:BasisQuantity", price.baseQuantity, price.baseUnit);
}

function settlementBlock(line: Line): Xml {
  return node("ram:SpecifiedLineTradeSettlement", [
    lineTax(line.vat),
    periodBlock(line.period),
    adjustmentBlocks(line),
    node("ram:SpecifiedTradeSettlementLineMonetarySummation", [amount("ram:LineTotalAmount", line.netCents)]),
    line.invoicedObject
      ? node("ram:AdditionalReferencedDocument", [
        leaf("ram:IssuerAssignedID", line.invoicedObject.id),
        leaf("ram:TypeCode", "130"),
        leaf("ram:ReferenceTypeCode", line.invoicedObject.scheme),
      ])
      : sequence([]),
    node("ram:ReceivableSpecifiedTradeAccountingAccount", [leaf("ram:ID", line.buyerAccounting)]),
  ]);
}

function lineTax(vat: VatRate): Xml {
  return node("ram:ApplicableTradeTax", [
    leaf("ram:TypeCode", "VAT"),
    leaf("ram:CategoryCode", vat.category),
    percent("ram:RateApplicablePercent", vat.rateBp),
  ]);
}
