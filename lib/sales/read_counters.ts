import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { loadCounters, type NumberCounter } from "./number_counter_store.ts";

/** The last number of each series and year, as the counters hold it: for proofs. Right `sealed_log:read`. */
export async function readCounters(ctx: Ctx): Promise<NumberCounter[]> {
  authorize(ctx, "sealed_log:read");
  return await withTenant(ctx, (tx) => loadCounters(tx, ctx.tenantId), { mode: "read", oneStatement: true });
}
