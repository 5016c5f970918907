import { and, asc, desc, eq, getTableColumns, gt, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { searchPatterns, searchPrefix } from "../company/mod.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { type ItemFilter, type ItemLine, ITEMS_PAGE, MAX_ITEM_SUGGESTIONS } from "./list.ts";
import { categories, items } from "./schema.ts";

/** Lines of one page and one more, in reading order of the query: one statement, searched or not. */
export async function findItemLines(tx: Tx, ctx: Ctx, filter: ItemFilter): Promise<ItemLine[]> {
  const categoryId = filter.categoryId || null;
  if (categoryId !== null && !isUuid(categoryId)) return [];
  const patterns = searchPatterns(filter.text ?? "");
  const scope = { ...filter, categoryId, take: ITEMS_PAGE + 1 };
  return patterns.length === 0 ? await listed(tx, ctx, scope) : await searched(tx, ctx, { ...scope, patterns });
}

/** Proposals for a few letters: names that begin so first. One statement. */
export async function suggestItemLines(tx: Tx, ctx: Ctx, text: string): Promise<ItemLine[]> {
  const patterns = searchPatterns(text), scope = { categoryId: null, take: MAX_ITEM_SUGGESTIONS };
  if (patterns.length === 0) return await listed(tx, ctx, scope);
  return await searched(tx, ctx, { ...scope, patterns, prefix: searchPrefix(text) });
}

/** A filter whose category is an id, and how many lines to take. */
interface ListScope extends Pick<ItemFilter, "archived" | "cursor"> {
  readonly categoryId: Uuid | null;
  readonly take: number;
}

interface SearchScope extends ListScope {
  readonly patterns: readonly string[];
  readonly prefix?: string;
}

const { search: _search, ...COLUMNS } = getTableColumns(items);
const LINE = { ...COLUMNS, categoryName: categories.name };
const OWN_CATEGORY = and(eq(categories.tenantId, items.tenantId), eq(categories.id, items.categoryId));

async function listed(tx: Tx, ctx: Ctx, { categoryId, archived, cursor, take }: ListScope): Promise<ItemLine[]> {
  const backwards = cursor?.backwards === true;
  const beyond = backwards ? lt : gt, direction = backwards ? desc : asc;
  return await tx.select(LINE).from(items).leftJoin(categories, OWN_CATEGORY)
    .where(and(
      eq(items.tenantId, ctx.tenantId),
      archived ? isNotNull(items.archivedAt) : isNull(items.archivedAt),
      categoryId === null ? undefined : eq(items.categoryId, categoryId),
      cursor && or(beyond(items.nameKey, cursor.key), and(eq(items.nameKey, cursor.key), beyond(items.id, cursor.id))),
    ))
    .orderBy(direction(items.nameKey), direction(items.id)).limit(take);
}

async function searched(tx: Tx, ctx: Ctx, scope: SearchScope): Promise<ItemLine[]> {
  const [p1, p2 = null, p3 = null, p4 = null] = scope.patterns;
  const { cursor, categoryId, archived, prefix = "", take } = scope;
  const found = sql`cell.search_items(${p1}, ${p2}, ${p3}, ${p4}, ${categoryId}::uuid, ${archived === true}, ${prefix},
    ${cursor?.key ?? null}, ${cursor?.id ?? null}::uuid, ${cursor?.backwards === true}, ${take})
    with ordinality as found (id, place)`;
  return await tx.select(LINE).from(items)
    .innerJoin(found, and(eq(items.tenantId, ctx.tenantId), sql`found.id = ${items.id}`))
    .leftJoin(categories, OWN_CATEGORY).orderBy(sql`found.place`);
}
