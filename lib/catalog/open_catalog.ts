import { present } from "../base/assert.ts";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { newId } from "../platform/random.ts";
import { insertCategory } from "./category_store.ts";
import type { ItemKind } from "./item.ts";
import { insertItem } from "./item_store.ts";
import { usualVatRates } from "./vat_rates.ts";

/** What a catalogue begins with. */
export interface FirstCatalog {
  /** Of the company, ISO 3166-1: its usual rate stands in the items, as the form proposes it to everybody. */
  readonly country: string;
  readonly categories: readonly string[];
  readonly items: readonly FirstItem[];
}

/** An item to be given its price. */
export interface FirstItem {
  readonly kind: ItemKind;
  readonly name: string;
  /** UN/ECE recommendation 20. */
  readonly unitCode: string;
  /** One of the categories. */
  readonly category: string;
}

/**
 * Gives a new dossier the categories of its trade and items without a price; a category that is there is left alone.
 * Subscriber of `dossier_opened`.
 */
export async function openCatalog(tx: Tx, ctx: Ctx, { country, categories, items }: FirstCatalog): Promise<void> {
  const ids = new Map<string, Uuid>();
  for (const name of categories) {
    const made = await insertCategory(tx, ctx, { id: newId(), name });
    if (made) ids.set(name, made.id);
  }
  const vatRateBp = present(usualVatRates(country)[0], "usual rate of VAT");
  for (const { category, ...item } of items) {
    const wanted = {
      ...item,
      reference: null,
      description: null,
      categoryId: ids.get(category) ?? null,
      unitPrice: { units: 0n, scale: 0 },
      priceIncludesVat: false,
      vatRateBp,
      exemptionCode: null,
    };
    await insertItem(tx, ctx, { id: newId(), wanted });
  }
}
