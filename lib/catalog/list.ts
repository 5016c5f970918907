import type { Uuid } from "../base/ids.ts";
import type { Item } from "./item.ts";

/** Lines of a list page. */
export const ITEMS_PAGE = 50;
/** Proposals made while somebody types. */
export const MAX_ITEM_SUGGESTIONS = 10;

/** Where a page begins: behind or before the line that was last or first on the page shown. */
export interface ItemCursor {
  readonly key: string;
  readonly id: Uuid;
  readonly backwards: boolean;
}

/** What a list shows. */
export interface ItemFilter {
  /** What was typed in the search box: designation, reference, description. */
  readonly text?: string | undefined;
  /** Id of a category; another dossier's has no items. */
  readonly categoryId?: string | undefined;
  /** True for archived items alone. */
  readonly archived?: boolean | undefined;
  readonly cursor?: ItemCursor | undefined;
}

/** A line of the list: the item, the name of its category, and what it is ordered by. */
export interface ItemLine extends Item {
  readonly nameKey: string;
  readonly categoryName: string | null;
}

/** A page of the list, by name, and where its neighbours begin. */
export interface ItemPage {
  readonly items: readonly ItemLine[];
  readonly previous: ItemCursor | null;
  readonly next: ItemCursor | null;
}
