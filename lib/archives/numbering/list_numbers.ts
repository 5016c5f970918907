import { authorize, type Ctx } from "../../base/ctx.ts";
import type { NumberReading } from "./number_reading.ts";
import { readNumbers } from "./numbers_of_log.ts";
import { standingReading } from "./look_at_numbers.ts";
import type { NumberedKind, SealedNumber } from "./sealed_number.ts";

/** Numbers on one page. */
export const NUMBERS_PAGE = 50;
/** Records read at once, and how many times for one page. */
const SLICE = 4 * NUMBERS_PAGE;
const MOST_SLICES = 20;

/** Which numbers a page asks for: those of one series, after a record. */
export interface NumbersAsked {
  readonly series: NumberedKind;
  readonly year: number;
  readonly after: bigint;
}

/** One page of numbers, and where the next begins. */
export interface NumbersPage {
  readonly numbers: readonly SealedNumber[];
  /** Null where nothing follows. A page with too much to go through may be short of numbers and say where to go on. */
  readonly next: bigint | null;
}

/**
 * The numbers of one series, in the order of the log, a page at a time. What was read of the log before says where the
 * series begins and ends: nothing else is gone through but what came since. Right `sealed_log:read`.
 */
export async function listNumbers(ctx: Ctx, asked: NumbersAsked): Promise<NumbersPage> {
  authorize(ctx, "sealed_log:read");
  const { reading } = await standingReading(ctx);
  const numbers: SealedNumber[] = [];
  let slices = 0;
  for (const { from, to } of stretches(asked, reading)) {
    for (let after = from, isOver = false; !isOver; slices++) {
      if (slices === MOST_SLICES) return { numbers, next: after };
      const slice = await readNumbers(ctx, { after, series: asked.series, limit: SLICE });
      for (const { seq, given } of slice.numbers) {
        if (to !== null && seq > to) break;
        if (typeof given === "string" || given.year !== asked.year) continue;
        if (numbers.length === NUMBERS_PAGE) return { numbers, next: numbers.at(-1)!.seq };
        numbers.push(given);
      }
      after = slice.numbers.at(-1)?.seq ?? after;
      isOver = slice.isLast || (to !== null && after >= to);
    }
  }
  return { numbers, next: null };
}

/** Parts of the log that can hold numbers of the series: from its first to its last, then what was not read yet. */
function stretches(
  { series, year, after }: NumbersAsked,
  { seq, tally }: NumberReading,
): readonly { readonly from: bigint; readonly to: bigint | null }[] {
  const known = tally.series.find((each) => each.series === series && each.year === year);
  const unread = { from: later(after, seq), to: null };
  if (!known || after >= known.lastSeq) return [unread];
  return [{ from: later(after, known.firstSeq - 1n), to: known.lastSeq }, unread];
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
