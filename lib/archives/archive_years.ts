import { firstDayOf, type Period, readLogSpan, yearPeriod } from "../antifraud/mod.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { addToDate, dayOf } from "../base/dates.ts";
import { type Company, loadCompany } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";

/** Most years that are listed: a chain is younger. */
const MOST_YEARS = 100;

/**
 * The company's fiscal years in which something was sealed, latest first, the present one included. Right
 * `sealed_log:archive`.
 */
export async function archiveYears(ctx: Ctx): Promise<Period[]> {
  authorize(ctx, "sealed_log:archive");
  const company = await withTenant(ctx, (tx) => loadCompany(tx, ctx), { mode: "read" });
  const span = await readLogSpan(ctx, { from: null, until: null });
  if (!span) return [];
  const first = dayOf(span.first.at, company.timeZone);
  const years = [yearPeriod(dayOf(ctx.now, company.timeZone), calendarOf(company))];
  for (let last = years[0]!; last.from > first && years.length < MOST_YEARS;) {
    last = yearPeriod(addToDate(last.from, { days: -1 }), calendarOf(company));
    years.push(last);
  }
  return years;
}

/** A fiscal year by its name: `2026`, or its first day where it is no calendar year; null for what names none. */
export function yearNamed(name: string, company: Company): Period | null {
  const day = firstDayOf("year", name);
  const year = day && yearPeriod(day, calendarOf(company));
  return year?.name === name ? year : null;
}

function calendarOf({ timeZone, fiscalYearStart }: Pick<Company, "timeZone" | "fiscalYearStart">) {
  return { timeZone, yearStartsIn: Number(fiscalYearStart.slice(0, 2)) };
}
