import { authorize, type Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type KeyRow, listKeys, readHead, readRecords, type SealedRow } from "./chain_store.ts";

/** Most records that `readLog` gives at once: bounds the memory of whoever walks through a chain. */
export const MAX_RECORDS_READ = 5_000;

/** A record of the sealed log as it is stored; format 1 is in the README. */
export type LogRecord = Omit<SealedRow, "tenantId" | "payload"> & {
  /** Canonical JSON; null once retention has ended and the content was erased. */
  readonly payload: Uint8Array | null;
};

/** A key that signed records; `publicKey` is an SPKI structure in DER. */
export type LogKey = Pick<KeyRow, "id" | "algorithm" | "publicKey" | "createdAt">;

/** Where a chain stands. */
export interface LogHead {
  readonly chainId: Uuid;
  readonly keyId: Uuid;
  readonly seq: bigint;
  readonly hash: Uint8Array;
  readonly at: IsoInstant;
}

/**
 * The records after a number, in order, at most `limit` and never more than `MAX_RECORDS_READ`: for archives and
 * proofs, which go through a chain in slices; of some types alone where they are named. Right `sealed_log:read`.
 */
export async function readLog(
  ctx: Ctx,
  { after, limit, types }: { after: bigint; limit: number; types?: readonly string[] },
): Promise<LogRecord[]> {
  authorize(ctx, "sealed_log:read");
  const slice = { tenantId: ctx.tenantId, after, limit: Math.min(limit, MAX_RECORDS_READ), types };
  const records = await withTenant(ctx, (tx) => readRecords(tx, slice), { mode: "read", oneStatement: true });
  return records.map(({ tenantId: _, ...record }) => record);
}

/** Every key that ever signed the chain, oldest first. Right `sealed_log:read`. */
export async function readLogKeys(ctx: Ctx): Promise<LogKey[]> {
  authorize(ctx, "sealed_log:read");
  const keys = await withTenant(ctx, (tx) => listKeys(tx, ctx.tenantId), { mode: "read", oneStatement: true });
  return keys.map(({ id, algorithm, publicKey, createdAt }) => ({ id, algorithm, publicKey, createdAt }))
    .sort((a, b) => a.createdAt < b.createdAt ? -1 : 1);
}

/** Where the chain stands now, or null in a dossier that has none. Right `sealed_log:read`. */
export async function readLogHead(ctx: Ctx): Promise<LogHead | null> {
  authorize(ctx, "sealed_log:read");
  const head = await withTenant(ctx, (tx) => readHead(tx, ctx.tenantId), { mode: "read", oneStatement: true });
  return head && { chainId: head.chainId, keyId: head.keyId, seq: head.headSeq, hash: head.headHash, at: head.headAt };
}
