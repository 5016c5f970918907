export { type Category, type Item, ITEM_KINDS, type ItemField, type ItemKind, type ItemSettings } from "./item.ts";
export { ITEM_FIELDS, type ItemForm, MAX_UNIT_PRICE } from "./item_form.ts";
export { UNIT_CODES } from "./units.ts";
export { allowedVatRates, usualVatRates } from "./vat_rates.ts";
export {
  type ItemCursor,
  type ItemFilter,
  type ItemLine,
  type ItemPage,
  ITEMS_PAGE,
  MAX_ITEM_SUGGESTIONS,
} from "./list.ts";
export { createItem } from "./create_item.ts";
export { type ItemUpdate, updateItem } from "./update_item.ts";
export { archiveItem, restoreItem } from "./archive_item.ts";
export { getItem, loadItem } from "./get_item.ts";
export { findItems } from "./find_items.ts";
export { suggestItems } from "./suggest_items.ts";
export { type CategoryLine } from "./category_store.ts";
export { listCategories } from "./list_categories.ts";
export { createCategory } from "./create_category.ts";
export { renameCategory } from "./rename_category.ts";
export { deleteCategory } from "./delete_category.ts";
export { openCatalog } from "./open_catalog.ts";
