import assert from "node:assert/strict";
import { csvHeader, csvLine, documentFiles, indexRows, jsonLine, tableRows } from "../../../../lib/archives/mod.ts";

const BASE = { seq: 7, at: "2026-03-01T09:30:00.000Z", subject: null, keyId: "k", payloadDigest: "d", hash: "h" };

function record(type: string, payload: object | null) {
  return { ...BASE, type, payload: payload && JSON.stringify(payload) };
}

Deno.test("an invoice gives its row, its lines, its VAT and an event without detail", () => {
  const payload = { document: "D", number: "F-1", buyer: { name: "Dupont" }, lines: [{ label: "a" }], vat: [{}] };
  const rows = tableRows(record("invoice_issued", payload));
  assert.deepEqual(rows.map(({ table }) => table), ["documents", "lines", "vat", "events"]);
  assert.equal(rows[0]!.row.buyerName, "Dupont");
  assert.equal(rows[0]!.row.netCents, null, "a member that lacks is null");
  assert.equal(rows[1]!.row.number, "F-1");
  assert.equal(rows[3]!.row.detail, null);
});

Deno.test("an erased record gives an event and nothing else", () => {
  const rows = tableRows(record("invoice_issued", null));
  assert.deepEqual(rows.map(({ table, row }) => [table, row.erased]), [["events", true]]);
  assert.deepEqual(indexRows(record("invoice_issued", null), () => true), []);
});

Deno.test("an event tells its detail without its salt", () => {
  const [event] = tableRows(record("key_rotated", { from: "a", to: "b", salt: "s" }));
  assert.deepEqual(event!.row.detail, { from: "a", to: "b" });
  assert.match(csvLine(event!), /"{""from"":""a"",""to"":""b""}"\r\n$/);
});

Deno.test("a closure has one row a currency, and one where there is none", () => {
  const closed = (currencies: object[]) => tableRows(record("day_closed", { closure: "C", payments: 2, currencies }));
  assert.equal(closed([]).filter(({ table }) => table === "closures").length, 1);
  const [euro, franc] = closed([{ currency: "EUR", vat: [{ rateBp: 2000 }] }, { currency: "CHF" }]);
  assert.deepEqual([euro!.row.currency, euro!.row.payments, euro!.row.vat], ["EUR", 2, [{ rateBp: 2000 }]]);
  assert.equal(franc!.row.currency, "CHF");
});

Deno.test("a cell cannot be run by a spreadsheet and keeps its separators inside quotes", () => {
  const [row] = tableRows(record("duplicate_made", { number: '=1+1;"x"', copy: -2 }));
  assert.equal(csvLine(row!), '7;2026-03-01T09:30:00.000Z;;"\'=1+1;""x""";-2;\r\n');
  assert.equal(csvHeader("duplicates"), "\ufeffseq;at;document;number;copy;channel\r\n");
  assert.match(jsonLine(row!), /"number":"=1\+1;\\"x\\""/);
});

Deno.test("a number with strange characters names its files with its place in the chain", () => {
  assert.equal(
    documentFiles({ issuedOn: "2026-03-01", number: "FA2026-0012" }, 7)?.pdf,
    "files/2026-03/FA2026-0012.pdf",
  );
  assert.equal(documentFiles({ issuedOn: "2026-03-01", number: "FA/é 12" }, 7)?.xml, "files/2026-03/FA---12-7.xml");
  assert.equal(documentFiles({ number: "F-1" }, 7), null);
});

Deno.test("an index names the files that the archive holds and no other", () => {
  const invoice = record("invoice_issued", { issuedOn: "2026-03-01", number: "F-1" });
  const [row] = indexRows(invoice, (path) => path.endsWith(".pdf"));
  const { pdf, xml } = JSON.parse(row!.text);
  assert.deepEqual([row!.month, pdf, xml], ["2026-03", "files/2026-03/F-1.pdf", null]);
});
