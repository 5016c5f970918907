import assert from "node:assert/strict";
import { fixHref } from "../../../routes/d/documents_fixes.ts";

const place = { slug: "atelier", kind: "invoice", customerId: "c1", mayEditCustomer: true } as const;

const CASES: readonly [fix: string, href: string | null][] = [
  ["company.vatNumber", "/d/atelier/entreprise#f-vatNumber"],
  ["company.vat_number", "/d/atelier/entreprise#f-vatNumber"],
  ["company.address", "/d/atelier/entreprise#f-addressLine1"],
  ["company.siren", "/d/atelier/entreprise#f-siren"],
  ["customer.address", "/d/atelier/clients/c1/modifier#f-addressLine1"],
  ["customer.vat_number", "/d/atelier/clients/c1/modifier#f-vatNumber"],
  ["customer.electronic_address", "/d/atelier/clients/c1/modifier#f-siren"],
  ["line.2.price", "#f-lines-1-price"],
  ["line.1.allowance", "#f-lines-0-discount"],
  ["line.1.unheard_of", "#f-lines-0-label"],
  ["line.x.price", "#f-lines-0-price"],
  ["document.customerId", "#f-customerName"],
  ["document.lines", "#f-lines-0-label"],
  ["document.issueOn", "#f-issueOn"],
  ["invoice.due_date", "#f-dueOn"],
  ["invoice.vat", "#f-treatment"],
  ["invoice.type", null],
  ["", null],
  ["elsewhere.x", null],
];

for (const [fix, href] of CASES) {
  Deno.test(`« ${fix} » is mended at ${href ?? "no page"}`, () => assert.equal(fixHref(fix, place), href));
}

Deno.test("what is missing of a customer is mended by choosing one, where there is none", () => {
  assert.equal(fixHref("customer.address", { ...place, customerId: null }), "#f-customerName");
});

Deno.test("who may not change the customer's card is told what it lacks, without a link", () => {
  assert.equal(fixHref("customer.address", { ...place, mayEditCustomer: false }), null);
});
