import { formatDate, type IsoDate, parseDate } from "../../base/dates.ts";
import { issue } from "../refusals.ts";

/** The days that a control is about, both inside. */
export interface ControlDays {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** Days in words. */
export function daysInWords({ from, to }: ControlDays): string {
  return `du ${formatDate(from)} au ${formatDate(to)}`;
}

/** Two typed dates as days, or the faults at their fields: `bad_period` where they are none or have not begun. */
export function readDays(
  typed: { readonly from?: string | undefined; readonly to?: string | undefined },
  today: IsoDate,
): { readonly days: ControlDays | null; readonly faults: ReturnType<typeof issue>[] } {
  const from = parseDate(typed.from ?? ""), to = parseDate(typed.to ?? "");
  const faults = [
    ...(from && from <= today ? [] : [{ ...issue("bad_period"), field: "from" }]),
    ...(to && to >= (from ?? to) ? [] : [{ ...issue("bad_period"), field: "to" }]),
  ];
  return { days: faults.length === 0 && from && to ? { from, to } : null, faults };
}
