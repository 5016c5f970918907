import assert from "node:assert/strict";
import fc from "fast-check";
import type { IsoDate } from "../../../lib/base/dates.ts";
import {
  checkEnterpriseNumber,
  COUNTRIES,
  countryName,
  describeTerms,
  dueDate,
  exceedsLegalCap,
  formatNumber,
  LEGAL_FORMS,
  MAX_SEQUENCE,
  NUMBER_FORM,
  searchPatterns,
  searchText,
} from "../../../lib/company/mod.ts";
import { fiscalChange } from "../../../lib/company/policy.ts";
import { aCompany } from "../../../lib/company/testing.ts";

const DAY = "2027-01-31" as IsoDate;

Deno.test("dueDate adds the days first, then ends the month", () => {
  assert.equal(dueDate({ kind: "on_receipt", days: 0 }, DAY), DAY);
  assert.equal(dueDate({ kind: "net", days: 30 }, DAY), "2027-03-02");
  assert.equal(dueDate({ kind: "end_of_month", days: 30 }, DAY), "2027-03-31");
  assert.equal(dueDate({ kind: "end_of_month", days: 0 }, "2028-02-01" as IsoDate), "2028-02-29");
});

Deno.test("terms are told in French and held against the legal cap", () => {
  assert.equal(describeTerms({ kind: "on_receipt", days: 0 }), "à réception");
  assert.equal(describeTerms({ kind: "net", days: 1 }), "1\u00a0jour");
  assert.equal(describeTerms({ kind: "end_of_month", days: 45 }), "45\u00a0jours fin de mois");
  assert.deepEqual([60, 61].map((days) => exceedsLegalCap({ kind: "net", days })), [false, true]);
  assert.deepEqual([45, 46].map((days) => exceedsLegalCap({ kind: "end_of_month", days })), [false, true]);
  assert.equal(exceedsLegalCap({ kind: "on_receipt", days: 0 }), false);
});

const prefix = fc.stringMatching(/^[A-Za-z0-9+\-_/]{1,6}$/);
const place = fc.record({
  year: fc.integer({ min: 2000, max: 2099 }),
  sequence: fc.integer({ min: 1, max: MAX_SEQUENCE }),
});

Deno.test("formatNumber always gives a number that a French invoice may bear", () => {
  assert.equal(formatNumber("FA", { year: 2026, sequence: 12 }), "FA2026-0012");
  fc.assert(fc.property(prefix, place, (series, at) => assert.match(formatNumber(series, at), NUMBER_FORM)));
});

Deno.test("two places in two series never have one number", () => {
  fc.assert(fc.property(prefix, place, prefix, place, (one, here, other, there) => {
    const isSame = one === other && here.year === there.year && here.sequence === there.sequence;
    assert.equal(formatNumber(one, here) === formatNumber(other, there), isSame);
  }));
});

Deno.test("formatNumber throws on a rank or prefix that no verb lets through", () => {
  assert.throws(() => formatNumber("FA", { year: 2026, sequence: 0 }));
  assert.throws(() => formatNumber("FA", { year: 2026, sequence: MAX_SEQUENCE + 1 }));
  assert.throws(() => formatNumber("F A", { year: 2026, sequence: 1 }));
});

Deno.test("a search text holds each word once and its parts, and patterns hold no sign of LIKE", () => {
  assert.equal(searchText(["Dupré & Fils", null, "Dupré", "a.b@c.fr"]), " dupre fils a.b@c.fr a b c fr");
  assert.deepEqual(searchPatterns("Dupré le 50%_\\"), ["%dupre%", "% le%", "% 50%"]);
  assert.deepEqual(searchPatterns("a b c d e f").length, 4);
  assert.deepEqual(searchPatterns(" ,;! "), []);
  fc.assert(fc.property(fc.string({ unit: "binary" }), (typed) => {
    for (const pattern of searchPatterns(typed)) assert.doesNotMatch(pattern.slice(1, -1), /[%_\\]/);
  }));
});

Deno.test("fiscalChange names the fiscal settings that differ and no other", () => {
  const before = aCompany();
  assert.equal(
    fiscalChange(before, { ...before, footerNote: "Merci", phone: null, version: 2 } as typeof before),
    null,
  );
  assert.deepEqual(fiscalChange(before, { ...before, iban: null, city: "Bron" }), {
    before: { iban: before.iban },
    after: { iban: null },
  });
});

Deno.test("checkEnterpriseNumber knows the key of Belgian numbers", () => {
  assert.deepEqual(checkEnterpriseNumber("BE 0202.239.951"), { ok: true, value: "0202239951" });
  assert.equal(checkEnterpriseNumber("0202239952").ok, false);
  assert.equal(checkEnterpriseNumber("202239951").ok, false);
});

Deno.test("every country and every legal form has a French name", () => {
  assert.equal(COUNTRIES.size, 249);
  assert.equal(countryName("BE"), "Belgique");
  for (const code of COUNTRIES) assert.notEqual(countryName(code), code);
  assert.equal(LEGAL_FORMS.ei.mention, "EI");
  assert.equal(LEGAL_FORMS.micro.mention, "EI");
});
