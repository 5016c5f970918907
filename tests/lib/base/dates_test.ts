import assert from "node:assert/strict";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import {
  addSeconds,
  addToDate,
  dayOf,
  daysBetween,
  endOfMonth,
  FIRST_YEAR,
  formatDate,
  formatEnglishDate,
  formatEnglishInstant,
  formatInstant,
  formatMonth,
  formatShortDate,
  type IsoDate,
  isoDate,
  type IsoInstant,
  LAST_YEAR,
  nextHourOfDay,
  parseDate,
} from "../../../lib/base/dates.ts";
import { Refusal } from "../../../lib/base/refusal.ts";

const day = (text: string) => text as IsoDate;
const moment = (text: string) => text as IsoInstant;

/** Any day that a document may bear. */
const anyDate = fc.integer({ min: 0, max: 36_524 }).map((days) =>
  Temporal.PlainDate.from("2000-01-01").add({ days }).toString() as IsoDate
);

Deno.test("parseDate reads a day as people and browsers write it", () => {
  for (const text of ["2026-03-01", "01/03/2026", "1/3/2026", "01.03.2026", "1-3-2026", " 01 03 2026 "]) {
    assert.equal(parseDate(text), "2026-03-01", text);
  }
});

Deno.test("parseDate knows leap years: those of four, not of a hundred, but of four hundred", () => {
  assert.equal(parseDate("29/02/2024"), "2024-02-29");
  assert.equal(parseDate("29/02/2000"), "2000-02-29");
  assert.equal(parseDate("29/02/2026"), null);
  assert.equal(parseDate("2100-02-29"), null);
});

Deno.test("parseDate refuses days that do not exist", () => {
  for (
    const text of ["31/02/2026", "31/04/2026", "32/01/2026", "00/01/2026", "01/00/2026", "01/13/2026", "2026-02-30"]
  ) {
    assert.equal(parseDate(text), null, text);
  }
});

Deno.test("parseDate refuses what is no day, and years outside of 2000 to 2099", () => {
  const texts = ["", "demain", "2026", "2026-11", "21/11/26", "2026/11/21", "20261121", "2026-11-21T00:00", "2026-1-2"];
  for (const text of [...texts, "31/12/1999", "01/01/2100", "٢١/١١/٢٠٢٦", "2026-11-21\u0000", "+002026-11-21"]) {
    assert.equal(parseDate(text), null, text);
  }
});

Deno.test("parseDate accepts exactly the days that the calendar has", () => {
  const part = (min: number, max: number) => fc.integer({ min, max });
  fc.assert(
    fc.property(part(FIRST_YEAR, LAST_YEAR), part(0, 14), part(0, 33), (year, month, dayOfMonth) => {
      const text = [year, month, dayOfMonth].map((n) => String(n).padStart(2, "0")).join("-");
      assert.equal(parseDate(text), calendarDay(text));
    }),
    { numRuns: 500 },
  );
});

Deno.test("isoDate takes a day and refuses the rest with a sentence", () => {
  assert.equal(isoDate("2026-11-21"), "2026-11-21");
  for (const text of ["", "hier", "2026-02-29"]) {
    assert.throws(() => isoDate(text), (error) => error instanceof Refusal && error.code === "base.date");
  }
});

Deno.test("dayOf gives the business day in Paris, summer and winter, and elsewhere when asked", () => {
  assert.equal(dayOf(moment("2026-11-21T22:59:59.999Z")), "2026-11-21");
  assert.equal(dayOf(moment("2026-11-21T23:00:00.000Z")), "2026-11-22");
  assert.equal(dayOf(moment("2026-07-14T21:59:59.999Z")), "2026-07-14");
  assert.equal(dayOf(moment("2026-07-14T22:00:00.000Z")), "2026-07-15");
  assert.equal(dayOf(moment("2026-12-31T23:30:00.000Z")), "2027-01-01");
  assert.equal(dayOf(moment("2026-11-22T03:00:00.000Z"), "America/Martinique"), "2026-11-21");
});

