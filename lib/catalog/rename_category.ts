import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { constraintOf, savepoint, type Tx } from "../platform/db/transaction.ts";
import { lockCategory, writeCategory } from "./category_store.ts";
import { readCategoryName } from "./create_category.ts";
import type { Category } from "./item.ts";
import { WRITE_RIGHT } from "./policy.ts";
import { refuse } from "./refusals.ts";

/**
 * Renames a category. Right `catalog:write`. Refuses: 422 at `name`; `name_taken`; 409 `stale_category` with the
 * name that stands where somebody renamed it in between; `category_not_found`.
 */
export async function renameCategory(
  ctx: Ctx,
  id: string,
  { version, name: typed }: { version: number; name: string },
): Promise<Category> {
  authorize(ctx, WRITE_RIGHT);
  const name = readCategoryName(typed);
  return await withTenant(ctx, async (tx) => {
    const current = isUuid(id) ? await lockCategory(tx, ctx, id) : null;
    if (!current) throw refuse("category_not_found");
    if (current.name === name) return current;
    if (current.version !== version) throw refuse("stale_category", { values: { name: current.name } });
    const renamed = await write(tx, ctx, { id: current.id, name });
    const summary = `Catégorie « ${current.name} » renommée « ${name} »`;
    await recordActivity(tx, ctx, { verb: "renameCategory", subject: { kind: "category", id: current.id }, summary });
    return renamed;
  });
}

async function write(tx: Tx, ctx: Ctx, change: { id: Uuid; name: string }): Promise<Category> {
  try {
    return await savepoint(tx, () => writeCategory(tx, ctx, change));
  } catch (error) {
    throw constraintOf(error) === "categories_name_unique" ? refuse("name_taken") : error;
  }
}
