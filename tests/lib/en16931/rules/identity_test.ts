import assert from "node:assert/strict";
import type { IsoDate } from "../../../../lib/base/dates.ts";
import { checkInvoice, type Invoice, readCii, readUbl, writeCii, writeUbl } from "../../../../lib/en16931/mod.ts";
import { BUYER, DUPRE, invoice, line } from "../_example.ts";

const NO_DAY = "2026-02-31" as IsoDate;
const ACCOUNT = { id: "FR1420041010050500013M02606" };

/** What the official rules let pass (the two lists of blind spots), by the rule of ours that sees it. */
const BLIND_SPOTS: readonly (readonly [rule: string, fix: string, change: Partial<Invoice>])[] = [
  ["PAR-DATE", "invoice.date", { issuedOn: NO_DAY }],
  ["PAR-DATE", "invoice.date", { dueOn: "2026-04-31" as IsoDate }],
  ["PAR-DATE", "invoice.date", { delivery: { deliveredOn: NO_DAY } }],
  ["PAR-DATE", "invoice.date", { taxPointOn: NO_DAY }],
  ["PAR-DATE", "invoice.date", { period: { startOn: NO_DAY } }],
  ["PAR-DATE", "invoice.date", { precedingInvoices: [{ number: "FA1", issuedOn: NO_DAY }] }],
  ["PAR-DATE", "invoice.date", { lines: [line({ period: { endOn: NO_DAY } })] }],
  ["PAR-DATE", "invoice.date", { issuedOn: "1999-12-31" as IsoDate }],
  ["PAR-NUMBER", "invoice.number", { number: "-" }],
  ["PAR-NUMBER", "invoice.number", { number: "--/--" }],
  ["PAR-GUIDELINE", "invoice.file", { guideline: "facture" }],
  ["PAR-SIREN", "company.siren", { seller: { ...DUPRE, legalId: { id: "123456789", scheme: "0002" } } }],
  ["PAR-SIREN", "customer.siren", { buyer: { ...BUYER, legalId: { id: "552100555", scheme: "0002" } } }],
  ["PAR-SIRET", "company.siret", { seller: { ...DUPRE, ids: [{ id: "73282932000075", scheme: "0009" }] } }],
  ["PAR-SIRET", "customer.siret", { buyer: { ...BUYER, ids: [{ id: "55210055400000", scheme: "0009" }] } }],
  ["PAR-VAT-ID", "company.vat_number", { seller: { ...DUPRE, vatId: "FR45732829320" } }],
  ["PAR-VAT-ID", "company.vat_number", { seller: { ...DUPRE, vatId: "FRXYZ" } }],
  ["PAR-VAT-ID", "customer.vat_number", { buyer: { ...BUYER, vatId: "BE0403170702" } }],
  ["PAR-VAT-ID", "customer.vat_number", { buyer: { ...BUYER, vatId: "DE12345" } }],
  ["PAR-IBAN", "company.iban", { paymentMeans: [{ code: "58", account: { id: "FR1420041010050500013M02607" } }] }],
  ["PAR-IBAN", "company.iban", { directDebit: { debitedAccount: "BE68539007547035" } }],
  ["PAR-BIC", "company.iban", { paymentMeans: [{ code: "58", account: { ...ACCOUNT, bic: "BNP" } }] }],
  ["PAR-GS1", "invoice.identifiers", { buyer: { ...BUYER, ids: [{ id: "3012345678901", scheme: "0088" }] } }],
  ["PAR-SAME-PARTY", "invoice.customer", { buyer: { ...BUYER, legalId: DUPRE.legalId } }],
  ["PAR-NOTE", "company.legal_mentions", { notes: [{ subject: "PMT", text: "." }] }],
  ["PAR-NOTE", "company.legal_mentions", { notes: [{ subject: "PMD", text: "N/A" }] }],
  ["PAR-NOTE", "company.legal_mentions", { notes: [{ subject: "AAB", text: " " }] }],
  ["PAR-OBJECT", "invoice.object", { lines: [line({ invoicedObject: { id: " ", scheme: "AVV" } })] }],
  ["PAR-SIGN", "invoice.totals", { typeCode: "381", totals: { ...invoice().totals, grossCents: -240_00n } }],
  ["PAR-TEXT", "invoice.texts", { lines: [line({ item: { ...line().item, name: "a\u202eb" } })] }],
];

for (const [index, [rule, fix, change]] of BLIND_SPOTS.entries()) {
  Deno.test(`${rule} sees what the official rules let pass (${index + 1})`, () => {
    const found = checkInvoice(invoice(change), { french: false }).filter((violation) => violation.rule === rule);
    assert.deepEqual(found.map((violation) => violation.fix), [fix]);
  });
}

Deno.test("identifiers that are right, foreign or of another kind pass", () => {
  const sound: Partial<Invoice>[] = [
    {
      seller: {
        ...DUPRE,
        ids: [{ id: "35600000049837", scheme: "0009" }],
        legalId: { id: "356000000", scheme: "0002" },
      },
    },
    { buyer: { ...BUYER, vatId: "BE0403170701" } },
    { buyer: { ...BUYER, vatId: "CHE123456789MWST" } },
    { buyer: { ...BUYER, ids: [{ id: "4012345000009", scheme: "0088" }] } },
    { paymentMeans: [{ code: "30", account: { id: "12345678" } }] },
    { paymentMeans: [{ code: "30", account: { id: "BE68539007547034" } }] },
  ];
  for (const change of sound) {
    const rules = checkInvoice(invoice(change), { french: false }).map((violation) => violation.rule);
    assert.deepEqual(rules, []);
  }
});

Deno.test("an impossible date is seen in a file too, in both syntaxes", () => {
  const example = invoice();
  const cii = readCii(writeCii(example).replace("20261121", "20260431"));
  const ubl = readUbl(writeUbl(example).replace("2026-11-21", "2026-02-31"));
  for (const { invoice: read } of [cii, ubl]) {
    assert.ok(checkInvoice(read, { french: true }).some((violation) => violation.rule === "PAR-DATE"));
  }
});

Deno.test("sentences carry the number of the line and the faulty value", () => {
  const [violation] = checkInvoice(invoice({ lines: [line(), line({ unit: "HEURE", netCents: 0n })] }), {
    french: false,
  });
  assert.equal(violation?.sentence, "Ligne 2 : l’unité HEURE n’existe pas.");
  assert.equal(violation?.fix, "line.2.unit");
});
