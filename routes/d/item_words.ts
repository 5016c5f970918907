import { type Decimal, decimalText } from "../../lib/base/decimal.ts";
import { groupThousands } from "../../lib/base/money.ts";
import { UNITS } from "../../lib/en16931/mod.ts";
import type { Item } from "../../lib/catalog/mod.ts";

/** A unit price as people write it, with two decimals at least: `1 234,50`, `0,1255`. */
export function priceWords(price: Decimal): string {
  const [whole = "0", fraction = ""] = decimalText(price).split(".");
  return `${groupThousands(whole)},${fraction.padEnd(2, "0")}`;
}

/** A unit in a word: `heure`. */
export function unitWords(code: string): string {
  return UNITS[code]?.label ?? code;
}

/** An item as our JSON says it: its price is a text, exact. */
export function itemJson<I extends Item>(item: I): Omit<I, "unitPrice"> & { readonly unitPrice: string } {
  return { ...item, unitPrice: decimalText(item.unitPrice) };
}
