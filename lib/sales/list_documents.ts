import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { isByDueDate, readDocumentLines } from "./document_list_query.ts";
import {
  type DocumentCursor,
  type DocumentFilter,
  type DocumentLine,
  type DocumentPage,
  DOCUMENTS_PAGE,
} from "./list.ts";
import { rightTo } from "./policy.ts";

/** Lines read at once by an export. */
const EXPORT_SLICE = 1_000;

/** A page of quotes, invoices or credit notes: newest first, or by due date what is to be chased. Right `…:read`. */
export async function listDocuments(ctx: Ctx, filter: DocumentFilter): Promise<DocumentPage> {
  authorize(ctx, rightTo("read", filter.kind));
  const found = await withTenant(
    ctx,
    (tx) => readDocumentLines(tx, { tenantId: ctx.tenantId, today: ctx.today, filter }),
    { mode: "read", oneStatement: true },
  );
  return pageOf(found, filter);
}

/** Every line that a filter shows, in slices, for an export of any length in bounded memory. Right `…:read`. */
export async function* exportDocuments(ctx: Ctx, filter: DocumentFilter): AsyncGenerator<DocumentLine> {
  authorize(ctx, rightTo("read", filter.kind));
  let cursor: DocumentCursor | undefined;
  for (;;) {
    const slice = { tenantId: ctx.tenantId, today: ctx.today, filter: { ...filter, cursor }, limit: EXPORT_SLICE };
    const found = await withTenant(ctx, (tx) => readDocumentLines(tx, slice), { mode: "read" });
    yield* found;
    const last = found.at(-1);
    if (!last || found.length < EXPORT_SLICE) return;
    cursor = cursorAt(last, filter, false);
  }
}

function pageOf(found: readonly DocumentLine[], filter: DocumentFilter): DocumentPage {
  const isBack = filter.cursor?.backwards ?? false;
  const hasMore = found.length > DOCUMENTS_PAGE;
  const shown = found.slice(0, DOCUMENTS_PAGE);
  const documents = isBack ? shown.reverse() : shown;
  const first = documents[0];
  const last = documents.at(-1);
  const hasPrevious = isBack ? hasMore : filter.cursor !== undefined;
  const hasNext = isBack ? filter.cursor !== undefined : hasMore;
  return {
    documents,
    previous: hasPrevious && first ? cursorAt(first, filter, true) : null,
    next: hasNext && last ? cursorAt(last, filter, false) : null,
  };
}

function cursorAt(line: DocumentLine, filter: DocumentFilter, backwards: boolean): DocumentCursor {
  return { id: line.id, dueOn: isByDueDate(filter.view) ? line.dueOn : null, backwards };
}
