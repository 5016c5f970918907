import type { JSX } from "./jsx.ts";
import {
  daysBetween,
  formatDate,
  formatInstant,
  formatShortDate,
  type IsoDate,
  type IsoInstant,
} from "../base/dates.ts";

/** A day in words (`12 mars 2026`), or `short` (`12/03/2026`) in tables. */
export function DateText(
  { date, short }: { readonly date: IsoDate; readonly short?: boolean | undefined },
): JSX.Element {
  return <time class="date" datetime={date}>{short ? formatShortDate(date) : formatDate(date)}</time>;
}

/** A moment in the company's time zone: `21/11/2026 à 19:04`. */
export function InstantText(
  { instant, timeZone }: { readonly instant: IsoInstant; readonly timeZone?: string | undefined },
): JSX.Element {
  return <time class="date" datetime={instant}>{formatInstant(instant, timeZone)}</time>;
}

/** How far a day is, as a hint beside the date itself: `dans 3 jours`, `aujourd’hui`, `il y a 12 jours`. */
export function relativeDay(date: IsoDate, today: IsoDate): string {
  const days = daysBetween(today, date);
  if (days === 0) return "aujourd’hui";
  if (days === 1) return "demain";
  if (days === -1) return "hier";
  return days > 0 ? `dans ${days} jours` : `il y a ${-days} jours`;
}
