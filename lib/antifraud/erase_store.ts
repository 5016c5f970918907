import { sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";

/** Erases the contents of the next records that a warrant reaches; gives how many. The database judges the warrant. */
export async function eraseSlice(
  tx: Tx,
  { tenantId, warrantId, limit }: { tenantId: Uuid; warrantId: Uuid; limit: number },
): Promise<number> {
  const erased = await rows(
    tx,
    sql`update cell.sealed_records set payload = null, erased_at = now(), erased_under = ${warrantId}
      where tenant_id = ${tenantId} and payload is not null and seq = any(array(
        select r.seq from cell.sealed_records r
          join cell.purge_warrants w on w.tenant_id = r.tenant_id and w.id = ${warrantId} and w.expires_at > now()
        where r.tenant_id = ${tenantId} and r.payload is not null and r.type not in ('chain_opened', 'key_rotated')
          and r.at < w.contents_before
        order by r.seq limit ${limit}))
      returning seq`,
  );
  return erased.length;
}
