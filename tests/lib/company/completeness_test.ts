import assert from "node:assert/strict";
import { completeness, mayIssue } from "../../../lib/company/mod.ts";
import type { Company } from "../../../lib/company/mod.ts";
import { aCompany } from "../../../lib/company/testing.ts";

function gaps(over: Partial<Company>, severity: "blocking" | "advice" = "blocking"): string[] {
  return completeness(aCompany(over)).filter((gap) => gap.severity === severity).map((gap) => gap.field);
}

Deno.test("a complete company lacks nothing and may issue", () => {
  assert.deepEqual(completeness(aCompany()), []);
  assert.equal(mayIssue(aCompany()), true);
});

const LACKS: readonly (readonly [title: string, over: Partial<Company>, fields: readonly string[]])[] = [
  ["its name", { name: "" }, ["name"]],
  ["its legal form, whatever that form would want", { legalForm: null, capitalCents: null }, ["legalForm"]],
  ["its address", { addressLine1: null, postcode: null, city: null }, ["addressLine1", "postcode", "city"]],
  ["its SIREN", { siren: null, siret: null }, ["siren"]],
  ["its VAT number", { vatNumber: null }, ["vatNumber"]],
  ["its capital and registry", { capitalCents: null, registryCity: null }, ["capitalCents", "registryCity"]],
  [
    "its Belgian number",
    { country: "BE", legalForm: "be_srl", siren: null, siret: null, enterpriseNumber: null },
    ["enterpriseNumber"],
  ],
];

for (const [title, over, fields] of LACKS) {
  Deno.test(`a company may not issue without ${title}`, () => {
    assert.deepEqual(gaps(over), fields);
    assert.equal(mayIssue(aCompany(over)), false);
  });
}

Deno.test("a sole trader under the franchise needs no VAT number, capital or registry", () => {
  const micro = { legalForm: "micro", vatRegime: "franchise", vatNumber: null, capitalCents: null, registryCity: null };
  assert.deepEqual(gaps(micro as Partial<Company>), []);
});

Deno.test("a company being registered may issue, and is reminded", () => {
  const pending = { isRegistrationPending: true, siren: null, siret: null, vatNumber: null, registryCity: null };
  assert.deepEqual(gaps(pending), []);
  assert.deepEqual(gaps(pending, "advice"), ["isRegistrationPending"]);
});

Deno.test("advice never stops: SIRET, IBAN, e-mail, terms beyond the law", () => {
  const poor: Partial<Company> = { siret: null, iban: null, email: null, paymentDays: 61 };
  assert.deepEqual(gaps(poor, "advice"), ["siret", "iban", "email", "paymentDays"]);
  assert.equal(mayIssue(aCompany(poor)), true);
});
