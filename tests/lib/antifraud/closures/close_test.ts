import assert from "node:assert/strict";
import { closeDay, closeDue, closeMonth, closeYear, nextDue, verifyChain } from "../../../../lib/antifraud/mod.ts";
import { type IsoDate, isoDate } from "../../../../lib/base/dates.ts";
import { Refusal } from "../../../../lib/base/refusal.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld } from "../../../support/world.ts";
import { aBook, automate, record, when } from "./_book.ts";

const world = await openWorld();
openTestOutside();
Deno.test.afterAll(() => world.close());

const day = (text: string): IsoDate => isoDate(text);

function refusedFor(code: string, words = /./) {
  return (error: unknown) =>
    error instanceof Refusal && error.code === `antifraud.${code}` && words.test(error.issues[0]!.sentence);
}

Deno.test("closeDay adds up what was sealed on the day, seals it and keeps it", async () => {
  const ctx = await aBook(world, "2026-03-09T08:00Z");
  await record(ctx, "2026-03-10T09:00Z", [{ kind: "invoice", net: 10_000 }, {
    kind: "invoice",
    net: 4_000,
    rateBp: 550,
  }]);
  await record(ctx, "2026-03-10T15:00Z", [
    { kind: "credit_note", net: 1_000 },
    { kind: "payment", amount: 12_000, mode: "card" },
    { kind: "payment", amount: 300, mode: "cash" },
    { kind: "reversal", amount: 300, mode: "cash" },
  ]);
  await record(ctx, "2026-03-11T09:00Z", [{ kind: "invoice", net: 77_700 }]);
  const closure = await closeDay(when(ctx, "2026-03-11T10:00Z"), day("2026-03-10"));
  const { invoices, creditNotes, payments, reversals, currencies, firstSeq, lastSeq, sealSeq, isAutomatic } = closure;
  assert.deepEqual([invoices, creditNotes, payments, reversals], [2, 1, 2, 1]);
  assert.deepEqual([firstSeq, lastSeq, sealSeq, isAutomatic], [1n, 7n, 9n, false]);
  assert.deepEqual(currencies, [{
    currency: "EUR",
    vat: [
      { category: "S", rateBp: 550, baseCents: 4_000n, vatCents: 220n },
      { category: "S", rateBp: 2000, baseCents: 9_000n, vatCents: 1_800n },
    ],
    netCents: 13_000n,
    vatCents: 2_020n,
    grossCents: 15_020n,
    discountsCents: 0n,
    modes: [{ mode: "card", amountCents: 12_000n, count: 1 }, { mode: "cash", amountCents: 0n, count: 2 }],
    perpetualCents: 15_020n,
    perpetualAbsoluteCents: 17_420n,
  }]);
  assert.equal((await verifyChain(ctx, { allSignatures: true })).ok, true);
});

Deno.test("a closed day is given back as it is, and sixteen at once close it once", async () => {
  const ctx = await aBook(world, "2026-03-09T08:00Z");
  await record(ctx, "2026-03-10T09:00Z", [{ kind: "invoice", net: 100 }]);
  const later = when(ctx, "2026-03-12T10:00Z");
  const all = await Promise.all(Array.from({ length: 16 }, () => closeDay(later, day("2026-03-10"))));
  assert.equal(new Set(all.map(({ id }) => id)).size, 1);
  const [counted] = await world.owner.trial`
    select count(*)::int as n from cell.sealed_records where tenant_id = ${ctx.tenantId} and type = 'day_closed'`;
  assert.equal(counted!.n, 1);
});

Deno.test("a day cannot be closed before it is over in the company's time zone", async () => {
  const ctx = await aBook(world, "2026-12-31T08:00Z");
  await record(ctx, "2026-12-31T22:30Z", [{ kind: "invoice", net: 100 }]);
  const close = (at: string) => closeDay(when(ctx, at), day("2026-12-31"));
  await assert.rejects(close("2026-12-31T22:59:59.999Z"), refusedFor("not_over", /31\sdécembre/));
  const closure = await close("2026-12-31T23:00:00.000Z");
  assert.deepEqual([closure.invoices, closure.until], [1, "2026-12-31T23:00:00.000Z"]);
});

