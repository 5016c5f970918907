import { addToDate, daysBetween, type IsoDate } from "../../base/dates.ts";
import { UNUSED_TRIAL_DAYS } from "./life.ts";
import type { LifeAct } from "./transitions.ts";

/** Days before a trial's end on which its owners and administrators are told. */
export const TRIAL_WARNINGS = [7, 3, 1] as const;
/** Days before a trial that nobody activated is closed, on which they are told. */
export const UNUSED_WARNINGS = [60, 30, 7] as const;

/** What a dossier is told of its life: a warning by its days, or what was done. */
export type Notice =
  | `trial_${typeof TRIAL_WARNINGS[number]}`
  | `unused_${typeof UNUSED_WARNINGS[number]}`
  | "trial_over"
  | LifeAct;

/**
 * What a trial is to be told today, and of which day; null where there is nothing. A program that was down tells the
 * nearest warning alone: what was missed before it is no longer true.
 */
export function trialNotice(trialEndsOn: IsoDate, today: IsoDate): { notice: Notice; forOn: IsoDate } | null {
  const left = daysBetween(today, trialEndsOn);
  if (left >= 0) {
    const days = nearest(TRIAL_WARNINGS, left);
    return days === null ? null : { notice: `trial_${days}`, forOn: trialEndsOn };
  }
  const forOn = unusedUntil(trialEndsOn), rest = daysBetween(today, forOn);
  if (rest <= 0) return null;
  const days = nearest(UNUSED_WARNINGS, rest);
  return days === null ? { notice: "trial_over", forOn: trialEndsOn } : { notice: `unused_${days}`, forOn };
}

/** The day on which a trial that nobody activated is closed. */
export function unusedUntil(trialEndsOn: IsoDate): IsoDate {
  return addToDate(trialEndsOn, { days: UNUSED_TRIAL_DAYS });
}

function nearest<D extends number>(warnings: readonly D[], left: number): D | null {
  return warnings.findLast((days) => left <= days) ?? null;
}
