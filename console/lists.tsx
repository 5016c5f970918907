import { dayOf } from "../lib/base/dates.ts";
import { CSV_CONTENT_TYPE, writeCsv } from "../lib/platform/csv_stream.ts";
import { contentDisposition } from "../lib/platform/storage/signed_response.ts";
import { writeXlsx, XLSX_CONTENT_TYPE, type XlsxCell, type XlsxColumn } from "../lib/platform/xlsx.ts";
import { ButtonLink, type Column, type JSX, Pager, Toolbar } from "../lib/ui/mod.ts";
import type { OperatorContext } from "./handler.ts";

/** Name of the address's field that says where a page begins. */
export const CURSOR = "apres";

/** Kinds of file that a list is given as. */
export type ExportFormat = "csv" | "xlsx";

/** By what a list is sorted, and which way. */
export interface Sort<Key extends string> {
  readonly by: Key;
  readonly isDescending: boolean;
}

/** The address's query with some fields changed and its cursor gone; a field set to undefined goes. */
export function queryWith(c: OperatorContext, changes: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(c.req.query());
  query.delete(CURSOR);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    if (value !== undefined) query.set(name, value);
  }
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** Text of the address that a list is searched by: short, and nothing that no name holds; undefined where none is. */
export function textIn(c: OperatorContext, name = "q"): string | undefined {
  // deno-lint-ignore no-control-regex -- a database refuses the first of them
  const text = c.req.query(name)?.replace(/[\u0000-\u001f\u007f]/g, "").trim().slice(0, LONGEST_TEXT);
  return text || undefined;
}

/** Longest text that a list is searched by. */
const LONGEST_TEXT = 100;

/** The sort that the address asks for; what it says that cannot be is left aside. */
export function sortIn<Key extends string>(c: OperatorContext, keys: readonly Key[], usual: Sort<Key>): Sort<Key> {
  const by = keys.find((key) => key === c.req.query("tri"));
  return by === undefined ? usual : { by, isDescending: c.req.query("sens") === "desc" };
}

/** What stays in the address when a filter is sent: the sort. */
export function keptSort(c: OperatorContext): Readonly<Record<string, string>> {
  const { tri, sens } = c.req.query();
  return { ...(tri ? { tri } : {}), ...(sens ? { sens } : {}) };
}

/** The heading's link that sorts by a column; a second press turns the order. */
export function sortLink<Key extends string>(
  c: OperatorContext,
  { path, by, now }: { readonly path: string; readonly by: Key; readonly now: Sort<Key> },
): NonNullable<Column<unknown>["sort"]> {
  const isNow = now.by === by, isDescending = isNow && !now.isDescending;
  return {
    href: path + queryWith(c, { tri: by, sens: isDescending ? "desc" : "asc" }),
    direction: isNow ? now.isDescending ? "descending" : "ascending" : undefined,
  };
}

/** The two files of a list, with the filters and the sort that are shown. */
export function ExportLinks(
  { c, href }: { c: OperatorContext; href: (format: ExportFormat, query: string) => string },
): JSX.Element {
  const query = queryWith(c, {});
  return (
    <Toolbar
      label="Fichiers de la liste"
      end={
        <>
          <ButtonLink href={href("csv", query)}>CSV</ButtonLink>
          <ButtonLink href={href("xlsx", query)}>Excel</ButtonLink>
        </>
      }
    />
  );
}

/** One page of a list, and where the next begins; null on the last. */
export interface ListPage<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Longest cursor: an id and at most a company's name. */
export const LONGEST_CURSOR = 400;

/** The link to the next page of a list. */
export function NextPage({ c, path, next }: { c: OperatorContext; path: string; next: string | null }): JSX.Element {
  return <Pager olderHref={next === null ? undefined : path + queryWith(c, { [CURSOR]: next })} />;
}

/** One column of a list's file. */
export interface FileColumn<Row> extends XlsxColumn {
  readonly value: (row: Row) => XlsxCell;
}

/** A list as a file, streamed row by row under its name and the day. */
export function sendList<Row>(
  c: OperatorContext,
  format: ExportFormat,
  { name, columns, rows }: {
    readonly name: string;
    readonly columns: readonly FileColumn<Row>[];
    readonly rows: AsyncIterable<Row>;
  },
): Response {
  const sheet = { name, columns, rows: cellsOf(columns, rows) };
  const [body, type] = format === "csv" ? [writeCsv(sheet), CSV_CONTENT_TYPE] : [writeXlsx(sheet), XLSX_CONTENT_TYPE];
  return c.body(body, 200, {
    "content-type": type,
    "content-disposition": contentDisposition("attachment", `${name} ${dayOf(c.get("now"))}.${format}`),
    "cache-control": "private, no-store",
  });
}

/** Every row of a list by its pages: the whole list is never in memory. */
export async function* everyRow<Row>(
  pageAt: (after: string | undefined) => Promise<ListPage<Row>>,
): AsyncGenerator<Row> {
  let after: string | undefined;
  do {
    const { rows, next }: ListPage<Row> = await pageAt(after);
    yield* rows;
    after = next ?? undefined;
  } while (after !== undefined);
}

async function* cellsOf<Row>(
  columns: readonly FileColumn<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<XlsxCell[]> {
  for await (const row of rows) yield columns.map(({ value }) => value(row));
}
