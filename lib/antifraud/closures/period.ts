import { addToDate, dayOf, endOfMonth, formatDate, formatMonth, type IsoDate, parseDate } from "../../base/dates.ts";
import { type IsoInstant, startOfDay } from "../../base/dates.ts";

/** What a closure closes: a day, a month, or a fiscal year. */
export type PeriodKind = "day" | "month" | "year";

/** A stretch of whole days in the company's time zone. */
export interface Period {
  readonly kind: PeriodKind;
  /** `2026-11-21`, `2026-11`, `2026`; a fiscal year that is not a calendar year goes by its first day. */
  readonly name: string;
  /** First and last day, both inside. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** The first moment after it. */
  readonly until: IsoInstant;
  readonly timeZone: string;
}

/** When a company's days and years begin. */
export interface Calendar {
  readonly timeZone: string;
  /** Month in which the fiscal year begins, 1 to 12. */
  readonly yearStartsIn: number;
}

/** One day. */
export function dayPeriod(day: IsoDate, { timeZone }: Pick<Calendar, "timeZone">): Period {
  return period("day", { name: day, from: day, to: day, timeZone });
}

/** The month that holds a day. */
export function monthPeriod(day: IsoDate, { timeZone }: Pick<Calendar, "timeZone">): Period {
  const from = `${day.slice(0, 7)}-01` as IsoDate;
  return period("month", { name: day.slice(0, 7), from, to: endOfMonth(from), timeZone });
}

/**
 * The fiscal year that holds a day. `after`: the last day of the last closed year; where the company changed the month
 * in which its year begins, the year that follows is shorter.
 */
export function yearPeriod(
  day: IsoDate,
  { timeZone, yearStartsIn }: Calendar,
  { after }: { after: IsoDate | null } = { after: null },
): Period {
  const year = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < yearStartsIn ? 1 : 0);
  const start = `${year}-${String(yearStartsIn).padStart(2, "0")}-01` as IsoDate;
  const to = addToDate(addToDate(start, { years: 1 }), { days: -1 });
  const from = after && after >= start ? addToDate(after, { days: 1 }) : start;
  const isCalendarYear = from.endsWith("-01-01") && to.endsWith("-12-31");
  return period("year", { name: isCalendarYear ? from.slice(0, 4) : from, from, to, timeZone });
}

/** Reads the name of a period; null where it names none. A year is given by its first day. */
export function firstDayOf(kind: PeriodKind, name: string): IsoDate | null {
  if (kind === "day") return name.length === 10 ? parseDate(name) : null;
  if (kind === "month") return name.length === 7 ? parseDate(`${name}-01`) : null;
  return parseDate(name.length === 4 ? `${name}-01-01` : name);
}

/** True once the last moment of the period has passed. */
export function isOver(period: Pick<Period, "until">, now: IsoInstant): boolean {
  return now >= period.until;
}

/** The day to which a moment belongs: never one that is closed already, whatever time zone the company moved to. */
export function openDayOf(at: IsoInstant, timeZone: string, closedTo: IsoDate | null): IsoDate {
  const day = dayOf(at, timeZone);
  return closedTo && day <= closedTo ? addToDate(closedTo, { days: 1 }) : day;
}

/** In words: `21 novembre 2026`, `novembre 2026`, `année 2026`, `exercice du 01/07/2026 au 30/06/2027`. */
export function describePeriod({ kind, name, from, to }: Pick<Period, "kind" | "name" | "from" | "to">): string {
  if (kind === "day") return formatDate(from);
  if (kind === "month") return formatMonth(name);
  return name.length === 4 ? `année ${name}` : `exercice du ${formatDate(from)} au ${formatDate(to)}`;
}

function period(kind: PeriodKind, part: Omit<Period, "kind" | "until">): Period {
  return { kind, ...part, until: startOfDay(addToDate(part.to, { days: 1 }), part.timeZone) };
}
