import { sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { idList } from "../platform/db/bulk.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";

/** The files of documents that have theirs, by document. */
export async function fileIdsOf(
  tx: Tx,
  { tenantId }: Pick<Ctx, "tenantId">,
  documents: readonly Uuid[],
): Promise<ReadonlyMap<Uuid, Uuid>> {
  const found = await rows<{ id: Uuid; file_id: Uuid }>(
    tx,
    sql`select id, file_id from cell.sales_documents
      where tenant_id = ${tenantId} and id = any(${idList(documents)}) and file_id is not null`,
  );
  return new Map(found.map((document) => [document.id, document.file_id]));
}
