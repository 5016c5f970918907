import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type CategoryLine, findCategories } from "./category_store.ts";
import { READ_RIGHT } from "./policy.ts";

/** Every category by name, with the number of its items. One statement. Right `catalog:read`. */
export async function listCategories(ctx: Ctx): Promise<CategoryLine[]> {
  authorize(ctx, READ_RIGHT);
  return await withTenant(ctx, (tx) => findCategories(tx, ctx), { mode: "read" });
}
