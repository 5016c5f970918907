/**
 * Spreadsheets for Excel and LibreOffice (ECMA-376, SpreadsheetML), written row by row: 100,000 rows take the memory of
 * one. Our own writer, because the packages for it hold the whole sheet.
 */
import { assert } from "../base/assert.ts";
import { type IsoDate } from "../base/dates.ts";
import { type Decimal, decimalText } from "../base/decimal.ts";
import { type Cents, centsText } from "../base/money.ts";
import { writeZip, type ZipFile } from "./zip.ts";

/** Media type of a spreadsheet. */
export const XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** Rows that a sheet can hold, header included. */
export const MAX_XLSX_ROWS = 1_048_576;
/** Characters that a cell can hold; a longer text is cut with an ellipsis, as the file would not open. */
export const MAX_XLSX_TEXT = 32_767;

/** One value; null leaves the cell empty, which is not zero. */
export type XlsxCell = string | number | Cents | Decimal | IsoDate | null;

/** What a column holds, and so how its values are read and shown. */
export type XlsxColumnKind =
  /** A string, never read as a formula. */
  | "text"
  /** An integer (`number`) or an exact `Decimal`. */
  | "number"
  /** Cents (`bigint`), shown as an amount with two decimals. */
  | "cents"
  /** An `IsoDate`, shown as day/month/year. */
  | "date";

/** One column. */
export interface XlsxColumn {
  readonly title: string;
  readonly kind: XlsxColumnKind;
  /** Width in characters. */
  readonly width?: number;
}

/** One sheet: its rows hold as many cells as there are columns. */
export interface XlsxSheet {
  readonly name: string;
  readonly columns: readonly XlsxColumn[];
  readonly rows: AsyncIterable<readonly XlsxCell[]> | Iterable<readonly XlsxCell[]>;
}

const DEFAULT_WIDTHS: Record<XlsxColumnKind, number> = { text: 28, number: 12, cents: 14, date: 12 };
// Indexes into cellXfs of STYLES below.
const STYLE = { plain: 0, header: 1, cents: 2, date: 3, quoted: 4 } as const;
const CHUNK_CHARACTERS = 64 * 1024;
const MAX_SHEET_NAME = 31;
const UTF8 = new TextEncoder();
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Writes a workbook of one sheet as a stream. Throws a Bug for a cell that does not fit its column, too many rows. */
export function writeXlsx(sheet: XlsxSheet): ReadableStream<Uint8Array> {
  assert(sheet.columns.length > 0, "a sheet has columns");
  return writeZip(parts(sheet));
}

function* parts(sheet: XlsxSheet): Generator<ZipFile> {
  yield part("[Content_Types].xml", CONTENT_TYPES);
  yield part("_rels/.rels", relationships(["officeDocument", "xl/workbook.xml"]));
  yield part("xl/workbook.xml", workbook(sheet.name));
  yield part(
    "xl/_rels/workbook.xml.rels",
    relationships(["worksheet", "worksheets/sheet1.xml"], ["styles", "styles.xml"]),
  );
  yield part("xl/styles.xml", STYLES);
  yield { name: "xl/worksheets/sheet1.xml", content: encoded(sheetXml(sheet)) };
}

function part(name: string, xml: string): ZipFile {
  return { name, content: UTF8.encode(PROLOG + xml) };
}

// Small pieces are gathered, because each chunk of a compressed stream costs as much as a thousand characters.
async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let text = PROLOG;
  for await (const piece of pieces) {
    text += piece;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield UTF8.encode(text);
    text = "";
  }
  if (text !== "") yield UTF8.encode(text);
}

