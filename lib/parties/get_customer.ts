import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { CustomerCard } from "./customer.ts";
import { findCard } from "./customer_store.ts";
import { refuse } from "./refusals.ts";

/** A customer with contacts and addresses. Right `customers:read`. Refuses: `not_found`, unknown or foreign alike. */
export async function getCustomer(ctx: Ctx, id: string): Promise<CustomerCard> {
  authorize(ctx, "customers:read");
  return await withTenant(ctx, (tx) => loadCustomer(tx, ctx, id), { mode: "read" });
}

/** The same inside another module's transaction, which has authorised its own act. */
export async function loadCustomer(tx: Tx, ctx: Ctx, id: string): Promise<CustomerCard> {
  const card = isUuid(id) ? await findCard(tx, ctx, id) : null;
  if (!card) throw refuse("not_found");
  return card;
}
