import { decimalText } from "../../lib/base/decimal.ts";
import { UNITS } from "../../lib/en16931/mod.ts";
import type { Item } from "../../lib/catalog/mod.ts";

/** A unit in a word: `heure`. */
export function unitWords(code: string): string {
  return UNITS[code]?.label ?? code;
}

/** An item as our JSON says it: its price is a text, exact. */
export function itemJson<I extends Item>(item: I): Omit<I, "unitPrice"> & { readonly unitPrice: string } {
  return { ...item, unitPrice: decimalText(item.unitPrice) };
}
