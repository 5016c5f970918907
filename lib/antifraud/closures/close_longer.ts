import type { Ctx } from "../../base/ctx.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { lockHead } from "../chain_store.ts";
import { refuse } from "../refusals.ts";
import type { Closure } from "./closure.ts";
import { closuresBetween, findClosure, firstClosureAfter, firstFiscalAfter, lastClosure } from "./closure_store.ts";
import {
  type Calendar,
  dayPeriod,
  describePeriod,
  isOver,
  monthPeriod,
  openDayOf,
  type Period,
  yearPeriod,
} from "./period.ts";
import { sumTotals } from "./totals.ts";
import { writeClosure } from "./write_closure.ts";

/** What is not closed yet, the earliest of each kind; null where nothing is left. */
export interface Open {
  readonly day: Period | null;
  readonly month: Period | null;
  readonly year: Period | null;
}

/** The earliest day, month and year that hold something and are not closed, whether they are over or not. */
export async function readOpen(tx: Tx, { tenantId }: Pick<Ctx, "tenantId">, calendar: Calendar): Promise<Open> {
  const [lastDay, lastMonth, lastYear] = await Promise.all(
    (["day", "month", "year"] as const).map((kind) => lastClosure(tx, { tenantId, kind })),
  );
  const [at, dayClosed, monthClosed] = await Promise.all([
    firstFiscalAfter(tx, { tenantId, after: lastDay?.lastSeq ?? 0n }),
    firstClosureAfter(tx, { tenantId, kind: "day", after: lastMonth?.to ?? null }),
    firstClosureAfter(tx, { tenantId, kind: "month", after: lastYear?.to ?? null }),
  ]);
  const day = at && dayPeriod(openDayOf(at, calendar.timeZone, lastDay?.to ?? null), calendar);
  const month = dayClosed ? monthPeriod(dayClosed.from, calendar) : day && monthPeriod(day.from, calendar);
  const first = monthClosed ?? month;
  return { day, month, year: first && yearPeriod(first.from, calendar, { after: lastYear?.to ?? null }) };
}

/** Closes a month from its days, or a year from its months, under the head's lock. Refuses what the verbs say. */
export async function closeFromParts(
  tx: Tx,
  ctx: Ctx,
  { period, parts, calendar }: { period: Period; parts: "day" | "month"; calendar: Calendar },
): Promise<Closure> {
  const { tenantId } = ctx, { kind, from, to } = period;
  if (!await lockHead(tx, tenantId)) throw refuse("no_chain");
  const known = await findClosure(tx, { tenantId, kind, name: period.name });
  if (known) return known;
  if (!isOver(period, ctx.now)) throw refuse("not_over", { values: { period: describePeriod(period) } });
  const [open, previous, closed] = await Promise.all([
    readOpen(tx, ctx, calendar),
    lastClosure(tx, { tenantId, kind }),
    closuresBetween(tx, { tenantId, kind: parts, from, to }),
  ]);
  const earlier = firstToClose(open, period);
  if (earlier) throw refuse("earlier_open", { values: { period: describePeriod(earlier) } });
  if (closed.length === 0) throw refuse("nothing_to_close", { values: { period: describePeriod(period) } });
  const [firstSeq, lastSeq] = [closed[0]!.firstSeq, closed.at(-1)!.lastSeq];
  return await writeClosure(tx, ctx, { period, totals: sumTotals(closed), firstSeq, lastSeq, previous });
}

/** What stands in the way: a day or, for a year, a month inside it that is open, or a period of its kind before it. */
function firstToClose(open: Open, period: Period): Period | null {
  if (open.day && open.day.from <= period.to) return open.day;
  if (period.kind === "year" && open.month && open.month.from <= period.to) return open.month;
  const own = open[period.kind];
  return own && own.to < period.from ? own : null;
}
