import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { suggestItemLines } from "./item_list_query.ts";
import type { ItemLine } from "./list.ts";
import { READ_RIGHT } from "./policy.ts";

/** At most ten items for what was typed so far, names that begin so first. One statement. Right `catalog:read`. */
export async function suggestItems(ctx: Ctx, text: string): Promise<ItemLine[]> {
  authorize(ctx, READ_RIGHT);
  return await withTenant(ctx, (tx) => suggestItemLines(tx, ctx, text), { mode: "read" });
}
