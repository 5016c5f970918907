import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid } from "../base/ids.ts";
import { recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { deleteCategoryRow, lockCategory } from "./category_store.ts";
import { WRITE_RIGHT } from "./policy.ts";
import { refuse } from "./refusals.ts";

/** Deletes a category; its items stay, in none. Right `catalog:write`. Refuses: `category_not_found`. */
export async function deleteCategory(ctx: Ctx, id: string): Promise<void> {
  authorize(ctx, WRITE_RIGHT);
  await withTenant(ctx, async (tx) => {
    const current = isUuid(id) ? await lockCategory(tx, ctx, id) : null;
    if (!current) throw refuse("category_not_found");
    await deleteCategoryRow(tx, ctx, current.id);
    const summary = `Catégorie « ${current.name} » supprimée`;
    await recordActivity(tx, ctx, { verb: "deleteCategory", subject: { kind: "category", id: current.id }, summary });
  });
}
