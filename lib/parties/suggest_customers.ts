import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { suggestLines } from "./customer_list_query.ts";
import type { CustomerLine, Role } from "./list.ts";

/** At most ten cards for what was typed so far, names that begin so first. One statement. Right `customers:read`. */
export async function suggestCustomers(
  ctx: Ctx,
  text: string,
  { role }: { role?: Role } = {},
): Promise<CustomerLine[]> {
  authorize(ctx, "customers:read");
  return await withTenant(ctx, (tx) => suggestLines(tx, ctx, { text, role }), { mode: "read" });
}
