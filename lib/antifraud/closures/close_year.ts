import { authorize, type Ctx } from "../../base/ctx.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { refuse } from "../refusals.ts";
import { loadCalendar } from "./calendar.ts";
import { closeFromParts } from "./close_longer.ts";
import type { Closure } from "./closure.ts";
import { findClosure, lastClosure } from "./closure_store.ts";
import { firstDayOf, yearPeriod } from "./period.ts";

/**
 * Closes a fiscal year that is over, from its closed months. `2026` for a calendar year, else the year's first day.
 * A closed year is given back as it is. Right `sealed_log:close`. Refuses `not_a_period` (no year of this company
 * begins there), `not_over`, `earlier_open` (a day or month of it, or a year before it), `nothing_to_close`,
 * `no_chain`.
 */
export async function closeYear(ctx: Ctx, year: string): Promise<Closure> {
  authorize(ctx, "sealed_log:close");
  const { tenantId } = ctx, day = firstDayOf("year", year);
  if (!day) throw refuse("not_a_period", { field: "period" });
  return await withTenant(ctx, async (tx) => {
    const known = await findClosure(tx, { tenantId, kind: "year", name: year });
    if (known) return known;
    const [calendar, last] = [await loadCalendar(tx, ctx), await lastClosure(tx, { tenantId, kind: "year" })];
    const period = yearPeriod(day, calendar, { after: last?.to ?? null });
    if (period.name !== year) throw refuse("not_a_period", { field: "period" });
    return await closeFromParts(tx, ctx, { period, parts: "month", calendar });
  });
}
