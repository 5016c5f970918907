import { authorize, type Ctx } from "../../base/ctx.ts";
import type { IsoDate } from "../../base/dates.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { selectClosingRecord } from "./closure_store.ts";

/**
 * Number of the record that closed a day for documents: none that is issued after it bears that day or an earlier one
 * (INV-6). Null while its month is open. Right `sealed_log:read`.
 */
export async function closingRecord(ctx: Ctx, day: IsoDate): Promise<bigint | null> {
  authorize(ctx, "sealed_log:read");
  const asked = { tenantId: ctx.tenantId, day };
  return await withTenant(ctx, (tx) => selectClosingRecord(tx, asked), { mode: "read", oneStatement: true });
}
