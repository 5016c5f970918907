import { sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { kept } from "../platform/db/kept_statements.ts";
import type { DocumentHead } from "./document.ts";
import { searchText } from "./search_text.ts";

/** What is looked for of a document. */
export type Searched = Pick<DocumentHead, "id" | "kind" | "number" | "customerName" | "subject" | "purchaseOrder">;

const write = kept(
  sql`insert into cell.sales_search as s (tenant_id, document_id, kind, words)
    select ${sql.placeholder("tenantId")}, r.id, r.kind, r.words
    from jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as r(id uuid, kind text, words text)
    on conflict (tenant_id, document_id) do update set words = excluded.words where s.words <> excluded.words`,
);

/**
 * Keeps what searches read of documents, by one statement. It stands apart from the documents: payments and sendings
 * rewrite a document's row, and a trigram index is costly to rewrite with it.
 */
export async function writeSearch(tx: Tx, tenantId: Uuid, documents: readonly Searched[]): Promise<void> {
  if (documents.length === 0) return;
  const entries = documents.map((document) => ({ id: document.id, kind: document.kind, words: searchText(document) }));
  await write(tx, { tenantId, rows: JSON.stringify(entries) });
}
