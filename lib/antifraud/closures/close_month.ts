import { authorize, type Ctx } from "../../base/ctx.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { refuse } from "../refusals.ts";
import { loadCalendar } from "./calendar.ts";
import { closeFromParts } from "./close_longer.ts";
import type { Closure } from "./closure.ts";
import { firstDayOf, monthPeriod } from "./period.ts";

/**
 * Closes a month (`2026-11`) that is over, from its closed days: their sum. A day without invoice, credit note or
 * payment needs no closure. A closed month is given back as it is. Right `sealed_log:close`. Refuses `not_a_period`,
 * `not_over`, `earlier_open` (a day of it, or a month before it), `nothing_to_close`, `no_chain`.
 */
export async function closeMonth(ctx: Ctx, month: string): Promise<Closure> {
  authorize(ctx, "sealed_log:close");
  const day = firstDayOf("month", month);
  if (!day) throw refuse("not_a_period", { field: "period" });
  return await withTenant(ctx, async (tx) => {
    const calendar = await loadCalendar(tx, ctx);
    return await closeFromParts(tx, ctx, { period: monthPeriod(day, calendar), parts: "day", calendar });
  });
}
