import type { IsoDate } from "../base/dates.ts";
import type { Decimal } from "../base/decimal.ts";
import type { BasisPoints, Cents } from "../base/money.ts";

/** BG-25 Line. */
export interface Line {
  /** BT-126 Number of the line. */
  readonly id: string;
  /** BT-127 */
  readonly note?: string | undefined;
  /** BT-128 Object invoiced, scheme of UNTDID 1153. */
  readonly invoicedObject?: Identifier | undefined;
  /** BT-129 */
  readonly quantity: Decimal;
  /** BT-130 Unit, UN/ECE recommendations 20 and 21: C62 piece, HUR hour, MTR metre… */
  readonly unit: string;
  /** BT-131 Quantity × price ± allowances and charges, without VAT. */
  readonly netCents: Cents;
  /** BT-132 Line of the purchase order. */
  readonly orderLine?: string | undefined;
  /** BT-133 */
  readonly buyerAccounting?: string | undefined;
  /** BG-26 */
  readonly period?: Period | undefined;
  /** BG-27 */
  readonly allowances: readonly Adjustment[];
  /** BG-28 */
  readonly charges: readonly Adjustment[];
  /** BG-29 */
  readonly price: Price;
  /** BG-30 */
  readonly vat: VatRate;
  /** BG-31 */
  readonly item: Item;
}

/** BG-29 Price without VAT. */
export interface Price {
  /** BT-146 Net price: gross less discount. */
  readonly net: Decimal;
  /** BT-147 Discount on the gross price. */
  readonly discount?: Decimal | undefined;
  /** BT-148 Gross price. */
  readonly gross?: Decimal | undefined;
  /** BT-149 Number of units that the price is for; 1 where absent. */
  readonly baseQuantity?: Decimal | undefined;
  /** BT-150 Unit of BT-149, the same as BT-130. */
  readonly baseUnit?: string | undefined;
}

/** BG-31 Item. */
export interface Item {
  /** BT-153 */
  readonly name: string;
  /** BT-154 */
  readonly description?: string | undefined;
  /** BT-155 */
  readonly sellerId?: string | undefined;
  /** BT-156 */
  readonly buyerId?: string | undefined;
  /** BT-157 GTIN has scheme 0160. */
  readonly standardId?: Identifier | undefined;
  /** BT-158 Scheme of UNTDID 7143. */
  readonly classifications: readonly Classification[];
  /** BT-159 */
  readonly originCountry?: string | undefined;
  /** BG-32 */
  readonly attributes: readonly ItemAttribute[];
}

/** BT-158 Classification. */
export interface Classification extends Identifier {
  /** BT-158-2 */
  readonly version?: string | undefined;
}

/** BG-32 Attribute of an item: « Couleur », « noir ». */
export interface ItemAttribute {
  /** BT-160 */
  readonly name: string;
  /** BT-161 */
  readonly value: string;
}

/** BG-27, BG-28 Allowance or charge on a line; amounts are positive in both. */
export interface Adjustment {
  /** BT-92, BT-99, BT-136, BT-141 */
  readonly amountCents: Cents;
  /** BT-93, BT-100, BT-137, BT-142 What the percentage applies to. */
  readonly baseCents?: Cents | undefined;
  /** BT-94, BT-101, BT-138, BT-143 Percentage in basis points. */
  readonly percentBp?: BasisPoints | undefined;
  /** BT-97, BT-104, BT-139, BT-144 */
  readonly reason?: string | undefined;
  /** BT-98, BT-140 (UNTDID 5189); BT-105, BT-145 (UNTDID 7161). */
  readonly reasonCode?: string | undefined;
}

/** VAT category and rate of a line, an allowance or a charge. */
export interface VatRate {
  /** BT-95, BT-102, BT-151 Category of UNTDID 5305: S, Z, E, AE, K, G, O. */
  readonly category: string;
  /** BT-96, BT-103, BT-152 Rate in basis points; none in category O. */
  readonly rateBp?: BasisPoints | undefined;
}

/** BG-14, BG-26 Period; one end may be open. */
export interface Period {
  /** BT-73, BT-134 First day. */
  readonly startOn?: IsoDate | undefined;
  /** BT-74, BT-135 Last day. */
  readonly endOn?: IsoDate | undefined;
}

/** An identifier and the scheme that issued it (ISO 6523 ICD, EAS or UNTDID code by context). */
export interface Identifier {
  readonly id: string;
  readonly scheme?: string | undefined;
}
