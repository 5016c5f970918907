import assert from "node:assert/strict";
import fc from "fast-check";
import { addToDate, type IsoDate, isoDate } from "../../../../lib/base/dates.ts";
import { dayPeriod, firstDayOf, monthPeriod, yearPeriod } from "../../../../lib/antifraud/closures/period.ts";

const PARIS = { timeZone: "Europe/Paris", yearStartsIn: 1 };
const aDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addToDate(isoDate("2010-01-01"), { days }));
const aZone = fc.constantFrom("Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Noumea");

Deno.test("a day ends where the next one begins, whatever the zone and the season", () => {
  assert.equal(dayPeriod(isoDate("2026-12-31"), PARIS).until, "2026-12-31T23:00:00.000Z");
  assert.equal(dayPeriod(isoDate("2026-06-30"), PARIS).until, "2026-06-30T22:00:00.000Z");
  fc.assert(fc.property(aDay, aZone, (day, timeZone) => {
    const [one, next] = [day, addToDate(day, { days: 1 })].map((each) => dayPeriod(each as IsoDate, { timeZone }));
    const hours = (Date.parse(next!.until) - Date.parse(one!.until)) / 3_600_000;
    assert.ok([23, 24, 25].includes(hours), `${day} in ${timeZone} lasts ${hours} hours`);
  }));
});

Deno.test("every day lies in one month and one fiscal year, which begin where the one before ended", () => {
  fc.assert(fc.property(aDay, fc.integer({ min: 1, max: 12 }), (day, yearStartsIn) => {
    const calendar = { ...PARIS, yearStartsIn };
    for (const period of [monthPeriod(day, calendar), yearPeriod(day, calendar)]) {
      assert.ok(period.from <= day && day <= period.to);
      assert.equal(firstDayOf(period.kind, period.name), period.from);
    }
    const year = yearPeriod(day, calendar), next = yearPeriod(addToDate(year.to, { days: 1 }), calendar);
    assert.equal(next.from, addToDate(year.to, { days: 1 }));
    assert.equal(year.name, yearStartsIn === 1 ? year.from.slice(0, 4) : year.from);
  }));
});

Deno.test("the year after a change of calendar is shorter, and covers no day twice", () => {
  const after = isoDate("2026-12-31");
  const short = yearPeriod(isoDate("2027-02-01"), { ...PARIS, yearStartsIn: 7 }, { after });
  assert.deepEqual([short.name, short.from, short.to], ["2027-01-01", "2027-01-01", "2027-06-30"]);
});

Deno.test("what names no period is refused", () => {
  for (const name of ["", "2026-13", "2026-00", "26-01", "2026-1", "1999-12", "2026-01-01"]) {
    assert.equal(firstDayOf("month", name), null, name);
  }
  for (const name of ["", "20260", "2026-02", "2026-02-30", "<b>"]) assert.equal(firstDayOf("year", name), null, name);
  for (const name of ["2026", "2026-02-30", "30/02/2026"]) assert.equal(firstDayOf("day", name), null, name);
});
