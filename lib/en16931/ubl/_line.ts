import { type Decimal, decimalText } from "../../base/decimal.ts";
import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import type { Item, Line, Price } from "../invoice_line.ts";
import { adjustmentBlocks, amount, identifier, idGroup, number, periodBlock, taxCategoryBlock } from "./_elements.ts";

/** What a line is called, with its quantity, in an invoice and in a credit note. */
export interface LineNames {
  readonly line: string;
  readonly quantity: string;
}

/** BG-25 Line. */
export function lineBlock(line: Line, names: LineNames, currency: string): Xml {
  return node(names.line, [
    leaf("cbc:ID", line.id),
    leaf("cbc:Note", line.note),
    number(names.quantity, line.quantity, line.unit),
    amount("cbc:LineExtensionAmount", line.netCents, currency),
    leaf("cbc:AccountingCost", line.buyerAccounting),
    periodBlock(line.period),
    node("cac:OrderLineReference", [leaf("cbc:LineID", line.orderLine)]),
    objectBlock(line),
    adjustmentBlocks(line, currency),
    itemBlock(line),
    priceBlock(line.price, currency),
  ]);
}

function objectBlock(line: Line): Xml {
  if (!line.invoicedObject) return sequence([]);
  return node("cac:DocumentReference", [
    identifier("cbc:ID", line.invoicedObject),
    leaf("cbc:DocumentTypeCode", "130"),
  ]);
}

function itemBlock({ item, vat }: Line): Xml {
  return node("cac:Item", [
    leaf("cbc:Description", item.description),
    leaf("cbc:Name", item.name),
    node("cac:BuyersItemIdentification", [leaf("cbc:ID", item.buyerId)]),
    node("cac:SellersItemIdentification", [leaf("cbc:ID", item.sellerId)]),
    idGroup("cac:StandardItemIdentification", item.standardId),
    node("cac:OriginCountry", [leaf("cbc:IdentificationCode", item.originCountry)]),
    classificationBlocks(item),
    taxCategoryBlock("cac:ClassifiedTaxCategory", vat),
    sequence(
      item.attributes.map((attribute) =>
        node("cac:AdditionalItemProperty", [leaf("cbc:Name", attribute.name), leaf("cbc:Value", attribute.value)])
      ),
    ),
  ]);
}

function classificationBlocks(item: Item): Xml {
  return sequence(item.classifications.map((classification) =>
    node("cac:CommodityClassification", [
      leaf("cbc:ItemClassificationCode", classification.id, {
        listID: classification.scheme,
        listVersionID: classification.version,
      }),
    ])
  ));
}

function priceBlock(price: Price, currency: string): Xml {
  return node("cac:Price", [
    priceAmount("cbc:PriceAmount", price.net, currency),
    number("cbc:BaseQuantity", price.baseQuantity, price.baseUnit),
    price.gross === undefined ? sequence([]) : node("cac:AllowanceCharge", [
      leaf("cbc:ChargeIndicator", "false"),
      priceAmount("cbc:Amount", price.discount ?? NO_DISCOUNT, currency),
      priceAmount("cbc:BaseAmount", price.gross, currency),
    ]),
  ]);
}

// UBL has no gross price without a discount.
const NO_DISCOUNT: Decimal = { units: 0n, scale: 0 };

function priceAmount(name: string, value: Decimal, currency: string): Xml {
  return leaf(name, decimalText(value), { currencyID: currency });
}
