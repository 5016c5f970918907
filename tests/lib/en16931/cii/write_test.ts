import assert from "node:assert/strict";
import { isoDate } from "../../../../lib/base/dates.ts";
import { decimal } from "../../../../lib/base/decimal.ts";
import { GUIDELINES, type Invoice, writeCii } from "../../../../lib/en16931/mod.ts";
import { fullInvoice, invoice, line } from "../_example.ts";
import { schemaJudge, sharedTest } from "../_shared.ts";

const EXAMPLES: Readonly<Record<string, Invoice>> = {
  "one line": invoice(),
  "every field": fullInvoice(),
  "a credit note": invoice({ typeCode: "381", precedingInvoices: [{ number: "FA2026-0001" }] }),
  "no delivery, no payment": invoice({ delivery: undefined, paymentMeans: [], dueOn: undefined }),
  "out of scope, no rate": invoice({
    lines: [line({ vat: { category: "O" } })],
    vatBreakdown: [{ category: "O", baseCents: 200_00n, taxCents: 0n, exemptionCode: "VATEX-EU-O" }],
  }),
};

const SCHEMAS = {
  "Factur-X 1.09.2 EN 16931": "xsd/facturx-1.09.2/en16931/FACTUR-X_EN16931.xsd",
  "CII D22B": "xsd/cii-d22b/CrossIndustryInvoice_100pD22B.xsd",
};

for (const [schema, path] of Object.entries(SCHEMAS)) {
  sharedTest(`writeCii is valid against ${schema}`, () => {
    const judge = schemaJudge(path);
    for (const [name, example] of Object.entries(EXAMPLES)) assert.deepEqual(judge(writeCii(example)), [], name);
  });
}

sharedTest("the schema refuses elements out of order, so the judge does judge", () => {
  const judge = schemaJudge(SCHEMAS["Factur-X 1.09.2 EN 16931"]);
  const swapped = writeCii(invoice()).replace(/(<ram:ID>FA.*?<\/ram:ID>)(<ram:TypeCode>380<\/ram:TypeCode>)/, "$2$1");
  assert.equal(judge(swapped).length, 1);
});

Deno.test("writeCii escapes what people type", () => {
  const xml = writeCii(invoice({ lines: [line({ item: { ...line().item, name: 'A & B < C > "D" \u0000é€œ' } })] }));
  assert.ok(xml.includes("<ram:Name>A &amp; B &lt; C &gt; &quot;D&quot; é€œ</ram:Name>"));
});

Deno.test("writeCii names the guideline that it is given", () => {
  const xml = writeCii(invoice({ guideline: GUIDELINES.extended }));
  assert.ok(xml.includes(`<ram:ID>${GUIDELINES.extended}</ram:ID>`));
});

Deno.test("writeCii translates the tax point code to the list of CII", () => {
  assert.ok(writeCii(invoice({ taxPointCode: "3" })).includes("<ram:DueDateTypeCode>5</ram:DueDateTypeCode>"));
});

Deno.test("writeCii writes the VAT in euros beside that of the invoice's currency", () => {
  const totals = { ...invoice().totals, vatAccountingCents: 37_00n };
  const xml = writeCii(invoice({ currency: "USD", vatCurrency: "EUR", totals }));
  assert.ok(xml.includes('<ram:TaxTotalAmount currencyID="USD">40.00</ram:TaxTotalAmount>'));
  assert.ok(xml.includes('<ram:TaxTotalAmount currencyID="EUR">37.00</ram:TaxTotalAmount>'));
});

Deno.test("writeCii keeps quantities and prices exact", () => {
  const xml = writeCii(
    invoice({ lines: [line({ quantity: decimal("1.2345"), price: { net: decimal("0.123456") } })] }),
  );
  assert.ok(xml.includes('<ram:BilledQuantity unitCode="HUR">1.2345</ram:BilledQuantity>'));
  assert.ok(xml.includes("<ram:ChargeAmount>0.123456</ram:ChargeAmount>"));
});

Deno.test("writeCii gives the tax point date once, whatever the number of rates", () => {
  const [row] = invoice().vatBreakdown;
  const xml = writeCii(invoice({ taxPointOn: isoDate("2026-11-20"), vatBreakdown: [row!, { ...row!, rateBp: 550 }] }));
  assert.equal(xml.split("<ram:TaxPointDate>").length, 2);
});
