import assert from "node:assert/strict";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { isoDate } from "../../../lib/base/dates.ts";
import { decimal } from "../../../lib/base/decimal.ts";
import { MAX_XLSX_TEXT, writeXlsx, type XlsxCell, type XlsxColumn } from "../../../lib/platform/xlsx.ts";
import { readZip } from "../../../lib/platform/zip.ts";

const COLUMNS: readonly XlsxColumn[] = [
  { title: "Client", kind: "text", width: 40 },
  { title: "Lignes", kind: "number" },
  { title: "Total TTC", kind: "cents" },
  { title: "Échéance", kind: "date" },
];
const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => ["row", "c", "col", "xf"].includes(name),
});

async function partsOf(rows: Iterable<readonly XlsxCell[]>, columns = COLUMNS, name = "Factures") {
  const stream = writeXlsx({ name, columns, rows }) as ReadableStream<Uint8Array<ArrayBuffer>>;
  const archive = new Uint8Array(await new Response(stream).arrayBuffer());
  const parts = new Map<string, string>();
  for (const entry of readZip(archive)) {
    const xml = new TextDecoder().decode(await entry.read());
    assert.equal(XMLValidator.validate(xml), true, entry.name);
    parts.set(entry.name, xml);
  }
  return parts;
}

async function textOf(text: string): Promise<{ readonly text: string; readonly cell: Record<string, string> }> {
  const parts = await partsOf([[text]], [{ title: "T", kind: "text" }]);
  const cell = PARSER.parse(parts.get("xl/worksheets/sheet1.xml")!).worksheet.sheetData.row[1].c[0];
  return { text: cell.is.t["#text"] ?? "", cell };
}

Deno.test("amounts, dates, numbers and texts come out exactly, with their styles", async () => {
  const rows = [
    ["Société « Œuf & Cie » <SARL>", 3, 123_456n, isoDate("2026-11-21")],
    ["Négatif", decimal("-12.3400"), -5n, isoDate("2000-03-01")],
    [null, null, null, null],
    ["Grand", 0, 999_999_999_999n, isoDate("2099-12-31")],
  ];
  const sheet = PARSER.parse((await partsOf(rows)).get("xl/worksheets/sheet1.xml")!).worksheet;
  const [header, one, two, empty, large] = sheet.sheetData.row;
  assert.deepEqual(header.c.map((cell: { is: { t: Record<string, string> } }) => cell.is.t["#text"]), [
    "Client",
    "Lignes",
    "Total TTC",
    "Échéance",
  ]);
  assert.ok(header.c.every((cell: { s: string }) => cell.s === "1"));
  assert.equal(one.c[0].is.t["#text"], "Société « Œuf & Cie » <SARL>");
  const values = (row: { c: { v?: string }[] }) => row.c.map((cell) => cell.v);
  assert.deepEqual(values(one), [undefined, "3", "1234.56", "46347"]);
  assert.deepEqual(values(two), [undefined, "-12.34", "-0.05", "36586"]);
  assert.equal(empty.c, undefined);
  assert.equal(large.c[2].v, "9999999999.99");
  assert.deepEqual([one.c[2].s, one.c[2].r, one.c[3].s], ["2", "C2", "3"]);
});

Deno.test("the header stays in sight, columns have their widths, and the sheet its name", async () => {
  const parts = await partsOf([], COLUMNS, "Factures 2026: [tout] et davantage que permis");
  const sheet = PARSER.parse(parts.get("xl/worksheets/sheet1.xml")!).worksheet;
  assert.equal(sheet.sheetViews.sheetView.pane.state, "frozen");
  assert.deepEqual(sheet.cols.col.map((col: { width: string }) => col.width), ["40", "12", "14", "12"]);
  const name = PARSER.parse(parts.get("xl/workbook.xml")!).workbook.sheets.sheet.name;
  assert.equal(name, "Factures 2026   tout  et davant");
  assert.equal(PARSER.parse(parts.get("xl/styles.xml")!).styleSheet.cellXfs.xf.length, 5);
});

Deno.test("a text that looks like a formula stays a text, even after it is edited", async () => {
  for (const text of ["=1+1", '=HYPERLINK("http://x")', "+33 1 23", "-2", "@SUM(A1)", "\t=1", "'quoted"]) {
    const { text: read, cell } = await textOf(text);
    assert.deepEqual([read, cell["t"], cell["s"], cell["f"]], [text, "inlineStr", "4", undefined], text);
  }
  assert.equal((await textOf("Plombier")).cell["s"], "0");
});

Deno.test("what XML or Excel would misread is escaped or dropped", async () => {
  assert.equal((await textOf("a\u0000b\u0008c\uffff")).text, "abc");
  assert.equal((await textOf("\ud800x")).text, "\ufffdx");
  assert.equal((await textOf("  deux  espaces \n ligne ")).text, "  deux  espaces \n ligne ");
  assert.equal((await textOf("_x0041_")).text, "_x005F_x0041_");
  assert.equal((await textOf("]]> &amp; <b>😀 文")).text, "]]> &amp; <b>😀 文");
  const long = (await textOf("a".repeat(MAX_XLSX_TEXT + 5))).text;
  assert.deepEqual([long.length, long.endsWith("…")], [MAX_XLSX_TEXT, true]);
});

Deno.test("a value that does not fit its column, and a row of another length, are bugs", async () => {
  const wrong: XlsxCell[][] = [
    [1, 1, 1n, null],
    ["a", 1.5, 1n, null],
    ["a", NaN, 1n, null],
    ["a", "1", 1n, null],
    ["a", 1, 12.34, null],
    ["a", 1, 1n, "demain"],
    ["a", 1, 1n],
  ];
  for (const row of wrong) await assert.rejects(partsOf([row]), { name: "Bug" }, Deno.inspect(row));
  assert.throws(() => writeXlsx({ name: "x", columns: [], rows: [] }), /a sheet has columns/);
});

Deno.test("columns beyond Z are named as sheets name them", async () => {
  const columns = Array.from({ length: 703 }, (_, i): XlsxColumn => ({ title: `${i}`, kind: "text" }));
  const sheet = PARSER.parse((await partsOf([], columns)).get("xl/worksheets/sheet1.xml")!).worksheet;
  const names = sheet.sheetData.row[0].c.map((cell: { r: string }) => cell.r);
  assert.deepEqual([names[25], names[26], names[701], names[702]], ["Z1", "AA1", "ZZ1", "AAA1"]);
});

Deno.test("rows are asked for as the file is read, never all at once", async () => {
  let made = 0;
  function* rows(): Generator<XlsxCell[]> {
    for (let i = 0; i < 100_000; i++) {
      made++;
      yield [`Client ${i}`, i, BigInt(i), null];
    }
  }
  const reader = writeXlsx({ name: "x", columns: COLUMNS, rows: rows() }).getReader();
  for (let i = 0; i < 12; i++) await reader.read();
  assert.ok(made < 50_000, `${made} rows made for twelve chunks`);
  await reader.cancel();
});
