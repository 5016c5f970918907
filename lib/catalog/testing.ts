import type { IsoInstant } from "../base/dates.ts";
import { decimal } from "../base/decimal.ts";
import type { Uuid } from "../base/ids.ts";
import type { Item } from "./item.ts";
import type { ItemForm } from "./item_form.ts";

/** An hour of work at 48 € before tax, 20 % VAT. */
export function anItem(over: Partial<Item> = {}): Item {
  return { ...HOUR, ...over };
}

/** The same as typed in the form. */
export function anItemForm(over: ItemForm = {}): ItemForm {
  return { kind: "service", name: "Main-d’œuvre", unitCode: "HUR", unitPrice: "48,00", vatRateBp: "20", ...over };
}

const HOUR: Item = {
  tenantId: "018f0000-0000-7000-8000-000000000001" as Uuid,
  id: "018f0000-0000-7000-8000-000000000003" as Uuid,
  version: 1,
  kind: "service",
  reference: null,
  name: "Main-d’œuvre",
  description: null,
  categoryId: null,
  unitCode: "HUR",
  unitPrice: decimal("48"),
  priceIncludesVat: false,
  vatRateBp: 2000,
  exemptionCode: null,
  archivedAt: null,
  createdAt: "2026-11-21T08:00:00.000Z" as IsoInstant,
  updatedAt: "2026-11-21T08:00:00.000Z" as IsoInstant,
  updatedBy: null,
};
