/** One CSV row (RFC 4180, semicolon as in French spreadsheets), safe against formulas when opened. */
export function csvRow(cells: readonly (string | number | bigint | null)[]): string {
  return cells.map(csvCell).join(";") + "\r\n";
}

/** Byte order mark: without it French spreadsheets read UTF-8 as another charset. */
export const CSV_BOM = "\ufeff";

function csvCell(value: string | number | bigint | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  // A cell that begins like a formula, full-width signs included, is run by spreadsheets: an apostrophe makes it text.
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
