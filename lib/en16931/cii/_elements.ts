import type { IsoDate } from "../../base/dates.ts";
import { type Decimal, decimalText } from "../../base/decimal.ts";
import { type Cents, centsText } from "../../base/money.ts";
import { rateText } from "../../base/rates.ts";
import { leaf, node, type Xml } from "../../platform/xml.ts";
import type { Identifier } from "../invoice_line.ts";

/** Namespaces of Cross Industry Invoice D22B, by the prefix that we write. */
export const CII_NAMESPACES = {
  rsm: "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
  ram: "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
  qdt: "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
  udt: "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
} as const;

/** UNTDID 2379: a date written AAAAMMJJ. */
const DATE_FORMAT = { format: "102" };

/** An amount; the currency only where the syntax asks for it. */
export function amount(name: string, cents: Cents | undefined, currency?: string): Xml {
  return leaf(name, cents === undefined ? undefined : centsText(cents), { currencyID: currency });
}

/** A quantity, a price or another exact number. */
export function number(name: string, value: Decimal | undefined, unit?: string): Xml {
  return leaf(name, value && decimalText(value), { unitCode: unit });
}

/** A rate, from basis points. */
export function percent(name: string, rateBp: number | undefined): Xml {
  return leaf(name, rateBp === undefined ? undefined : rateText(rateBp));
}

/** A date in the usual wrapper, `udt:DateTimeString`. */
export function dateTime(name: string, date: IsoDate | undefined): Xml {
  return node(name, [leaf("udt:DateTimeString", date && compact(date), DATE_FORMAT)]);
}

/** A date in the wrapper of references to other documents, `qdt:DateTimeString`. */
export function referenceDate(name: string, date: IsoDate | undefined): Xml {
  return node(name, [leaf("qdt:DateTimeString", date && compact(date), DATE_FORMAT)]);
}

/** A date in the wrapper of the tax point, `udt:DateString`. */
export function plainDate(name: string, date: IsoDate | undefined): Xml {
  return node(name, [leaf("udt:DateString", date && compact(date), DATE_FORMAT)]);
}

/** An identifier with its scheme. */
export function identifier(name: string, value: Identifier | undefined): Xml {
  return leaf(name, value?.id, { schemeID: value?.scheme });
}

/** A reference to a document by its number alone. */
export function documentReference(name: string, number: string | undefined): Xml {
  return node(name, [leaf("ram:IssuerAssignedID", number)]);
}

function compact(date: IsoDate): string {
  return date.replaceAll("-", "");
}