async function* sheetXml(sheet: XlsxSheet): AsyncGenerator<string> {
  const letters = sheet.columns.map((_, i) => columnLetters(i));
  const widths = sheet.columns.map(({ kind, width }, i) =>
    `<col min="${i + 1}" max="${i + 1}" width="${width ?? DEFAULT_WIDTHS[kind]}" customWidth="1"/>`
  );
  yield `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join("")}</cols><sheetData>`;
  const titles = sheet.columns.map(({ title }, i) => textCell(`${letters[i]}1`, title, STYLE.header));
  yield `<row r="1">${titles.join("")}</row>`;
  let row = 1;
  for await (const cells of sheet.rows) {
    row++;
    assert(row <= MAX_XLSX_ROWS, `a sheet holds ${MAX_XLSX_ROWS} rows at most`);
    assert(cells.length === sheet.columns.length, `row ${row} has ${cells.length} cells`);
    const written = cells.map((value, i) => cell(`${letters[i]}${row}`, value, sheet.columns[i]!));
    yield `<row r="${row}">${written.join("")}</row>`;
  }
  yield `</sheetData><autoFilter ref="A1:${letters.at(-1)}${row}"/></worksheet>`;
}

function cell(at: string, value: XlsxCell, column: XlsxColumn): string {
  if (value === null) return "";
  if (column.kind === "text" && typeof value === "string") return textCell(at, value, styleOfText(value));
  if (column.kind === "cents" && typeof value === "bigint") return numberCell(at, centsText(value), STYLE.cents);
  if (column.kind === "date" && typeof value === "string") {
    return numberCell(at, String(serialOfDate(value as IsoDate)), STYLE.date);
  }
  if (column.kind === "number" && typeof value === "number" && Number.isSafeInteger(value)) {
    return numberCell(at, String(value), STYLE.plain);
  }
  assert(column.kind === "number" && typeof value === "object", `${at}: ${typeof value} in a column of ${column.kind}`);
  return numberCell(at, decimalText(value), STYLE.plain);
}

function textCell(at: string, text: string, style: number): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;
}

function numberCell(at: string, digits: string, style: number): string {
  return `<c r="${at}" s="${style}"><v>${digits}</v></c>`;
}

// An inline string is never a formula; the style « quoted » keeps it so when somebody edits the cell and leaves it.
function styleOfText(text: string): number {
  return /^[=+\-@\t\r']/.test(text) ? STYLE.quoted : STYLE.plain;
}

function escapeText(text: string): string {
  const fitting = text.length <= MAX_XLSX_TEXT ? text : `${text.slice(0, MAX_XLSX_TEXT - 1)}…`;
  return fitting.toWellFormed()
    // What XML 1.0 cannot hold is dropped (§2.2).
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    // _x0041_ would be read as the letter A (ECMA-376 part 1, 22.9.2.19).
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\r/g, "&#13;");
}

/** Days since 30 December 1899, as sheets count them for every date after February 1900. */
function serialOfDate(date: IsoDate): number {
  const days = Date.parse(date) / 86_400_000;
  assert(Number.isInteger(days), `not a date: ${date}`);
  return days + 25_569;
}

function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + index % 26);
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

function workbook(name: string): string {
  const clean = name.replace(/[[\]:*?/\\]/g, " ").replace(/^'+|'+$/g, "").trim().slice(0, MAX_SHEET_NAME) || "Feuille";
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
    `<sheet name="${escapeText(clean).replace(/"/g, "&quot;")}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

function relationships(...targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(([type, target], i) =>
    `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.join("")}</Relationships>`;
}

const CONTENT_TYPES = `<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  [["workbook", "sheet.main"], ["worksheets/sheet1", "worksheet"], ["styles", "styles"]].map(([name, type]) =>
    `<Override PartName="/xl/${name}.xml" ` +
    `ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`
  ).join("") + "</Types>";

// numFmt 4 is « #,##0.00 », 14 the short date of the reader's own language.
const STYLES = `<styleSheet xmlns="${MAIN}">` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">' +
  [
    'numFmtId="0" fontId="0"',
    'numFmtId="0" fontId="1" applyFont="1"',
    'numFmtId="4" fontId="0" applyNumberFormat="1"',
    'numFmtId="14" fontId="0" applyNumberFormat="1"',
    'numFmtId="49" fontId="0" applyNumberFormat="1" quotePrefix="1"',
  ].map((attributes) => `<xf ${attributes} fillId="0" borderId="0" xfId="0"/>`).join("") +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
