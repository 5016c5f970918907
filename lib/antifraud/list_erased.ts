import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type ErasedContents, selectErased } from "./erase_store.ts";

/** The warrants under which contents of the log were erased, the latest first. Right `sealed_log:read`. */
export async function listErased(ctx: Ctx): Promise<readonly ErasedContents[]> {
  authorize(ctx, "sealed_log:read");
  return await withTenant(ctx, (tx) => selectErased(tx, ctx.tenantId), { mode: "read", oneStatement: true });
}