Deno.test("the days on which the clocks change last 23 and 25 hours", async () => {
  const ctx = await aBook(world, "2026-03-28T22:00Z");
  await record(ctx, "2026-03-28T22:59Z", [{ kind: "invoice", net: 1 }]);
  await record(ctx, "2026-03-29T21:59Z", [{ kind: "invoice", net: 10 }]);
  await record(ctx, "2026-03-29T22:00Z", [{ kind: "invoice", net: 100 }]);
  await record(ctx, "2026-10-25T22:59Z", [{ kind: "invoice", net: 1_000 }]);
  await record(ctx, "2026-10-25T23:00Z", [{ kind: "invoice", net: 10_000 }]);
  const { closures } = await closeDue(when(ctx, "2026-10-27T05:00Z"));
  const days = closures.filter(({ kind }) => kind === "day").map((
    { name, currencies },
  ) => [name, currencies[0]!.netCents]);
  assert.deepEqual(days, [
    ["2026-03-28", 1n],
    ["2026-03-29", 10n],
    ["2026-03-30", 100n],
    ["2026-10-25", 1_000n],
    ["2026-10-26", 10_000n],
  ]);
});

Deno.test("days close in order, and a day with nothing to close is refused", async () => {
  const ctx = await aBook(world, "2026-03-09T08:00Z");
  await record(ctx, "2026-03-10T09:00Z", [{ kind: "payment", amount: 100 }]);
  await record(ctx, "2026-03-12T09:00Z", [{ kind: "invoice", net: 100 }]);
  const later = when(ctx, "2026-03-20T10:00Z");
  await assert.rejects(closeDay(later, day("2026-03-12")), refusedFor("earlier_open", /10\smars/));
  await closeDay(later, day("2026-03-10"));
  await assert.rejects(closeDay(later, day("2026-03-11")), refusedFor("nothing_to_close", /11\smars/));
  await assert.rejects(closeDay(later, day("2026-03-09")), refusedFor("nothing_to_close"));
  const twelfth = await closeDay(later, day("2026-03-12"));
  await assert.rejects(closeDay(later, day("2026-03-15")), refusedFor("nothing_to_close"));
  assert.equal(twelfth.firstSeq, 3n, "the next day takes up where the last one ended");
});

Deno.test("closing asks for the right to close, and for a chain", async () => {
  const ctx = await aBook(world, "2026-03-09T08:00Z");
  const reader = { ...ctx, rights: new Set(["sealed_log:read"] as const) };
  for (
    const act of [
      () => closeDay(reader, day("2026-03-08")),
      () => closeMonth(reader, "2026-02"),
      () => closeYear(reader, "2025"),
      () => closeDue(reader),
    ]
  ) {
    await assert.rejects(act, (error) => error instanceof Refusal && error.code === "access.forbidden");
  }
});

Deno.test("a month closes after its days and is their sum; a year after its months", async () => {
  const ctx = await aBook(world, "2026-01-02T08:00Z");
  await record(ctx, "2026-01-10T09:00Z", [{ kind: "invoice", net: 100 }]);
  await record(ctx, "2026-01-31T22:00Z", [{ kind: "invoice", net: 1_000 }]);
  await record(ctx, "2026-02-05T09:00Z", [{ kind: "credit_note", net: 50 }]);
  const later = when(ctx, "2027-01-01T10:00Z");
  await assert.rejects(closeMonth(later, "2026-01"), refusedFor("earlier_open", /10\sjanvier/));
  await closeDay(later, day("2026-01-10"));
  await assert.rejects(closeMonth(later, "2026-01"), refusedFor("earlier_open", /31\sjanvier/));
  await closeDay(later, day("2026-01-31"));
  await closeDay(later, day("2026-02-05"));
  await assert.rejects(closeMonth(later, "2026-02"), refusedFor("earlier_open", /janvier 2026/));
  await assert.rejects(closeYear(later, "2026"), refusedFor("earlier_open", /janvier 2026/));
  const january = await closeMonth(later, "2026-01");
  assert.deepEqual([january.currencies[0]!.netCents, january.invoices, january.lastSeq], [1_100n, 2, 3n]);
  await assert.rejects(closeMonth(later, "2026-03"), refusedFor("earlier_open", /février 2026/));
  await closeMonth(later, "2026-02");
  await assert.rejects(closeMonth(later, "2026-03"), refusedFor("nothing_to_close"));
  const year = await closeYear(later, "2026");
  assert.deepEqual([year.currencies[0]!.netCents, year.invoices, year.creditNotes], [1_050n, 2, 1]);
  assert.deepEqual(year.currencies[0]!.perpetualCents, 1_260n);
  assert.deepEqual(year.currencies[0]!.perpetualAbsoluteCents, 1_380n);
  assert.equal((await closeYear(later, "2026")).id, year.id);
});

