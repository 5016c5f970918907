import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type LogMarks, selectMarks } from "./marks_query.ts";

/**
 * What somebody who went through the log up to a record, and kept what he found, looks at before he goes on: whether
 * that record is still the one he saw, and whether contents were erased since. Null in a dossier that has no chain.
 * Three looks at indexes, whatever the log's length. Right `sealed_log:read`.
 */
export async function readLogMarks(ctx: Ctx, seq: bigint): Promise<LogMarks | null> {
  authorize(ctx, "sealed_log:read");
  return await withTenant(ctx, (tx) => selectMarks(tx, ctx.tenantId, seq), { mode: "read", oneStatement: true });
}
