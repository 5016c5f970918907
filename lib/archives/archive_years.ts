import { closedYears, firstDayOf, type Period, readLogSpan, yearPeriod } from "../antifraud/mod.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { addToDate, dayOf, type IsoDate } from "../base/dates.ts";
import { type Company, loadCompany } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";

/** Most years that are listed: a chain is younger. */
const MOST_YEARS = 100;

/**
 * The company's fiscal years in which something was sealed, latest first, the present one included. Right
 * `sealed_log:archive`.
 */
export async function archiveYears(ctx: Ctx): Promise<Period[]> {
  authorize(ctx, "sealed_log:archive");
  const [company, closed] = await withTenant(
    ctx,
    async (tx) => [await loadCompany(tx, ctx), await closedYears(tx, ctx)] as const,
    { mode: "read" },
  );
  const span = await readLogSpan(ctx, { from: null, until: null });
  if (!span) return [];
  const first = dayOf(span.first.at, company.timeZone);
  const years = [yearOf(dayOf(ctx.now, company.timeZone), { company, closed })];
  for (let last = years[0]!; last.from > first && years.length < MOST_YEARS;) {
    last = yearOf(addToDate(last.from, { days: -1 }), { company, closed });
    years.push(last);
  }
  return years;
}

/** The fiscal year of a company that holds a day. */
export async function fiscalYearOf(
  tx: Tx,
  ctx: Pick<Ctx, "tenantId">,
  { company, day }: { readonly company: Company; readonly day: IsoDate },
): Promise<Period> {
  return yearOf(day, { company, closed: await closedYears(tx, ctx) });
}

/** What decides which year a day is in. */
interface Years {
  readonly company: Company;
  readonly closed: readonly Period[];
}

/** A fiscal year by its name: `2026`, or its first day where it is no calendar year; null for what names none. */
export function yearNamed(name: string, years: Years): Period | null {
  const day = firstDayOf("year", name);
  const year = day && yearOf(day, years);
  return year?.name === name ? year : null;
}

/** The year that holds a day: as it was closed, or as the company's setting cuts it behind the last closed one. */
function yearOf(day: IsoDate, { company, closed }: Years): Period {
  const known = closed.find(({ from, to }) => from <= day && day <= to);
  const after = closed.findLast(({ to }) => to < day)?.to ?? null;
  return known ?? yearPeriod(day, calendarOf(company), { after });
}

function calendarOf({ timeZone, fiscalYearStart }: Pick<Company, "timeZone" | "fiscalYearStart">) {
  return { timeZone, yearStartsIn: Number(fiscalYearStart.slice(0, 2)) };
}
