import { and, desc, eq, gt, lte, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { sealedRecords } from "./schema.ts";

/** Where a record stands. */
export type Marker = Pick<typeof sealedRecords.$inferSelect, "seq" | "at" | "prevHash" | "hash">;

const { seq, at, prevHash, hash } = sealedRecords;

/** Written out, so that the partial index of these records is seen to hold them. */
const IS_OF_KEYS = sql`${sealedRecords.type} in ('chain_opened', 'key_rotated')`;

/** The place of the record of this number, or of the last one before it; null where there is none. */
export async function readMarker(
  tx: Tx,
  { tenantId }: Pick<Ctx, "tenantId">,
  wanted: bigint,
): Promise<Marker | null> {
  const [found] = await tx.select({ seq, at, prevHash, hash }).from(sealedRecords)
    .where(and(eq(sealedRecords.tenantId, tenantId), lte(seq, wanted)))
    .orderBy(desc(seq)).limit(1);
  return found ?? null;
}

/** Numbers of the records that made a key the chain's, in order. */
export async function readKeyRecords(tx: Tx, { tenantId }: Pick<Ctx, "tenantId">): Promise<bigint[]> {
  const found = await tx.select({ seq }).from(sealedRecords)
    .where(and(eq(sealedRecords.tenantId, tenantId), IS_OF_KEYS))
    .orderBy(seq);
  return found.map((record) => record.seq);
}

/** Types of the records behind one, the first first: what was done since, and nothing of what they say. */
export async function sealedTypesAfter(
  tx: Tx,
  { tenantId, after, limit }: Pick<Ctx, "tenantId"> & { readonly after: bigint; readonly limit: number },
): Promise<string[]> {
  const found = await tx.select({ type: sealedRecords.type }).from(sealedRecords)
    .where(and(eq(sealedRecords.tenantId, tenantId), gt(seq, after))).orderBy(seq).limit(limit);
  return found.map(({ type }) => type);
}
