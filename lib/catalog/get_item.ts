import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Item } from "./item.ts";
import { findItem } from "./item_store.ts";
import { READ_RIGHT } from "./policy.ts";
import { refuse } from "./refusals.ts";

/** An item. Right `catalog:read`. Refuses: `not_found`, unknown or foreign alike. */
export async function getItem(ctx: Ctx, id: string): Promise<Item> {
  authorize(ctx, READ_RIGHT);
  return await withTenant(ctx, (tx) => loadItem(tx, ctx, id), { mode: "read" });
}

/** The same inside another module's transaction, which has authorised its own act. */
export async function loadItem(tx: Tx, ctx: Ctx, id: string): Promise<Item> {
  const item = isUuid(id) ? await findItem(tx, ctx, id) : null;
  if (!item) throw refuse("not_found");
  return item;
}
