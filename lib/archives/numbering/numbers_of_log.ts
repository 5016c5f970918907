import { MAX_RECORDS_READ, readLog } from "../../antifraud/mod.ts";
import type { Ctx } from "../../base/ctx.ts";
import type { NumberTally } from "./numbered_series.ts";
import { NUMBERED_TYPES, type NumberedKind, sealedNumber } from "./sealed_number.ts";

/** A record that numbers a document, and what it says. */
export interface Numbered {
  readonly seq: bigint;
  readonly series: NumberedKind;
  readonly hash: Uint8Array;
  readonly given: ReturnType<typeof sealedNumber>;
}

/** Which records: after a number, of one series or of both, so many at once. */
export interface NumberedSlice {
  readonly after: bigint;
  readonly series?: NumberedKind | undefined;
  readonly limit?: number | undefined;
}

/** Records read at once, where nothing else is said. */
export const NUMBERS_SLICE = 1_000;

/** A slice of the records that number documents, in the order of the log. Right `sealed_log:read`. */
export async function readNumbers(
  ctx: Ctx,
  { after, series, limit = NUMBERS_SLICE }: NumberedSlice,
): Promise<{ readonly numbers: readonly Numbered[]; readonly isLast: boolean }> {
  const types = Object.keys(NUMBERED_TYPES).filter((type) => !series || NUMBERED_TYPES[type] === series);
  const most = Math.min(limit, MAX_RECORDS_READ);
  const records = await readLog(ctx, { after, limit: most, types });
  const numbers = records.map((record) => ({
    seq: record.seq,
    series: NUMBERED_TYPES[record.type]!,
    hash: record.hash,
    given: sealedNumber(record),
  }));
  return { numbers, isLast: records.length < most };
}

/** Every record that numbers a document, in the order of the log, a slice at a time. Right `sealed_log:read`. */
export async function* everyNumber(ctx: Ctx): AsyncGenerator<Numbered> {
  for (let after = 0n;;) {
    const { numbers, isLast } = await readNumbers(ctx, { after });
    yield* numbers;
    if (isLast) return;
    after = numbers.at(-1)!.seq;
  }
}

/** Adds a record to a tally. */
export function count(tally: NumberTally, { seq, series, given }: Numbered): void {
  if (given === "erased") tally.addErased(series);
  else if (given === "unreadable") tally.addUnreadable(seq);
  else tally.add(given);
}
