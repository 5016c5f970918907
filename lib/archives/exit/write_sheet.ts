import { present } from "../../base/assert.ts";
import type { Ctx } from "../../base/ctx.ts";
import { BUSINESS_TIME_ZONE, formatInstant, type IsoDate } from "../../base/dates.ts";
import { decimal } from "../../base/decimal.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { writeCsv } from "../../platform/csv_stream.ts";
import type { XlsxCell, XlsxColumnKind } from "../../platform/xlsx.ts";
import type { Sitting } from "../making/sitting.ts";
import type { Leaving, RowKey } from "./exit.ts";
import { lookUp, readTable, type Row } from "./read_table.ts";
import { type Sheet, type SheetColumn, type SheetKind, SHEETS } from "./sheets.ts";
import { documentPath, isFiled } from "./write_documents.ts";

/** Rows of one file: what a step writes in one go. Longer sheets go on in a second file, and so on. */
const ROWS_A_FILE = 20_000;
const ROWS_A_SLICE = 2_000;

const COLUMN_KINDS: Readonly<Record<SheetKind, XlsxColumnKind>> = {
  text: "text",
  cents: "cents",
  figure: "number",
  day: "date",
  instant: "text",
  percent: "number",
  yes: "text",
};

/** The next file of the folder `tableurs/`. Ends the phase after the last. */
export async function writeSheet(ctx: Ctx, sitting: Sitting<Leaving>): Promise<void> {
  const { making } = sitting;
  const sheet = SHEETS[making.sheet];
  if (!sheet) {
    sitting.making = { ...making, phase: "documents", after: null };
    return;
  }
  const read: Read = { rows: 0, last: making.after };
  const name = making.number === 1 ? sheet.name : `${sheet.name}-${making.number}`;
  const columns = sheet.columns.map(({ title, kind }) => ({ title, kind: COLUMN_KINDS[kind] }));
  const content = writeCsv({ columns, rows: rowsOf(ctx, sheet, read) });
  await sitting.add({ path: `tableurs/${name}.csv`, content, list: "files" });
  const counts = { ...making.counts, [sheet.name]: (making.counts[sheet.name] ?? 0) + read.rows };
  sitting.making = read.last
    ? { ...sitting.making, number: making.number + 1, after: read.last, counts }
    : { ...sitting.making, sheet: making.sheet + 1, number: 1, after: null, counts };
}

/** What the rows of a file have come to; `last` is null at the end of the table. */
interface Read {
  rows: number;
  last: RowKey | null;
}

async function* rowsOf(ctx: Ctx, sheet: Sheet, read: Read): AsyncGenerator<readonly XlsxCell[]> {
  do {
    const { rows, last } = await readTable(ctx, sheet.table, { after: read.last, limit: ROWS_A_SLICE });
    const others = await othersOf(ctx, sheet, rows);
    for (const row of rows) yield sheet.columns.map((column) => cellOf(column, { row, others }));
    read.rows += rows.length;
    read.last = last;
  } while (read.last && read.rows < ROWS_A_FILE);
}

type Others = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** The rows of other tables that some rows name. */
async function othersOf(ctx: Ctx, { columns }: Sheet, rows: readonly Row[]): Promise<Others> {
  const others = new Map<string, ReadonlyMap<string, Row>>();
  for (const { through, from } of columns) {
    if (!through || others.has(through.table)) continue;
    const ids = new Set(rows.flatMap((row) => row[from] ?? []));
    others.set(through.table, await lookUp(ctx, through.table, ids));
  }
  return others;
}

function cellOf({ from, kind, words, through }: SheetColumn, { row, others }: { row: Row; others: Others }): XlsxCell {
  if (from === "@file") return isFiled(row) ? `${documentPath(row)}.pdf` : null;
  const own = present(row, "row")[from] ?? null;
  const value = through && own !== null ? others.get(through.table)?.get(own)?.[through.column] ?? null : own;
  if (value === null) return null;
  return shown(kind, words?.[value] ?? value);
}

function shown(kind: SheetKind, value: string): XlsxCell {
  switch (kind) {
    case "text":
      return value;
    case "cents":
      return BigInt(value);
    case "figure":
      return decimal(value);
    case "percent":
      return decimal(hundredths(value));
    case "day":
      return value as IsoDate;
    case "instant":
      return formatInstant(instantFromDriver(value), BUSINESS_TIME_ZONE);
    case "yes":
      return value === "true" ? "oui" : "non";
  }
}

/** Hundredths of a per cent as per cent: `550` is `5.5`. */
function hundredths(value: string): string {
  const digits = value.replace("-", "").padStart(3, "0");
  const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.?0+$/, "");
  return value.startsWith("-") ? `-${text}` : text;
}
