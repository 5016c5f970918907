import { formatShortDate, type IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { formatNumber } from "../company/mod.ts";
import { assertInTransaction, type Tx } from "../platform/db/transaction.ts";
import type { DocumentKind } from "./document.ts";
import { advanceCounter, lastNumberedOn } from "./number_counter_store.ts";
import { refuse } from "./refusals.ts";

/** What numbers are taken for. */
export interface NumbersWanted {
  readonly tenantId: Uuid;
  readonly series: DocumentKind;
  readonly prefix: string;
  /** Date of each document, in the order in which they are numbered: never going back. */
  readonly dates: readonly IsoDate[];
}

/**
 * Takes the next numbers of a series, without gap (CGI ann. II 242 nonies A, I 7°): the counter's row stays locked
 * until the commit, and a rollback gives them back. Years are series of their own. Refuses `date_before_last` for a
 * date earlier than the last one numbered in its year: numbers follow the order of dates.
 */
export async function takeNumbers(tx: Tx, wanted: NumbersWanted): Promise<string[]> {
  assertInTransaction(tx);
  // Sent together: whatever is sent behind them waits once.
  const byYear = [...Map.groupBy(wanted.dates, yearOf)].map(async ([year, dates]) => {
    const last = await advance(tx, { ...wanted, year, dates });
    const first = last - dates.length + 1;
    return dates.map((_, i) => formatNumber(wanted.prefix, { year, sequence: first + i }));
  });
  return (await Promise.all(byYear)).flat();
}

async function advance(tx: Tx, { tenantId, series, year, dates }: NumbersWanted & { year: number }): Promise<number> {
  const at = { tenantId, series, year };
  const last = await advanceCounter(tx, at, { count: dates.length, from: dates[0]!, to: dates.at(-1)! });
  if (last !== null) return last;
  throw refuse("date_before_last", { values: { last: formatShortDate(await lastNumberedOn(tx, at)) } });
}

function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}
