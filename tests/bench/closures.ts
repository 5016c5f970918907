/**
 * `deno run -A tests/bench/closures.ts`: how long a month of 100,000 events takes to close, day by day and as a month,
 * and a year from its months. The records are written behind the triggers, unsigned: closing reads payloads alone.
 */
import { closeDay, closeDue, closeMonth, closeYear } from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import { addToDate, isoDate } from "../../lib/base/dates.ts";
import { elapsedMs } from "../../lib/platform/clock.ts";
import { aBook, record, when } from "../lib/antifraud/closures/_book.ts";
import { openTestOutside } from "../support/outside.ts";
import { openWorld, type World } from "../support/world.ts";

const EVENTS = 100_000;
const DAYS = 31;

if (import.meta.main) await main();

async function main(): Promise<void> {
  const world = await openWorld();
  openTestOutside();
  try {
    await measureMonth(world);
    await measureYear(world);
  } finally {
    await world.close();
  }
}

async function measureMonth(world: World): Promise<void> {
  const ctx = await aBook(world, "2026-01-01T00:00Z");
  await fill(world, ctx);
  const later = when(ctx, "2026-02-01T12:00Z");
  const days = await timed(async () => {
    for (let n = 0; n < DAYS; n++) await closeDay(later, addToDate(isoDate("2026-01-01"), { days: n }));
  });
  const month = await timed(() => closeMonth(later, "2026-01"));
  say(`a month of ${EVENTS} events: ${days} ms for its ${DAYS} days, ${month} ms for the month`);
}

async function measureYear(world: World): Promise<void> {
  const ctx = await aBook(world, "2025-01-01T00:00Z");
  for (let month = 1; month <= 12; month++) {
    const at = `2025-${String(month).padStart(2, "0")}-15T12:00Z`;
    await record(ctx, at, [{ kind: "invoice", net: 10_000 }, { kind: "payment", amount: 5_000 }]);
  }
  // All but the year: at noon of the last day its December is still open, so that is closed by hand below.
  await closeDue(when(ctx, "2025-12-31T12:00Z"));
  const later = when(ctx, "2026-01-01T12:00Z");
  await closeMonth(later, "2025-12");
  say(`a year from its twelve months: ${await timed(() => closeYear(later, "2025"))} ms`);
}

/** Payloads of the size of a usual invoice's, one of ten a payment, spread evenly over the month. */
async function fill(world: World, ctx: Ctx): Promise<void> {
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`
      insert into cell.sealed_records
      select ${ctx.tenantId}, n + 1, 1, case when n % 10 = 0 then 'payment_recorded' else 'invoice_issued' end,
        timestamptz '2026-01-01 00:00:00Z' + n * interval '1 day' * (${
      DAYS - 1
    }::numeric / ${EVENTS}), sha256('a'), convert_to(
          case when n % 10 = 0 then '{"amountCents":12000,"currency":"EUR","mode":"transfer"}'
          else '{"currency":"EUR","grossCents":12000,"issuedOn":"2026-01-01","lines":"' || repeat('x', 1500)
            || '","netCents":10000,"number":"FA2026-' || n
            || '","vat":[{"baseCents":10000,"category":"S","discountCents":0,"rateBp":2000,"vatCents":2000}],"vatCents":2000}'
          end, 'UTF8'), sha256('a'), sha256('a'), k.id, 'none', sha256('a'), null
      from generate_series(1, ${EVENTS}::bigint) n, cell.signing_keys k where k.tenant_id = ${ctx.tenantId}`;
    await sql`update cell.chains set head_seq = ${EVENTS + 1}, head_at = '2026-01-31 00:00:00Z'
      where tenant_id = ${ctx.tenantId}`;
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = elapsedMs(0);
  await work();
  return Math.round(elapsedMs(start));
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
