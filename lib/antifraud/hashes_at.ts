import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type HashAt, selectHashes } from "./hashes_query.ts";

/**
 * The hashes of the records with these numbers; a number that the chain has not is left out. For whoever holds the
 * chain against what somebody else wrote down of it. Right `sealed_log:read`.
 */
export async function hashesAt(ctx: Ctx, seqs: readonly bigint[]): Promise<readonly HashAt[]> {
  authorize(ctx, "sealed_log:read");
  return await withTenant(ctx, (tx) => selectHashes(tx, ctx.tenantId, seqs), { mode: "read", oneStatement: true });
}
