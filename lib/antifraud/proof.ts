import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { toHex } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { recordsOf } from "./chain_store.ts";

/** What the seal of a document shows when it is opened. */
export interface ProofRecord {
  readonly seq: bigint;
  readonly type: string;
  readonly at: IsoInstant;
  /** In hexadecimal. */
  readonly hash: string;
}

/** The sealed records of one document, oldest first. Empty for a draft or another dossier's id. */
export async function proofOf(ctx: Ctx, subjectId: Uuid): Promise<ProofRecord[]> {
  return await withTenant(ctx, (tx) => proofIn(tx, { tenantId: ctx.tenantId, subjectId }), { mode: "read" });
}

/** The same inside another module's transaction, which has authorised its own act. */
export async function proofIn(tx: Tx, scope: { tenantId: Uuid; subjectId: Uuid }): Promise<ProofRecord[]> {
  const records = await recordsOf(tx, scope);
  return records.map(({ seq, type, at, hash }) => ({ seq, type, at, hash: toHex(hash) }));
}
