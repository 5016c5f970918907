import type { ItemForm } from "./item_form.ts";

/** An hour of work at 48 € before tax, 20 % VAT, as typed in the form. */
export function anItemForm(over: ItemForm = {}): ItemForm {
  return { kind: "service", name: "Main-d’œuvre", unitCode: "HUR", unitPrice: "48,00", vatRateBp: "20", ...over };
}
