import assert from "node:assert/strict";
import { isoDate } from "../../../../lib/base/dates.ts";
import { decimal } from "../../../../lib/base/decimal.ts";
import { checkInvoice, type Invoice, type Note } from "../../../../lib/en16931/mod.ts";
import { BUYER, DUPRE, fullInvoice, invoice, line } from "../_example.ts";

const MENTIONS = invoice().notes;
const PAID_TOTALS = { ...invoice().totals, prepaidCents: 240_00n, dueCents: 0n };
const DEPOSIT = { number: "AC2026-0001", issuedOn: isoDate("2026-10-01") };

/** The rules that fire, without the warnings. */
function broken(change: Partial<Invoice>, viaPlatform = true): string[] {
  return checkInvoice(invoice(change), { french: true, viaPlatform }).filter((it) => it.severity === "fatal")
    .map((violation) => violation.rule);
}

function notesBut(subject: string, ...more: Note[]): readonly Note[] {
  return [...MENTIONS.filter((note) => note.subject !== subject), ...more];
}

Deno.test("a sound French invoice breaks no rule and raises no warning", () => {
  assert.deepEqual(checkInvoice(invoice(), { french: true }), []);
});

Deno.test("an invoice that uses every field of the model breaks no rule", () => {
  assert.deepEqual(checkInvoice(fullInvoice(), { french: true }), []);
});

const SOUND: Readonly<Record<string, Partial<Invoice>>> = {
  "a credit note that names its invoice": { typeCode: "381", precedingInvoices: [DEPOSIT] },
  "a corrected invoice that names one": { typeCode: "384", precedingInvoices: [DEPOSIT] },
  "a deposit due before its date": { typeCode: "386", dueOn: isoDate("2026-11-01") },
  "an invoice already paid": { businessProcess: "S2", totals: PAID_TOTALS, dueOn: isoDate("2026-11-01") },
  "an invoice without a treatment note": { notes: notesBut("BAR") },
  "prices of six decimals with useless zeros": {
    lines: [line({ price: { net: { units: 100_0000000n, scale: 7 } }, quantity: decimal("2") })],
  },
};

for (const [title, change] of Object.entries(SOUND)) {
  Deno.test(`the French rules accept ${title}`, () => assert.deepEqual(broken(change), []));
}