Deno.test("addToDate keeps months inside the target month", () => {
  assert.equal(addToDate(day("2026-01-31"), { months: 1 }), "2026-02-28");
  assert.equal(addToDate(day("2024-01-31"), { months: 1 }), "2024-02-29");
  assert.equal(addToDate(day("2024-02-29"), { years: 1 }), "2025-02-28");
  assert.equal(addToDate(day("2026-03-31"), { months: -1 }), "2026-02-28");
  assert.equal(addToDate(day("2026-12-15"), { months: 1 }), "2027-01-15");
});

Deno.test("days added are days counted, and days taken back lead home", () => {
  fc.assert(fc.property(anyDate, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
    const other = addToDate(date, { days });
    assert.equal(daysBetween(date, other), days);
    assert.equal(addToDate(other, { days: -days }), date);
  }));
});

Deno.test("daysBetween agrees with the calendar, across the change of hour too", () => {
  assert.equal(daysBetween(day("2026-07-31"), day("2026-09-15")), 46);
  assert.equal(daysBetween(day("2026-03-28"), day("2026-03-30")), 2);
  assert.equal(daysBetween(day("2026-03-01"), day("2026-02-28")), -1);
  fc.assert(fc.property(anyDate, anyDate, (from, to) => {
    assert.equal(daysBetween(from, to), Temporal.PlainDate.from(from).until(to, { largestUnit: "days" }).days);
  }));
});

Deno.test("endOfMonth agrees with the calendar", () => {
  assert.equal(endOfMonth(day("2024-02-01")), "2024-02-29");
  fc.assert(fc.property(anyDate, (date) => {
    const plain = Temporal.PlainDate.from(date);
    assert.equal(endOfMonth(date), plain.with({ day: plain.daysInMonth }).toString());
  }));
});

Deno.test("addSeconds keeps milliseconds and crosses days", () => {
  assert.equal(addSeconds(moment("2026-11-21T23:59:59.120Z"), 1), "2026-11-22T00:00:00.120Z");
  assert.equal(addSeconds(moment("2026-11-21T00:00:00.000Z"), -1), "2026-11-20T23:59:59.000Z");
});

Deno.test("the next full hour of a zone's day is later, the day after when it has passed, and right where clocks change", () => {
  const table: [string, string, string][] = [
    ["2026-11-22T08:00:00.000Z", "Europe/Paris", "2026-11-23T02:00:00.000Z"],
    ["2026-11-22T01:59:59.999Z", "Europe/Paris", "2026-11-22T02:00:00.000Z"],
    ["2026-11-22T02:00:00.000Z", "Europe/Paris", "2026-11-23T02:00:00.000Z"],
    ["2026-11-22T08:00:00.000Z", "Indian/Reunion", "2026-11-22T23:00:00.000Z"],
    ["2026-11-22T08:00:00.000Z", "America/Martinique", "2026-11-23T07:00:00.000Z"],
    // On the night when 02:00 becomes 03:00, and on that when 03:00 becomes 02:00.
    ["2026-03-28T12:00:00.000Z", "Europe/Paris", "2026-03-29T01:00:00.000Z"],
    ["2026-10-24T12:00:00.000Z", "Europe/Paris", "2026-10-25T02:00:00.000Z"],
  ];
  for (const [at, zone, next] of table) assert.equal(nextHourOfDay(moment(at), 3, zone), next, `${at} ${zone}`);
});

Deno.test("dates are written as the English read them", () => {
  assert.equal(formatEnglishDate(day("2026-03-12")), "12 March 2026");
  assert.equal(formatEnglishInstant(moment("2026-11-21T23:05:00.000Z")), "22 November 2026 at 00:05");
});

Deno.test("dates are written as the French read them", () => {
  assert.equal(formatDate(day("2026-03-12")), "12\u00a0mars\u00a02026");
  assert.equal(formatDate(day("2026-08-01")), "1er\u00a0août\u00a02026");
  assert.equal(formatShortDate(day("2026-03-12")), "12/03/2026");
  assert.equal(formatMonth("2026-11"), "novembre 2026");
  assert.equal(formatInstant(moment("2026-11-21T18:04:05.123Z")), "21/11/2026 à 19:04");
  assert.equal(formatInstant(moment("2026-11-21T23:30:00.000Z")), "22/11/2026 à 00:30");
});

Deno.test("a date written short is read back as it was", () => {
  fc.assert(fc.property(anyDate, (date) => assert.equal(parseDate(formatShortDate(date)), date)));
});

function calendarDay(text: string): string | null {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}
