import { sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { row, type Tx } from "../platform/db/transaction.ts";

/** What tells whether a reading of the log may be believed and gone on with. */
export interface LogMarks {
  /** Number of the last record. */
  readonly head: bigint;
  /** Hash of the record asked about; null where there is none of that number. */
  readonly hash: Uint8Array | null;
  /** Number of the last record that tells of erased contents; 0 without one. */
  readonly erasure: bigint;
}

/** The marks of a dossier's log around one record. */
export async function selectMarks(tx: Tx, tenantId: Uuid, seq: bigint): Promise<LogMarks | null> {
  const found = await row<{ head: bigint | string; hash: Uint8Array | null; erasure: bigint | string }>(
    tx,
    sql`select c.head_seq as head,
        (select r.hash from cell.sealed_records r where r.tenant_id = ${tenantId} and r.seq = ${seq}) as hash,
        (select coalesce(max(r.seq), 0) from cell.sealed_records r
          where r.tenant_id = ${tenantId} and r.type = 'contents_erased') as erasure
      from cell.chains c where c.tenant_id = ${tenantId}`,
  );
  return found ? { head: BigInt(found.head), hash: found.hash, erasure: BigInt(found.erasure) } : null;
}
