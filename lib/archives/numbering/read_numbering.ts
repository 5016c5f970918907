import { MAX_RECORDS_READ, readLog } from "../../antifraud/mod.ts";
import { authorize, type Ctx } from "../../base/ctx.ts";
import { readCounters } from "../../sales/mod.ts";
import { type NumberingProof, NumberTally } from "./numbered_series.ts";
import { NUMBERED_TYPES, type NumberedKind, type SealedNumber, sealedNumber } from "./sealed_number.ts";

/** Numbers on one page. */
export const NUMBERS_PAGE = 50;

/** Which numbers a page asks for: those of one series, after a record. */
export interface NumbersAsked {
  readonly series: NumberedKind;
  readonly year: number;
  readonly after: bigint;
}

/** One page of numbers, and where the next begins. */
export interface NumbersPage {
  readonly numbers: readonly SealedNumber[];
  readonly next: bigint | null;
}

/**
 * Goes through every number that the log holds and proves, series by series, that none is missing, none was given
 * twice, dates never go back and the counters agree (CGI ann. II 242 nonies A, I 7°). Sealed payloads alone are read,
 * in slices. Right `sealed_log:read`.
 */
export async function proveNumbering(ctx: Ctx): Promise<NumberingProof> {
  authorize(ctx, "sealed_log:read");
  const before = await readCounters(ctx);
  const tally = new NumberTally();
  for await (const numbered of everyNumber(ctx)) count(tally, numbered);
  return tally.close({ before, after: await readCounters(ctx) });
}

/**
 * Every readable number in the order of the log, a slice at a time; in the end what `proveNumbering` would say, from
 * the same reading. Right `sealed_log:read`.
 */
export async function* readNumbering(ctx: Ctx): AsyncGenerator<SealedNumber, NumberingProof> {
  authorize(ctx, "sealed_log:read");
  const before = await readCounters(ctx);
  const tally = new NumberTally();
  for await (const numbered of everyNumber(ctx)) {
    count(tally, numbered);
    if (typeof numbered.given !== "string") yield numbered.given;
  }
  return tally.close({ before, after: await readCounters(ctx) });
}

function count(tally: NumberTally, { seq, series, given }: Numbered): void {
  if (given === "erased") tally.addErased(series);
  else if (given === "unreadable") tally.addUnreadable(seq);
  else tally.add(given);
}

/** The numbers of one series, in the order of the log, a page at a time. Right `sealed_log:read`. */
export async function listNumbers(ctx: Ctx, { series, year, after }: NumbersAsked): Promise<NumbersPage> {
  authorize(ctx, "sealed_log:read");
  const types = Object.keys(NUMBERED_TYPES).filter((type) => NUMBERED_TYPES[type] === series);
  const numbers: SealedNumber[] = [];
  for await (const { given } of everyNumber(ctx, { after, types, slice: 4 * NUMBERS_PAGE })) {
    if (typeof given === "string" || given.year !== year) continue;
    if (numbers.length === NUMBERS_PAGE) return { numbers, next: numbers.at(-1)!.seq };
    numbers.push(given);
  }
  return { numbers, next: null };
}

/** Every readable number in the order of the log, for exports: a slice at a time. Right `sealed_log:read`. */
export async function* exportNumbers(ctx: Ctx): AsyncGenerator<SealedNumber> {
  authorize(ctx, "sealed_log:read");
  for await (const { given } of everyNumber(ctx)) {
    if (typeof given !== "string") yield given;
  }
}

interface Numbered {
  readonly seq: bigint;
  readonly series: NumberedKind;
  readonly given: ReturnType<typeof sealedNumber>;
}

async function* everyNumber(
  ctx: Ctx,
  { after = 0n, types = Object.keys(NUMBERED_TYPES), slice = 1_000 }: {
    after?: bigint;
    types?: readonly string[];
    slice?: number;
  } = {},
): AsyncGenerator<Numbered> {
  const limit = Math.min(slice, MAX_RECORDS_READ);
  for (let from = after;;) {
    const records = await readLog(ctx, { after: from, limit, types });
    for (const record of records) {
      yield { seq: record.seq, series: NUMBERED_TYPES[record.type]!, given: sealedNumber(record) };
    }
    if (records.length < limit) return;
    from = records.at(-1)!.seq;
  }
}
