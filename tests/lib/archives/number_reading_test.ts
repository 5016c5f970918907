import fc from "fast-check";
import assert from "node:assert/strict";
import { advanceNumbers, lookAtNumbers, rereadNumbers } from "../../../lib/archives/numbering/look_at_numbers.ts";
import { listNumbers } from "../../../lib/archives/mod.ts";
import type { NumberingProof } from "../../../lib/archives/numbering/numbered_series.ts";
import { readNumbering } from "../../../lib/archives/numbering/read_numbering.ts";
import { openChain } from "../../../lib/antifraud/mod.ts";
import { type Ctx, Forbidden } from "../../../lib/base/ctx.ts";
import { addSeconds } from "../../../lib/base/dates.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId, randomBytes } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());
const { trial } = world.owner;

/** Looks that keep what they read however short, a few records at a time, and stop after the first few. */
const STEP = { keptFrom: 0, slice: 4, budgetMs: -1 };
/** Looks that keep what they read and go to the end. */
const WHOLE = { keptFrom: 0, slice: 4 };

const ERASED_NEVER = { erased_at: null, erased_under: null };

/** A record of a pretended log: rank and day as its number says them. */
interface Entry {
  readonly series: "invoice" | "credit_note";
  readonly year: number;
  readonly rank: number;
  readonly day: number;
  readonly content: "whole" | "erased" | "broken" | "nul";
}

async function aLog(): Promise<Ctx> {
  const ctx = await world.makeDossier(["sealed_log:read"]);
  await withTenant(ctx, (tx) => openChain(tx, ctx));
  return ctx;
}

async function behind(change: (sql: typeof trial) => Promise<unknown>): Promise<void> {
  await trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await change(sql as unknown as typeof trial);
  });
}

/** Adds records behind the program, of any content; their hashes are drawn. */
async function append(ctx: Ctx, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const { tenantId } = ctx;
  await behind(async (sql) => {
    const [chain] = await sql`select * from cell.chains where tenant_id = ${tenantId}`;
    let seq = BigInt(chain!.head_seq), hash: Uint8Array = chain!.head_hash;
    const rows = entries.map((entry) => {
      // Other records stand between those that number.
      seq += BigInt(1 + entry.rank % 3);
      const document = newId();
      hash = randomBytes(32);
      return {
        ...{
          tenant_id: tenantId,
          seq: String(seq),
          format: 1,
          at: ctx.now,
          prev_hash: hash,
          payload_digest: hash,
          hash,
        },
        ...{ type: `${entry.series}_issued`, payload: payloadOf(entry, document), subject_id: document },
        ...(entry.content === "erased" ? { erased_at: ctx.now, erased_under: document } : ERASED_NEVER),
        ...{ key_id: chain!.key_id, algorithm: "ECDSA-P256-SHA256", signature: new Uint8Array(64) },
      };
    });
    await sql`insert into cell.sealed_records ${sql(rows)}`;
    await sql`update cell.chains set head_seq = ${String(seq)}, head_hash = ${hash} where tenant_id = ${tenantId}`;
  });
}

function payloadOf({ series, year, rank, day, content }: Entry, document: string): Uint8Array | null {
  if (content === "erased") return null;
  const number = `${content === "nul" ? "\u0000" : ""}${series === "invoice" ? "FA" : "AV"}${year}-` +
    String(rank).padStart(4, "0");
  const issuedOn = `${year}-03-${String(day).padStart(2, "0")}`;
  const text = JSON.stringify({ document: content === "broken" ? "nobody" : document, number, issuedOn });
  return new TextEncoder().encode(text);
}

async function setCounter(ctx: Ctx, { series, year, last }: { series: string; year: number; last: number }) {
  await behind((sql) =>
    sql`insert into cell.number_counters (tenant_id, series, year, last_number, last_on)
      values (${ctx.tenantId}, ${series}, ${year}, ${last}, ${`${year}-12-31`})
      on conflict (tenant_id, series, year) do update set last_number = excluded.last_number`
  );
}

