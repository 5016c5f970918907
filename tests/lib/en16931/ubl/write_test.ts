import assert from "node:assert/strict";
import fc from "fast-check";
import { GUIDELINES, PEPPOL_BILLING_PROCESS, writeCii, writeUbl } from "../../../../lib/en16931/mod.ts";
import { anyInvoice } from "../_arbitrary.ts";
import { fullInvoice, invoice, line } from "../_example.ts";
import { schemaJudge, sharedTest } from "../_shared.ts";

sharedTest("writeUbl is valid against UBL 2.1, as Invoice and as CreditNote", () => {
  const judgeInvoice = schemaJudge("xsd/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd");
  for (const example of [invoice(), fullInvoice()]) assert.deepEqual(judgeInvoice(writeUbl(example)), []);
  const judgeCredit = schemaJudge("xsd/ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd");
  for (const example of [invoice(), fullInvoice()]) {
    assert.deepEqual(judgeCredit(writeUbl({ ...example, typeCode: "381" })), []);
  }
  assert.notDeepEqual(judgeInvoice(writeUbl(invoice({ typeCode: "381" }))), []);
});

sharedTest("whatever the invoice, both writers keep to their schema", () => {
  const judgeCii = schemaJudge("xsd/facturx-1.09.2/en16931/FACTUR-X_EN16931.xsd");
  const judgeUbl = schemaJudge("xsd/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd");
  fc.assert(
    fc.property(anyInvoice, (any) => {
      assert.deepEqual(judgeCii(writeCii(any)), []);
      assert.deepEqual(judgeUbl(writeUbl({ ...any, typeCode: "380" })), []);
    }),
    { numRuns: 100 },
  );
});

Deno.test("writeUbl writes the Peppol identifiers that it is given", () => {
  const xml = writeUbl(invoice({ guideline: GUIDELINES.peppolBis3, businessProcess: PEPPOL_BILLING_PROCESS }));
  assert.ok(xml.includes(`<cbc:CustomizationID>${GUIDELINES.peppolBis3}</cbc:CustomizationID>`));
  assert.ok(xml.includes(`<cbc:ProfileID>${PEPPOL_BILLING_PROCESS}</cbc:ProfileID>`));
});

Deno.test("writeUbl puts the subject of a note into its text", () => {
  assert.ok(writeUbl(invoice()).includes("<cbc:Note>#PMD#Pénalités de retard : 12,40 %</cbc:Note>"));
});

Deno.test("writeUbl sums the VAT where the invoice does not give it", () => {
  const { vatCents: _, ...totals } = invoice().totals;
  const xml = writeUbl(invoice({ totals, lines: [line()] }));
  assert.ok(xml.includes('<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">40.00</cbc:TaxAmount>'));
});
