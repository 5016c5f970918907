import { addSeconds, addToDate, dayOf, daysBetween, type IsoDate, type IsoInstant, startOfDay } from "../base/dates.ts";

/** Hour of the business day from which its anchor is made. */
export const ANCHOR_HOUR = 2;
/** Days that are made up for at most, after a long silence; those before stay without an anchor. */
export const MAX_LATE_DAYS = 31;

/** Days whose anchor is to be made at an instant, oldest first: those after the last one, today's from 02:00 on. */
export function dueDays(last: IsoDate | null, at: IsoInstant): IsoDate[] {
  const day = dayOf(at);
  const today = at >= addSeconds(startOfDay(day), ANCHOR_HOUR * 3_600) ? day : addToDate(day, { days: -1 });
  if (last === null) return today === day ? [today] : [];
  const missed = Math.min(daysBetween(last, today), MAX_LATE_DAYS);
  return Array.from({ length: Math.max(missed, 0) }, (_, i) => addToDate(today, { days: i + 1 - missed }));
}

/** The period of each pace that a day is in: its month, its week by its Monday, itself. */
export function periodsOf(day: IsoDate): Readonly<Record<"monthly" | "weekly" | "daily", string>> {
  // 5 January 1970 was a Monday.
  const weekday = ((daysBetween("1970-01-05" as IsoDate, day) % 7) + 7) % 7;
  const monday = addToDate(day, { days: -weekday });
  return { monthly: `monthly ${day.slice(0, 7)}`, weekly: `weekly ${monday}`, daily: `daily ${day}` };
}