const FAULTS: readonly (readonly [rule: string, change: Partial<Invoice>])[] = [
  ["BR-FR-01", { number: "F".repeat(36) }],
  ["BR-FR-01", { precedingInvoices: [{ number: "F".repeat(36) }] }],
  ["BR-FR-02", { number: "FA 12" }],
  ["BR-FR-02", { number: "FÀ12" }],
  ["BR-FR-04", { typeCode: "326" }],
  ["BR-FR-05", { notes: notesBut("PMD") }],
  ["BR-FR-05", { notes: notesBut("PMT") }],
  ["BR-FR-05", { notes: notesBut("AAB") }],
  ["BR-FR-06", { notes: [...MENTIONS, { subject: "PMT", text: "40 €" }] }],
  ["BR-FR-08", { businessProcess: undefined }],
  ["BR-FR-08", { businessProcess: "Z9" }],
  ["BR-FR-09", { seller: { ...DUPRE, ids: [{ id: "40483304800022", scheme: "0009" }] } }],
  ["BR-FR-09", { buyer: { ...BUYER, ids: [{ id: "5521005", scheme: "0009" }] } }],
  ["BR-FR-10", { seller: { ...DUPRE, legalId: undefined, ids: [] } }],
  ["BR-FR-10", { seller: { ...DUPRE, legalId: { id: "732829320" }, ids: [] } }],
  ["BR-FR-11", { buyer: { ...BUYER, legalId: undefined } }],
  ["BR-FR-12", { buyer: { ...BUYER, electronicAddress: undefined } }],
  ["BR-FR-13", { seller: { ...DUPRE, electronicAddress: undefined } }],
  ["BR-FR-15", { lines: [line({ vat: { category: "L", rateBp: 700 } })] }],
  ["BR-FR-16", { lines: [line({ vat: { category: "S", rateBp: 1900 } })] }],
  ["BR-FR-17", { attachments: [{ id: "1", description: "PHOTO" }] }],
  ["BR-FR-18", { attachments: [{ id: "1", description: "LISIBLE" }, { id: "2", description: "LISIBLE" }] }],
  ["BR-FR-20", { notes: notesBut("BAR", { subject: "BAR", text: "B2D" }) }],
  ["BR-FR-21", { buyer: { ...BUYER, electronicAddress: { id: "732829320", scheme: "0225" } } }],
  ["BR-FR-21", { buyer: { ...BUYER, electronicAddress: { id: "bob@exemple.fr", scheme: "EM" } } }],
  ["BR-FR-22", { typeCode: "389", seller: { ...DUPRE, electronicAddress: { id: "a@b.fr", scheme: "EM" } } }],
  ["BR-FR-23", { buyer: { ...BUYER, electronicAddress: { id: "552100554/A", scheme: "0225" } } }],
  ["BR-FR-24", { buyer: { ...BUYER, ids: [{ id: "ACHATS SUD", scheme: "0224" }] } }],
  ["BR-FR-25", { buyer: { ...BUYER, electronicAddress: { id: `552100554${"_".repeat(120)}`, scheme: "0225" } } }],
  ["BR-FR-26", { buyer: { ...BUYER, ids: [{ id: "A".repeat(101), scheme: "0224" }] } }],
  ["BR-FR-27", { lines: [line({ item: { ...line().item, attributes: [{ name: "", value: "noir" }] } })] }],
  ["BR-FR-28", { lines: [line({ item: { ...line().item, attributes: [{ name: "Couleur", value: "" }] } })] }],
  ["BR-FR-31", { notes: [...MENTIONS, { subject: "BAR", text: "B2C" }] }],
  ["BR-FR-32", { buyer: { ...BUYER, legalId: { id: "552 100 554", scheme: "0002" } } }],
  ["BR-FR-CO-03", { typeCode: "262" }],
  ["BR-FR-CO-04", { typeCode: "384" }],
  ["BR-FR-CO-04", { typeCode: "384", precedingInvoices: [DEPOSIT, { ...DEPOSIT, number: "AC2026-0002" }] }],
  ["BR-FR-CO-05", { typeCode: "381" }],
  ["BR-FR-CO-05", { typeCode: "381", precedingInvoices: [{ number: "FA1" }] }],
  ["BR-FR-CO-07", { dueOn: isoDate("2026-11-20") }],
  ["BR-FR-CO-08", { typeCode: "386", businessProcess: "S4" }],
  ["BR-FR-CO-09", { businessProcess: "S2" }],
  ["BR-FR-CO-09", { businessProcess: "S2", totals: PAID_TOTALS, dueOn: undefined }],
  ["BR-FR-CO-10", { seller: { ...DUPRE, ids: [{ id: "A", scheme: "0224" }, { id: "B", scheme: "0224" }] } }],
  ["BR-FR-CO-12", { currency: "USD" }],
  ["BR-FR-CO-12", { currency: "USD", vatCurrency: "EUR" }],
  ["BR-FR-CO-14", { seller: { ...DUPRE, ids: [{ id: "732829320", scheme: "0231" }] } }],
  ["BR-FR-CO-15", { seller: { ...DUPRE, ids: [{ id: "732829320", scheme: "0231" }] } }],
  ["BR-FR-DEC-02", { lines: [line({ quantity: decimal("2.00001") })] }],
  ["BR-FR-DEC-03", { lines: [line({ price: { net: decimal("100.0000001") } })] }],
  ["BR-FR-MV-13", { typeCode: "389", businessProcess: "S8" }],
  ["DGFIP-G1.53", {
    vatBreakdown: [{ category: "S", rateBp: 2000, baseCents: 200_00n, taxCents: 40_02n }],
    totals: { ...invoice().totals, vatCents: 40_02n, grossCents: 240_02n, dueCents: 240_02n },
  }],
];

for (const [index, [rule, change]] of FAULTS.entries()) {
  Deno.test(`the French rules refuse what ${rule} forbids (${index + 1})`, () => {
    assert.ok(broken(change).includes(rule), broken(change).join(" "));
    const withoutFrance = checkInvoice(invoice(change), { french: false }).map((violation) => violation.rule);
    assert.ok(!withoutFrance.includes(rule));
  });
}

Deno.test("an invoice to a consumer needs no electronic address, no SIREN, no mention between professionals", () => {
  const consumer = { name: "Marie Durand", ids: [], address: BUYER.address };
  const change = { buyer: consumer, notes: [{ subject: "BAR", text: "B2C" }] };
  assert.deepEqual(broken(change, false), []);
  assert.deepEqual(broken(change, true), ["BR-FR-05", "BR-FR-05", "BR-FR-05", "BR-FR-12"]);
});

Deno.test("warnings do not forbid: a long number, a missing VAT number, an exemption without code", () => {
  const warned = (change: Partial<Invoice>) =>
    checkInvoice(invoice(change), { french: true }).map(({ rule, severity }) => `${rule} ${severity}`);
  assert.deepEqual(warned({ number: "FA2026-00000000000012" }), ["PPF-NUMBER-20 warning"]);
  const sepa = { code: "58", account: { id: "BE68539007547034" } };
  assert.deepEqual(warned({ paymentMeans: [sepa] }), ["PPF-BT-81 warning"]);
  assert.deepEqual(warned({ buyer: { ...BUYER, vatId: undefined } }), ["DGFIP-G2.33 warning"]);
  const exempt = { category: "E", rateBp: 0 };
  assert.deepEqual(
    warned({
      lines: [line({ vat: exempt })],
      vatBreakdown: [{ ...exempt, baseCents: 200_00n, taxCents: 0n, exemptionReason: "art. 293 B du CGI" }],
      totals: { ...invoice().totals, vatCents: 0n, grossCents: 200_00n, dueCents: 200_00n },
    }),
    ["DGFIP-G1.41 warning"],
  );
});
