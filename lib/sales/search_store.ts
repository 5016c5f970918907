import { sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import type { DocumentHead } from "./document.ts";
import { searchText } from "./search_text.ts";

/** What is looked for of a document. */
export type Searched = Pick<DocumentHead, "id" | "kind" | "number" | "customerName" | "subject" | "purchaseOrder">;

/**
 * Keeps what searches read of documents, by one statement. It stands apart from the documents: payments and sendings
 * rewrite a document's row, and a trigram index is costly to rewrite with it.
 */
export async function writeSearch(tx: Tx, tenantId: Uuid, documents: readonly Searched[]): Promise<void> {
  if (documents.length === 0) return;
  const entries = documents.map((document) => ({ id: document.id, kind: document.kind, words: searchText(document) }));
  await rows(
    tx,
    sql`insert into cell.sales_search as s (tenant_id, document_id, kind, words)
      select ${tenantId}, r.id, r.kind, r.words
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(id uuid, kind text, words text)
      on conflict (tenant_id, document_id) do update set words = excluded.words where s.words <> excluded.words`,
  );
}
