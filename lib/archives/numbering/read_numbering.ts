import { authorize, type Ctx } from "../../base/ctx.ts";
import { readCounters } from "../../sales/mod.ts";
import { type NumberingProof, NumberTally } from "./numbered_series.ts";
import { count, everyNumber } from "./numbers_of_log.ts";
import type { SealedNumber } from "./sealed_number.ts";

/**
 * Goes through the whole log, a slice at a time: every readable number in its order, and in the end what is proved of
 * them, series by series: none is missing, none was given twice, dates never go back and the counters agree (CGI ann.
 * II 242 nonies A, I 7°). Sealed payloads alone are read. Right `sealed_log:read`.
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

/** Every readable number in the order of the log, for exports: a slice at a time. Right `sealed_log:read`. */
export async function* exportNumbers(ctx: Ctx): AsyncGenerator<SealedNumber> {
  authorize(ctx, "sealed_log:read");
  for await (const { given } of everyNumber(ctx)) {
    if (typeof given !== "string") yield given;
  }
}