Deno.test("periods that do not exist, or are not over, are refused", async () => {
  const ctx = await aBook(world, "2026-01-02T08:00Z");
  for (const month of ["2026-13", "2026", "janvier", "", "2026-01-01"]) {
    await assert.rejects(closeMonth(ctx, month), refusedFor("not_a_period"), month);
  }
  for (const year of ["26", "2026-07-01", "2026-02-30", "année"]) {
    await assert.rejects(closeYear(ctx, year), refusedFor("not_a_period"), year);
  }
  await assert.rejects(closeMonth(when(ctx, "2026-01-31T22:59Z"), "2026-01"), refusedFor("not_over"));
  await assert.rejects(closeYear(when(ctx, "2026-12-31T22:59Z"), "2026"), refusedFor("not_over"));
});

Deno.test("closeDue catches up with weeks that were missed, in order, and then finds nothing", async () => {
  const ctx = automate(await aBook(world, "2025-12-01T08:00Z"));
  for (const at of ["2025-12-30T10:00Z", "2025-12-31T10:00Z", "2026-01-04T10:00Z", "2026-02-20T10:00Z"]) {
    await record(ctx, at, [{ kind: "invoice", net: 100 }]);
  }
  const { closures, isMoreDue } = await closeDue(when(ctx, "2026-02-20T18:00Z"));
  assert.deepEqual(closures.map(({ name }) => name), [
    "2025-12-30",
    "2025-12-31",
    "2025-12",
    "2025",
    "2026-01-04",
    "2026-01",
  ]);
  assert.ok(!isMoreDue && closures.every((closure) => closure.isAutomatic && closure.closedBy === null));
  assert.equal(await nextDue(when(ctx, "2026-02-20T22:59Z")), null);
  assert.equal((await nextDue(when(ctx, "2026-02-20T23:00Z")))?.name, "2026-02-20");
});

Deno.test("closeDue stops when its time is up and goes on at the next call", async () => {
  const ctx = await aBook(world, "2026-01-01T08:00Z");
  for (const at of ["2026-01-10T10:00Z", "2026-01-11T10:00Z"]) await record(ctx, at, [{ kind: "invoice", net: 100 }]);
  const later = when(ctx, "2026-01-20T10:00Z");
  const first = await closeDue(later, { budgetMs: -1 });
  assert.deepEqual([first.closures.length, first.isMoreDue], [1, true]);
  const second = await closeDue(later);
  assert.deepEqual([second.closures.map(({ name }) => name), second.isMoreDue], [["2026-01-11"], false]);
});

Deno.test("a company overseas closes its own days, and one that moves closes no day twice", async () => {
  const ctx = await aBook(world, "2026-05-01T08:00Z");
  const moveTo = (zone: string) =>
    world.owner.trial`update cell.companies set time_zone = ${zone} where tenant_id = ${ctx.tenantId}`;
  await moveTo("Indian/Reunion");
  await record(ctx, "2026-05-04T21:00Z", [{ kind: "invoice", net: 5 }]);
  const [reunion] = (await closeDue(when(ctx, "2026-05-05T20:00Z"))).closures;
  assert.deepEqual([reunion!.name, reunion!.until], ["2026-05-05", "2026-05-05T20:00:00.000Z"]);
  await moveTo("Europe/Paris");
  await record(ctx, "2026-05-05T21:00Z", [{ kind: "invoice", net: 7 }]);
  const [paris] = (await closeDue(when(ctx, "2026-05-07T08:00Z"))).closures;
  assert.deepEqual([paris!.name, paris!.currencies[0]!.netCents], ["2026-05-06", 7n]);
});
