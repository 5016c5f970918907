import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import { writeXlsx, XLSX_CONTENT_TYPE, type XlsxSheet } from "../../lib/platform/xlsx.ts";
import type { DossierContext } from "../handler.ts";
import type { NameCursor } from "./lists.tsx";

/** A list as a spreadsheet, streamed row by row under its name and the day. */
export function sendSheet(c: DossierContext, sheet: XlsxSheet): Response {
  return c.body(writeXlsx(sheet), 200, {
    "content-type": XLSX_CONTENT_TYPE,
    "content-disposition": contentDisposition("attachment", `${sheet.name} ${c.get("ctx").today}.xlsx`),
    "cache-control": "private, no-store",
  });
}

/** Every page of a list by name, one after the other: the whole list is never in memory. */
export async function* everyPage<P extends { readonly next: NameCursor | null }>(
  pageAt: (cursor: NameCursor | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let cursor: NameCursor | undefined;
  do {
    const page: P = await pageAt(cursor);
    yield page;
    cursor = page.next ?? undefined;
  } while (cursor);
}
