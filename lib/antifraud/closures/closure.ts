import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Canonical } from "../canonical.ts";
import type { PeriodKind } from "./period.ts";
import type { Totals } from "./totals.ts";

/** A closed period. */
export interface Closure extends Totals {
  readonly id: Uuid;
  readonly kind: PeriodKind;
  /** `2026-11-21`, `2026-11`, `2026`. */
  readonly name: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** First moment after the period. */
  readonly until: IsoInstant;
  readonly timeZone: string;
  /** First and last record of the chain that it covers. */
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  /** The closure of the same kind before this one. */
  readonly previousId: Uuid | null;
  /** Made by the program at the end of the period, rather than by somebody. */
  readonly isAutomatic: boolean;
  /** Number of its own record in the chain. */
  readonly sealSeq: bigint;
  readonly closedAt: IsoInstant;
  /** Null for an automatic one. */
  readonly closedBy: Uuid | null;
}

/** Record type of each kind. */
export const CLOSURE_TYPES: Readonly<Record<PeriodKind, string>> = {
  day: "day_closed",
  month: "month_closed",
  year: "year_closed",
};

/** What is sealed of a closure, from its row: verification compares the two. */
export function closurePayload(closure: Omit<Closure, "sealSeq" | "closedAt" | "closedBy">): {
  readonly [key: string]: Canonical;
} {
  return {
    closure: closure.id,
    kind: closure.kind,
    period: closure.name,
    from: closure.from,
    to: closure.to,
    until: closure.until,
    timeZone: closure.timeZone,
    firstSeq: closure.firstSeq,
    lastSeq: closure.lastSeq,
    invoices: closure.invoices,
    creditNotes: closure.creditNotes,
    payments: closure.payments,
    reversals: closure.reversals,
    firstNumber: numbersOf(closure.numbers, "first"),
    lastNumber: numbersOf(closure.numbers, "last"),
    currencies: closure.currencies as unknown as Canonical,
    previous: closure.previousId,
    automatic: closure.isAutomatic,
  };
}

function numbersOf({ invoice, creditNote }: Totals["numbers"], which: "first" | "last"): Canonical {
  return { invoice: invoice.map((range) => range[which]), creditNote: creditNote.map((range) => range[which]) };
}
