import type { IsoInstant } from "../base/dates.ts";
import type { Decimal } from "../base/decimal.ts";
import type { Uuid } from "../base/ids.ts";
import type { BasisPoints } from "../base/money.ts";

/** Goods or services: French invoices must say which (CGI ann. II 242 nonies A, 8° bis). */
export type ItemKind = "product" | "service";

/** Kinds of item in the words of our form. */
export const ITEM_KINDS: Readonly<Record<ItemKind, string>> = { product: "Produit", service: "Service" };

/** What a person may change of an item. */
export interface ItemSettings {
  readonly kind: ItemKind;
  /** Unique in the dossier; null when the company uses none. */
  readonly reference: string | null;
  /** Designation, as the line of a document shows it. */
  readonly name: string;
  readonly description: string | null;
  readonly categoryId: Uuid | null;
  /** UN/ECE recommendation 20. */
  readonly unitCode: string;
  /** Price of one unit in the dossier's currency, at most six decimals; with VAT where `priceIncludesVat`. */
  readonly unitPrice: Decimal;
  readonly priceIncludesVat: boolean;
  readonly vatRateBp: BasisPoints;
  /** VATEX code of an exempt item (rate zero), or null. */
  readonly exemptionCode: string | null;
}

/** Name of a setting, which is also the name of its form field. */
export type ItemField = keyof ItemSettings;

/** A product or service as it stands. */
export interface Item extends ItemSettings {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  /** Raised at each change: whoever saves says which one he saw. */
  readonly version: number;
  readonly archivedAt: IsoInstant | null;
  readonly createdAt: IsoInstant;
  readonly updatedAt: IsoInstant;
  readonly updatedBy: Uuid | null;
}

/** A category of items. */
export interface Category {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly version: number;
  readonly name: string;
}
