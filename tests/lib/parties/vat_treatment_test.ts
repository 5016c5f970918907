import assert from "node:assert/strict";
import fc from "fast-check";
import { EXEMPTIONS } from "../../../lib/en16931/code_lists.ts";
import { CUSTOMER_KINDS, type Supply, VAT_TREATMENTS, vatTreatment } from "../../../lib/parties/mod.ts";
import type { Buyer, Seller } from "../../../lib/parties/mod.ts";

const FRENCH: Seller = { country: "FR", vatRegime: "normal", vatNumber: "FR44732829320" };
const LYON: Buyer = { kind: "professional", country: "FR", vatNumber: "FR83404833048", isConstructionPrincipal: false };

const CASES: readonly (readonly [title: string, seller: Partial<Seller>, buyer: Partial<Buyer>, Supply, string])[] = [
  ["a French business", {}, {}, "goods", "domestic"],
  ["a French consumer", {}, { kind: "person", vatNumber: null }, "services", "domestic"],
  ["a town hall", {}, { kind: "public_body", vatNumber: null }, "services", "domestic"],
  ["a customer in Monaco", {}, { country: "MC" }, "goods", "domestic"],
  ["a seller in franchise", { vatRegime: "franchise" }, {}, "services", "franchise"],
  ["a franchise that exports", { vatRegime: "franchise" }, { kind: "foreign", country: "US" }, "goods", "franchise"],
  [
    "goods of a franchise to Germany",
    { vatRegime: "franchise" },
    { kind: "eu_business", country: "DE", vatNumber: "DE123456789" },
    "goods",
    "franchise",
  ],
  [
    "services of a franchise with a VAT number to Germany",
    { vatRegime: "franchise" },
    { kind: "eu_business", country: "DE", vatNumber: "DE123456789" },
    "services",
    "eu_services",
  ],
  [
    "services of a franchise without a VAT number to Germany",
    { vatRegime: "franchise", vatNumber: null },
    { kind: "eu_business", country: "DE", vatNumber: "DE123456789" },
    "services",
    "franchise",
  ],
  ["a builder we subcontract for", {}, { isConstructionPrincipal: true }, "services", "construction_reverse_charge"],
  ["goods sold to that builder", {}, { isConstructionPrincipal: true }, "goods", "domestic"],
  [
    "goods to Germany",
    {},
    { kind: "eu_business", country: "DE", vatNumber: "DE123456789" },
    "goods",
    "intra_eu_goods",
  ],
  [
    "services to Germany",
    {},
    { kind: "eu_business", country: "DE", vatNumber: "DE123456789" },
    "services",
    "eu_services",
  ],
  [
    "a German business without VAT number",
    {},
    { kind: "eu_business", country: "DE", vatNumber: null },
    "goods",
    "domestic",
  ],
  ["a German consumer", {}, { kind: "person", country: "DE", vatNumber: null }, "goods", "domestic"],
  ["goods to Switzerland", {}, { kind: "foreign", country: "CH", vatNumber: null }, "goods", "export"],
  ["goods to a Swiss consumer", {}, { kind: "person", country: "CH", vatNumber: null }, "goods", "export"],
  ["services to Switzerland", {}, { kind: "foreign", country: "CH", vatNumber: null }, "services", "foreign_services"],
  ["services to a Swiss consumer", {}, { kind: "person", country: "CH", vatNumber: null }, "services", "domestic"],
  ["goods to La Réunion", {}, { country: "RE" }, "goods", "export"],
  ["services to La Réunion", {}, { country: "RE" }, "services", "domestic"],
  [
    "a Belgian seller and a Belgian customer",
    { country: "BE", vatNumber: "BE0202239951" },
    { country: "BE", vatNumber: "BE0403170701" },
    "goods",
    "domestic",
  ],
];

for (const [title, seller, buyer, supply, expected] of CASES) {
  Deno.test(`vatTreatment: ${title}, ${supply} → ${expected}`, () => {
    assert.equal(vatTreatment({ ...FRENCH, ...seller }, { ...LYON, ...buyer }, supply), expected);
  });
}

Deno.test("vatTreatment never spares VAT to a consumer of the Union, whatever else is true", () => {
  const countries = fc.constantFrom("FR", "DE", "BE", "IT");
  fc.assert(
    fc.property(countries, fc.boolean(), fc.constantFrom<Supply>("goods", "services"), (country, flag, supply) => {
      const buyer: Buyer = { kind: "person", country, vatNumber: null, isConstructionPrincipal: flag };
      assert.equal(vatTreatment(FRENCH, buyer, supply), "domestic");
    }),
  );
});

Deno.test("vatTreatment exempts nothing inside the Union unless both VAT numbers are known", () => {
  const kinds = fc.constantFrom(...Object.keys(CUSTOMER_KINDS) as Buyer["kind"][]);
  fc.assert(fc.property(kinds, fc.constantFrom("DE", "ES"), fc.boolean(), (kind, country, sellerHasIt) => {
    const seller = { ...FRENCH, vatNumber: sellerHasIt ? FRENCH.vatNumber : null };
    const buyer: Buyer = {
      kind,
      country,
      vatNumber: sellerHasIt ? null : "DE123456789",
      isConstructionPrincipal: false,
    };
    assert.equal(vatTreatment(seller, buyer, "goods"), "domestic");
    assert.equal(vatTreatment(seller, buyer, "services"), "domestic");
  }));
});

Deno.test("every treatment without VAT names an exemption whose category agrees with the list of codes", () => {
  const known = new Map(EXEMPTIONS.map((exemption) => [exemption.code, exemption.category]));
  for (const rule of Object.values(VAT_TREATMENTS)) {
    if (rule.exemptionCode === null) assert.equal(rule.category, "S");
    else if (known.has(rule.exemptionCode)) assert.equal(known.get(rule.exemptionCode), rule.category);
    else assert.equal(rule.exemptionCode, "VATEX-FR-AE");
  }
});
