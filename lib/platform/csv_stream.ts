import { CSV_BOM, csvRow } from "../base/csv.ts";
import { formatShortDate, type IsoDate } from "../base/dates.ts";
import { decimalText } from "../base/decimal.ts";
import { centsText } from "../base/money.ts";
import type { XlsxCell, XlsxSheet } from "./xlsx.ts";

/** Media type of a CSV file. */
export const CSV_CONTENT_TYPE = "text/csv; charset=utf-8";

/** Text is handed over in pieces of about this many characters. */
const CHUNK_CHARACTERS = 64 * 1024;

/**
 * The rows of a sheet as CSV, as French spreadsheets read it: semicolons, decimal commas, day/month/year. One row at a
 * time: a hundred thousand take the memory of one.
 */
export function writeCsv(sheet: Pick<XlsxSheet, "columns" | "rows">): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks(sheet));
}

async function* chunks({ columns, rows }: Pick<XlsxSheet, "columns" | "rows">): AsyncGenerator<Uint8Array> {
  const utf8 = new TextEncoder();
  let text = CSV_BOM + csvRow(columns.map(({ title }) => title));
  for await (const cells of rows) {
    text += cells.map((value, index) => written(value, columns[index]!.kind)).join(";") + "\r\n";
    if (text.length < CHUNK_CHARACTERS) continue;
    yield utf8.encode(text);
    text = "";
  }
  yield utf8.encode(text);
}

/** A figure begins with its sign and is no formula; a text that begins like one is made harmless by `csvRow`. */
function written(value: XlsxCell, kind: XlsxSheet["columns"][number]["kind"]): string {
  if (value === null) return "";
  if (typeof value === "bigint") return centsText(value).replace(".", ",");
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return decimalText(value).replace(".", ",");
  return kind === "date" ? formatShortDate(value as IsoDate) : csvRow([value]).slice(0, -2);
}
