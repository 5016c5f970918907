import { readLogSpan } from "../antifraud/mod.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { dayOf } from "../base/dates.ts";
import { loadCompany } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";

/** The years in which something was sealed, latest first, the present one included. Right `sealed_log:archive`. */
export async function archiveYears(ctx: Ctx): Promise<number[]> {
  authorize(ctx, "sealed_log:archive");
  const { timeZone } = await withTenant(ctx, (tx) => loadCompany(tx, ctx), { mode: "read" });
  const span = await readLogSpan(ctx, { from: null, until: null });
  if (!span) return [];
  const first = Number(dayOf(span.first.at, timeZone).slice(0, 4)), last = Number(dayOf(ctx.now, timeZone).slice(0, 4));
  return Array.from({ length: last - first + 1 }, (_, n) => last - n);
}
