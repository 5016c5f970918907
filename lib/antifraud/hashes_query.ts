import { sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";

/** Number and hash of a record. */
export interface HashAt {
  readonly seq: bigint;
  readonly hash: Uint8Array;
}

/** The hashes of the records with these numbers, those that exist, in order. */
export async function selectHashes(tx: Tx, tenantId: Uuid, seqs: readonly bigint[]): Promise<HashAt[]> {
  return await rows<HashAt>(
    tx,
    sql`select seq, hash from cell.sealed_records
      where tenant_id = ${tenantId} and seq = any(${`{${seqs.join()}}`}::bigint[]) order by seq`,
  );
}