/** What a reading of the whole log says. */
async function fullProof(ctx: Ctx): Promise<NumberingProof> {
  const reading = readNumbering(ctx);
  for (let next = await reading.next();; next = await reading.next()) if (next.done) return next.value;
}

async function lookEquals(ctx: Ctx, look: () => Promise<Awaited<ReturnType<typeof lookAtNumbers>>>): Promise<void> {
  const { reading, ...proof } = await look();
  if (reading.isWhole) assert.deepEqual(proof, await fullProof(ctx));
}

/** Entries of a log as it grows, mostly in order, with gaps, doubles, late ranks, days that go back, lost contents. */
const STEPS = fc.array(
  fc.record({
    series: fc.constantFrom("invoice" as const, "invoice" as const, "credit_note" as const),
    year: fc.constantFrom(2025, 2026, 2026),
    move: fc.constantFrom(1, 1, 1, 1, 1, 1, 2, 4, 0, -1, -2),
    day: fc.constantFrom(0, 0, 0, 0, 1, -1),
    content: fc.constantFrom("whole", "whole", "whole", "whole", "whole", "erased", "broken", "nul" as const),
  }),
  { minLength: 5, maxLength: 60 },
);

function entriesOf(
  steps: readonly { series: Entry["series"]; year: number; move: number; day: number; content: string }[],
) {
  const last = new Map<string, { rank: number; day: number }>();
  return steps.map(({ series, year, move, day, content }): Entry => {
    const at = last.get(`${series} ${year}`) ?? { rank: 0, day: 10 };
    const next = { rank: Math.max(1, at.rank + move), day: Math.min(28, Math.max(1, at.day + day)) };
    last.set(`${series} ${year}`, { rank: Math.max(at.rank, next.rank), day: next.day });
    return { series, year, ...next, content: content as Entry["content"] };
  });
}

function counterOf(entries: readonly Entry[]): number {
  return Math.max(1, ...entries.filter(({ series, year }) => series === "invoice" && year === 2026).map((e) => e.rank));
}

