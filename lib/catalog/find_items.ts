import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { findItemLines } from "./item_list_query.ts";
import { type ItemCursor, type ItemFilter, type ItemLine, type ItemPage, ITEMS_PAGE } from "./list.ts";
import { READ_RIGHT } from "./policy.ts";

/** A page of items by name, searched and filtered by category; one indexed statement. Right `catalog:read`. */
export async function findItems(ctx: Ctx, filter: ItemFilter = {}): Promise<ItemPage> {
  authorize(ctx, READ_RIGHT);
  const found = await withTenant(ctx, (tx) => findItemLines(tx, ctx, filter), { mode: "read" });
  return pageOf(found, filter.cursor);
}

function pageOf(found: ItemLine[], cursor: ItemCursor | undefined): ItemPage {
  const backwards = cursor?.backwards === true;
  const hasMore = found.length > ITEMS_PAGE;
  const kept = found.slice(0, ITEMS_PAGE);
  const items = backwards ? kept.toReversed() : kept;
  const hasPrevious = backwards ? hasMore : cursor !== undefined;
  const hasNext = backwards || hasMore;
  return {
    items,
    previous: hasPrevious ? cursorAt(items[0], true) : null,
    next: hasNext ? cursorAt(items.at(-1), false) : null,
  };
}

function cursorAt(line: ItemLine | undefined, backwards: boolean): ItemCursor | null {
  return line ? { key: line.nameKey, id: line.id, backwards } : null;
}
