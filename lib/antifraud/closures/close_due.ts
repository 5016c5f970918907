import { authorize, type Ctx } from "../../base/ctx.ts";
import { elapsedMs } from "../../platform/clock.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { loadCalendar } from "./calendar.ts";
import { closeDay } from "./close_day.ts";
import { readOpen } from "./close_longer.ts";
import { closeMonth } from "./close_month.ts";
import { closeYear } from "./close_year.ts";
import type { Closure } from "./closure.ts";
import { isOver, type Period } from "./period.ts";

/** Longest that one call goes on closing before it leaves the rest to the next. */
const BUDGET_MS = 8_000;

/** What was closed, and whether time ran out before all of it was. */
export interface Closed {
  readonly closures: readonly Closure[];
  readonly isMoreDue: boolean;
}

/**
 * Closes all that is over, each period in its own transaction, in order: days, then their month, then its year. A
 * second call goes on where the first stopped. Right `sealed_log:close`. Refuses `no_chain`.
 */
export async function closeDue(ctx: Ctx, { budgetMs = BUDGET_MS }: { budgetMs?: number } = {}): Promise<Closed> {
  authorize(ctx, "sealed_log:close");
  const start = elapsedMs(0), closures: Closure[] = [];
  for (;;) {
    const due = await nextDue(ctx);
    if (!due) return { closures, isMoreDue: false };
    if (closures.length > 0 && elapsedMs(start) > budgetMs) return { closures, isMoreDue: true };
    closures.push(await closeOne(ctx, due));
  }
}

/** The next period to close, or null where nothing that is over is open. */
export async function nextDue(ctx: Ctx): Promise<Period | null> {
  return await withTenant(ctx, (tx) => nextDueIn(tx, ctx), { mode: "read" });
}

/** The same inside another reader's transaction. */
export async function nextDueIn(tx: Tx, ctx: Ctx): Promise<Period | null> {
  const { day, month, year } = await readOpen(tx, ctx, await loadCalendar(tx, ctx));
  if (year && isOver(year, ctx.now) && !(day && day.from <= year.to) && !(month && month.from <= year.to)) return year;
  if (month && isOver(month, ctx.now) && !(day && day.from <= month.to)) return month;
  return day && isOver(day, ctx.now) ? day : null;
}

async function closeOne(ctx: Ctx, { kind, name, from }: Period): Promise<Closure> {
  if (kind === "day") return await closeDay(ctx, from);
  return kind === "month" ? await closeMonth(ctx, name) : await closeYear(ctx, name);
}
