import { Temporal } from "temporal-polyfill";
import { Refusal } from "./refusal.ts";

/** A calendar day as ISO text, `2026-11-21`: what columns, forms and sealed records hold. */
export type IsoDate = string & { readonly __date: unique symbol };

/** A moment as ISO text in UTC with milliseconds, `2026-11-21T18:04:05.123Z`. */
export type IsoInstant = string & { readonly __instant: unique symbol };

/** Where the business day of a French company begins and ends, unless its settings say otherwise. */
export const BUSINESS_TIME_ZONE = "Europe/Paris";

/** First year that a date on a document may have (BR-FR, dates of 2000 to 2099). */
export const FIRST_YEAR = 2000;
/** Last year that a date on a document may have. */
export const LAST_YEAR = 2099;

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const FRENCH_DAY = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/;

/** Reads `2026-11-21` or `21/11/2026`; null where no such day exists (31 February) or the year is out of bounds. */
export function parseDate(text: string): IsoDate | null {
  const trimmed = text.trim();
  const french = FRENCH_DAY.exec(trimmed);
  const iso = french ? `${french[3]}-${french[2]!.padStart(2, "0")}-${french[1]!.padStart(2, "0")}` : trimmed;
  if (!ISO_DAY.test(iso)) return null;
  const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) return null;
  return day >= 1 && day <= daysInMonth(year, month) ? iso as IsoDate : null;
}

/** Takes a date that our own code wrote; throws on anything else. */
export function isoDate(text: string): IsoDate {
  const date = parseDate(text);
  if (!date) throw new Refusal(422, [{ code: "base.date", sentence: `Date impossible : ${text.slice(0, 20)}.` }]);
  return date;
}

/** The business day of a moment, in the company's time zone. */
export function dayOf(instant: IsoInstant, timeZone: string = BUSINESS_TIME_ZONE): IsoDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString() as IsoDate;
}

/** The moment at which a day begins: 23 or 25 hours before the next one where the clocks change. */
export function startOfDay(date: IsoDate, timeZone: string = BUSINESS_TIME_ZONE): IsoInstant {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant();
  return start.toString({ fractionalSecondDigits: 3 }) as IsoInstant;
}

/** The moment at which the clocks of a time zone next show a full hour, after `instant`. */
export function nextHourOfDay(instant: IsoInstant, hour: number, timeZone: string = BUSINESS_TIME_ZONE): IsoInstant {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const today = zoned.toPlainDate().toZonedDateTime({ timeZone, plainTime: { hour } });
  const next = Temporal.ZonedDateTime.compare(today, zoned) > 0 ? today : today.add({ days: 1 });
  return next.toInstant().toString({ fractionalSecondDigits: 3 }) as IsoInstant;
}

/** The instant of a time of a day, `HH:MM`; of two the first, and where the clock skips it the one that follows. */
export function instantAt(date: IsoDate, time: string, timeZone: string = BUSINESS_TIME_ZONE): IsoInstant {
  const zoned = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });
  return zoned.toInstant().toString({ fractionalSecondDigits: 3 }) as IsoInstant;
}

/** Adds days, and months kept inside the target month (31 January + 1 month = 28 or 29 February). */
export function addToDate(date: IsoDate, by: { days?: number; months?: number; years?: number }): IsoDate {
  return Temporal.PlainDate.from(date).add(by, { overflow: "constrain" }).toString() as IsoDate;
}

/** Number of days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((utcDay(to) - utcDay(from)) / 86_400_000);
}

/** Last day of the date's month. */
export function endOfMonth(date: IsoDate): IsoDate {
  const [year = 0, month = 0] = date.split("-").map(Number);
  return `${date.slice(0, 8)}${String(daysInMonth(year, month)).padStart(2, "0")}` as IsoDate;
}

/** Adds whole seconds to a moment. */
export function addSeconds(instant: IsoInstant, seconds: number): IsoInstant {
  return Temporal.Instant.from(instant).add({ seconds }).toString({ fractionalSecondDigits: 3 }) as IsoInstant;
}

const MONTHS = [
  "janvier",
  "février",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "août",
  "septembre",
  "octobre",
  "novembre",
  "décembre",
] as const;

/** `12 mars 2026`, `1er mars 2026`. */
export function formatDate(date: IsoDate): string {
  const [year, month, day] = date.split("-").map(Number);
  return `${day === 1 ? "1er" : day}\u00a0${MONTHS[month! - 1]}\u00a0${year}`;
}

/** `12 March 2026`, for whoever reads English. */
export function formatEnglishDate(date: IsoDate): string {
  return Temporal.PlainDate.from(date).toLocaleString("en-GB", { dateStyle: "long" });
}

/** `12/03/2026`, for tables and forms. */
export function formatShortDate(date: IsoDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

/** `21/11/2026 à 19:04`, in the company's time zone. */
export function formatInstant(instant: IsoInstant, timeZone: string = BUSINESS_TIME_ZONE): string {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const time = `${String(zoned.hour).padStart(2, "0")}:${String(zoned.minute).padStart(2, "0")}`;
  return `${formatShortDate(zoned.toPlainDate().toString() as IsoDate)} à ${time}`;
}

/** `21 November 2026 at 19:04`, in the company's time zone. */
export function formatEnglishInstant(instant: IsoInstant, timeZone: string = BUSINESS_TIME_ZONE): string {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const time = zoned.toPlainTime().toString({ smallestUnit: "minute" });
  return `${formatEnglishDate(zoned.toPlainDate().toString() as IsoDate)} at ${time}`;
}

/** `novembre 2026` from `2026-11`. */
export function formatMonth(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return `${MONTHS[number! - 1]} ${year}`;
}

function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function utcDay(date: IsoDate): number {
  // A list asks this for each of its lines: ISO dates are read by the parser made for them.
  return Date.parse(date);
}