Deno.test("whatever the log holds and wherever each look stopped, it says what a reading of the whole says", async () => {
  await fc.assert(
    fc.asyncProperty(
      STEPS,
      fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
      fc.nat(1),
      async (steps, cuts, off) => {
        const ctx = await aLog(), entries = entriesOf(steps);
        let from = 0;
        for (const cut of cuts) {
          await append(ctx, entries.slice(from, from + cut));
          from += cut;
          await setCounter(ctx, { series: "invoice", year: 2026, last: counterOf(entries.slice(0, from)) + off });
          await lookEquals(ctx, () => advanceNumbers(ctx, cut % 2 ? STEP : WHOLE));
        }
        await append(ctx, entries.slice(from));
        await lookEquals(ctx, () => advanceNumbers(ctx, WHOLE));
        const { reading } = await advanceNumbers(ctx, WHOLE);
        assert.deepEqual([reading.isWhole, reading.rewritten], [true, null]);
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("records changed behind what was read are found by whoever reads all anew, as a reading of the whole finds them", async () => {
  const changes: readonly ((sql: typeof trial, ctx: Ctx, seq: string) => Promise<unknown>)[] = [
    (sql, ctx, seq) => sql`delete from cell.sealed_records where tenant_id = ${ctx.tenantId} and seq = ${seq}`,
    (sql, ctx, seq) =>
      sql`update cell.sealed_records set payload = ${new Uint8Array([255, 0])}
      where tenant_id = ${ctx.tenantId} and seq = ${seq}`,
    (sql, ctx, seq) =>
      sql`update cell.sealed_records
      set payload = convert_to(replace(convert_from(payload, 'UTF8'), '2026-00', '2026-01'), 'UTF8')
      where tenant_id = ${ctx.tenantId} and seq = ${seq}`,
  ];
  for (const change of changes) {
    const ctx = await aLog();
    await append(ctx, ranks(1, 12));
    await setCounter(ctx, { series: "invoice", year: 2026, last: 12 });
    assert.equal((await lookAtNumbers(ctx, WHOLE)).faultCount, 0);
    const { numbers } = await listNumbers(ctx, { series: "invoice", year: 2026, after: 0n });
    await behind((sql) => change(sql, ctx, String(numbers[4]!.seq)));
    const { reading: _, ...proof } = await rereadNumbers(ctx, WHOLE);
    assert.deepEqual(proof, await fullProof(ctx));
    assert.ok((await lookAtNumbers(ctx, WHOLE)).faultCount > 0);
  }
});

Deno.test("the last record that was read is held against the log: another one, or none, is told and all is read anew", async () => {
  for (const isGone of [true, false]) {
    const ctx = await aLog();
    await append(ctx, ranks(1, 8));
    const before = await lookAtNumbers(ctx, WHOLE);
    const { tenantId } = ctx, seq = String(before.reading.upTo);
    await behind((sql) =>
      isGone
        ? sql`delete from cell.sealed_records where tenant_id = ${tenantId} and seq = ${seq}`
        : sql`update cell.sealed_records set hash = ${new Uint8Array(
          32,
        )} where tenant_id = ${tenantId} and seq = ${seq}`
    );
    const later = { ...ctx, now: addSeconds(ctx.now, 5) };
    const { reading, ...proof } = await lookAtNumbers(later, WHOLE);
    assert.deepEqual(reading.rewritten, { seq: BigInt(seq), at: later.now });
    assert.deepEqual([reading.isWhole, reading.keptUpTo, reading.begunAt], [true, 0n, later.now]);
    assert.deepEqual(proof, await fullProof(ctx));
    await append(ctx, ranks(9, 10));
    assert.deepEqual((await lookAtNumbers(later, WHOLE)).reading.rewritten, reading.rewritten, "it stays told");
    assert.deepEqual((await rereadNumbers(later, WHOLE)).reading.rewritten, reading.rewritten);
  }
});

Deno.test("contents erased since are read anew, and nobody is blamed for them", async () => {
  const ctx = await aLog();
  await append(ctx, ranks(1, 9));
  await setCounter(ctx, { series: "invoice", year: 2026, last: 9 });
  await lookAtNumbers(ctx, WHOLE);
  const { tenantId } = ctx;
  await behind(async (sql) => {
    await sql`update cell.sealed_records set payload = null, erased_at = at, erased_under = ${newId()}
      where tenant_id = ${tenantId} and seq between 2 and 6`;
    const [chain] = await sql`update cell.chains set head_seq = head_seq + 1 where tenant_id = ${tenantId} returning *`;
    await sql`insert into cell.sealed_records
      select r.tenant_id, ${chain!.head_seq}, r.format, 'contents_erased', r.at, r.prev_hash, ''::bytea,
        r.payload_digest, r.hash, r.key_id, r.algorithm, r.signature
      from cell.sealed_records r where r.tenant_id = ${tenantId} and r.seq = 1`;
  });
  const { reading, ...proof } = await lookAtNumbers(ctx, WHOLE);
  assert.ok(proof.series[0]!.erased > 0);
  assert.deepEqual([proof, reading.rewritten, reading.keptUpTo], [await fullProof(ctx), null, 0n]);
  assert.notEqual((await lookAtNumbers(ctx, WHOLE)).reading.keptUpTo, 0n, "once");
});

Deno.test("a look that had to stop says up to where it read; a job goes on, and is followed meanwhile", async () => {
  const ctx = await aLog();
  await append(ctx, ranks(1, 20));
  await setCounter(ctx, { series: "invoice", year: 2026, last: 20 });
  const first = await lookAtNumbers(ctx, STEP);
  assert.deepEqual([first.reading.isWhole, first.reading.isUnderWay, first.series[0]!.count], [false, true, 4]);
  assert.equal(first.faultCount, 0, "the counter says nothing of a reading that is not over");
  for (const followed of [await lookAtNumbers(ctx, STEP), await rereadNumbers(ctx, STEP)]) {
    assert.deepEqual([followed.reading.upTo, followed.reading.isUnderWay], [first.reading.upTo, true]);
  }
  assert.equal((await jobsOf(ctx)).length, 1);
  const late = { ...ctx, now: addSeconds(ctx.now, 120) };
  assert.equal((await lookAtNumbers(late, STEP)).series[0]!.count, 8, "a job that is not heard of is not waited for");
  assert.equal((await jobsOf(ctx)).length, 2);
  const done = await advanceNumbers(late, WHOLE);
  assert.deepEqual([done.reading.isWhole, done.series[0]!.count, done.faultCount], [true, 20, 0]);
});

Deno.test("looks at once keep one reading, and each says what a reading of the whole says", async () => {
  const ctx = await aLog();
  await append(ctx, ranks(1, 12));
  for (let round = 0; round < 3; round++) {
    const looks = await Promise.all(Array.from({ length: 6 }, () => advanceNumbers(ctx, WHOLE)));
    const full = await fullProof(ctx);
    for (const { reading: _, ...proof } of looks) assert.deepEqual(proof, full);
    await append(ctx, ranks(13 + round * 5, 17 + round * 5));
  }
});

Deno.test("a short log is read anew at each look, and nothing of it is kept", async () => {
  const ctx = await aLog();
  await append(ctx, ranks(1, 5));
  await lookAtNumbers(ctx);
  const { reading } = await lookAtNumbers(ctx);
  assert.deepEqual([reading.keptUpTo, reading.isWhole], [0n, true]);
  const [row] = await trial`select count(*)::int as n from cell.number_readings where tenant_id = ${ctx.tenantId}`;
  assert.equal(row!.n, 0);
});

Deno.test("a dossier that takes no writes is read as far as a look goes, and keeps nothing", async () => {
  const ctx = await aLog();
  await append(ctx, ranks(1, 12));
  await trial`update cell.dossiers set state = 'copy' where tenant_id = ${ctx.tenantId}`;
  const { reading } = await lookAtNumbers(ctx, STEP);
  assert.deepEqual([reading.isWhole, reading.isUnderWay], [false, false]);
  assert.equal((await lookAtNumbers(ctx, WHOLE)).reading.isWhole, true);
  assert.equal((await jobsOf(ctx)).length, 0);
});

Deno.test("a guest's look is kept like any other", async () => {
  const ctx = { ...await aLog(), isReadOnly: true };
  await append(ctx, ranks(1, 12));
  await lookAtNumbers(ctx, WHOLE);
  assert.notEqual((await lookAtNumbers(ctx, WHOLE)).reading.keptUpTo, 0n);
});

Deno.test("the numbers of a series are listed from its first to its last, whatever was read before", async () => {
  const ctx = await aLog();
  const [old, recent] = [2025, 2026].map((year) => ranks(1, 60).map((entry) => ({ ...entry, year })));
  await append(ctx, [...old!, ...recent!]);
  const ranksOf = async (year: number) => {
    const ranks: number[] = [];
    for (let after: bigint | null = 0n; after !== null;) {
      const page: Awaited<ReturnType<typeof listNumbers>> = await listNumbers(ctx, { series: "invoice", year, after });
      ranks.push(...page.numbers.map(({ rank }) => rank));
      after = page.next;
    }
    return ranks;
  };
  const wanted = ranks(1, 60).map(({ rank }) => rank);
  assert.deepEqual([await ranksOf(2025), await ranksOf(2026), await ranksOf(2024)], [wanted, wanted, []]);
  await lookAtNumbers(ctx, WHOLE);
  await append(ctx, [{ ...ranks(61, 61)[0]!, year: 2025 }]);
  assert.deepEqual([await ranksOf(2025), await ranksOf(2026), await ranksOf(2024)], [[...wanted, 61], wanted, []]);
});

Deno.test("whoever may not read the log is refused", async () => {
  const ctx = { ...await aLog(), rights: new Set<never>() };
  await assert.rejects(lookAtNumbers(ctx), Forbidden);
  await assert.rejects(rereadNumbers(ctx), Forbidden);
});

function ranks(from: number, to: number): Entry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    series: "invoice",
    year: 2026,
    rank: from + i,
    day: 10,
    content: "whole",
  }));
}

async function jobsOf({ tenantId }: Ctx) {
  return await trial`select id from cell.jobs where tenant_id = ${tenantId} and kind = 'archives.read_numbers'`;
}
