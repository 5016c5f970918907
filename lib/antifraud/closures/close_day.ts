import { authorize, type Ctx } from "../../base/ctx.ts";
import { type IsoDate, type IsoInstant, startOfDay } from "../../base/dates.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { lockHead } from "../chain_store.ts";
import { refuse } from "../refusals.ts";
import { loadCalendar } from "./calendar.ts";
import type { Closure } from "./closure.ts";
import { type CountedRecord, findClosure, lastClosure, readCounted } from "./closure_store.ts";
import { dayPeriod, describePeriod, isOver, openDayOf, type Period } from "./period.ts";
import { addRecord, openSums, type Sums, totalsOf } from "./totals.ts";
import { writeClosure } from "./write_closure.ts";

/** How many records are read at once: bounds the memory of a closing, whatever the day holds. */
const SLICE = 1_000;

/** A day being read, record after record, from where the day closed before it ended. */
interface Reading {
  readonly period: Period;
  readonly startsAt: IsoInstant;
  readonly last: Closure | null;
  readonly sums: Sums;
  /** The last record read that belongs to the day, or to days without totals before it. */
  lastSeq: bigint;
  counted: number;
}

/**
 * Closes a day that is over in the company's time zone: totals of what was sealed in it, from the sealed payloads
 * alone, sealed in their turn. A closed day is given back as it is; asked for twice at once, it is closed once. Right
 * `sealed_log:close`. Refuses `not_over`, `nothing_to_close` (nothing was issued or received), `earlier_open` (an
 * earlier day must be closed first), `no_chain`.
 */
export async function closeDay(ctx: Ctx, day: IsoDate): Promise<Closure> {
  authorize(ctx, "sealed_log:close");
  for (;;) {
    const start = await withTenant(ctx, (tx) => begin(tx, ctx, day), { mode: "read" });
    if ("closed" in start) return start.closed;
    // Most of the day is read while others go on issuing; only its end is read under the head's lock.
    while (!await withTenant(ctx, (tx) => readOn(tx, ctx, start.reading), { mode: "read" }));
    const closure = await withTenant(ctx, (tx) => finish(tx, ctx, start.reading));
    if (closure) return closure;
  }
}

async function begin(tx: Tx, ctx: Ctx, day: IsoDate): Promise<{ closed: Closure } | { reading: Reading }> {
  const { tenantId } = ctx;
  const [known, last, calendar] = await Promise.all([
    findClosure(tx, { tenantId, kind: "day", name: day }),
    lastClosure(tx, { tenantId, kind: "day" }),
    loadCalendar(tx, ctx),
  ]);
  if (known) return { closed: known };
  const period = dayPeriod(day, calendar);
  if (!isOver(period, ctx.now)) throw refuse("not_over", { values: { period: describePeriod(period) } });
  if (last && day <= last.to) throw nothing(period);
  const startsAt = startOfDay(day, calendar.timeZone);
  return { reading: { period, startsAt, last, sums: openSums(last), lastSeq: last?.lastSeq ?? 0n, counted: 0 } };
}

/** Reads and adds one slice. True once the day's end, or the chain's, is reached. */
async function readOn(tx: Tx, { tenantId }: Ctx, reading: Reading): Promise<boolean> {
  const records = await readCounted(tx, { tenantId, after: reading.lastSeq, limit: SLICE });
  for (const record of records) {
    if (record.at >= reading.period.until) return true;
    count(reading, record);
  }
  return records.length < SLICE;
}

function count(reading: Reading, { seq, at, type, content }: CountedRecord): void {
  reading.lastSeq = seq;
  if (content === null) return;
  if (at < reading.startsAt) refuseEarlier(reading, at);
  addRecord(reading.sums, type, JSON.parse(content));
  reading.counted += 1;
}

function refuseEarlier({ period, last }: Reading, at: IsoInstant): void {
  const day = openDayOf(at, period.timeZone, last?.to ?? null);
  if (day >= period.from) return;
  throw refuse("earlier_open", { values: { period: describePeriod(dayPeriod(day, period)) } });
}

/** The end of the day, under the lock. Null where somebody closed a day meanwhile: all is read again. */
async function finish(tx: Tx, ctx: Ctx, reading: Reading): Promise<Closure | null> {
  if (!await lockHead(tx, ctx.tenantId)) throw refuse("no_chain");
  const last = await lastClosure(tx, { tenantId: ctx.tenantId, kind: "day" });
  if (last?.id !== reading.last?.id) return null;
  while (!await readOn(tx, ctx, reading));
  if (reading.counted === 0) throw nothing(reading.period);
  const { period, sums, lastSeq } = reading;
  const firstSeq = (last?.lastSeq ?? 0n) + 1n;
  return await writeClosure(tx, ctx, { period, totals: totalsOf(sums), firstSeq, lastSeq, previous: last });
}

function nothing(period: Period) {
  return refuse("nothing_to_close", { values: { period: describePeriod(period) } });
}
