import { sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { Uuid } from "../base/ids.ts";
import { row, type Tx } from "../platform/db/transaction.ts";

/** The public id of the dossier, which begins each of its links. */
export async function findPublicId(tx: Tx, tenantId: Uuid): Promise<string> {
  const found = await row<{ public_id: string }>(
    tx,
    sql`select public_id from cell.dossiers where tenant_id = ${tenantId}`,
  );
  return present(found, "dossier").public_id;
}
