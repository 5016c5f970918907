import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import type { SealedRow } from "./chain_store.ts";
import { sealedRecords } from "./schema.ts";

/** A slice of the log: of one type or of all, before or after a number. */
export interface LogSlice {
  readonly tenantId: Uuid;
  readonly type: string | null;
  readonly limit: number;
}

/** The records before a number, newest first; the newest of all without one. */
export async function recordsBefore(
  tx: Tx,
  { tenantId, type, limit, before }: LogSlice & { readonly before: bigint | null },
): Promise<SealedRow[]> {
  return await tx.select().from(sealedRecords).where(and(
    eq(sealedRecords.tenantId, tenantId),
    type === null ? undefined : eq(sealedRecords.type, type),
    before === null ? undefined : lt(sealedRecords.seq, before),
  )).orderBy(desc(sealedRecords.seq)).limit(limit);
}

/** The records after a number, oldest first. */
export async function recordsAfter(
  tx: Tx,
  { tenantId, type, limit, after }: LogSlice & { readonly after: bigint },
): Promise<SealedRow[]> {
  return await tx.select().from(sealedRecords).where(and(
    eq(sealedRecords.tenantId, tenantId),
    type === null ? undefined : eq(sealedRecords.type, type),
    gt(sealedRecords.seq, after),
  )).orderBy(asc(sealedRecords.seq)).limit(limit);
}

/** What a document's records are held against: each with the hash of the record before and after it. */
export interface LinkedRow {
  readonly record: SealedRow;
  /** Null for the first record of the chain. */
  readonly hashBefore: Uint8Array | null;
  /** `prev_hash` of the next record; null for the last of the chain. */
  readonly namedByNext: Uint8Array | null;
}

/** The records of one subject, oldest first, with their neighbours'. */
export async function linkedRecords(
  tx: Tx,
  { tenantId, subjectId }: { tenantId: Uuid; subjectId: Uuid },
): Promise<LinkedRow[]> {
  const own = await tx.select().from(sealedRecords)
    .where(and(eq(sealedRecords.tenantId, tenantId), eq(sealedRecords.subjectId, subjectId)))
    .orderBy(asc(sealedRecords.seq));
  if (own.length === 0) return [];
  const around = own.flatMap(({ seq }) => [seq - 1n, seq + 1n]).join(",");
  const found = await rows<{ seq: bigint | string; hash: Uint8Array; prev_hash: Uint8Array }>(
    tx,
    sql`select seq, hash, prev_hash from cell.sealed_records
      where tenant_id = ${tenantId} and seq = any(${`{${around}}`}::bigint[])`,
  );
  const bySeq = new Map(found.map((neighbour) => [BigInt(neighbour.seq), neighbour]));
  return own.map((record) => ({
    record,
    hashBefore: bySeq.get(record.seq - 1n)?.hash ?? null,
    namedByNext: bySeq.get(record.seq + 1n)?.prev_hash ?? null,
  }));
}
