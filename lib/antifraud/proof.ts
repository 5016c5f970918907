import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { toHex } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { readTogether } from "../platform/db/kept_statements.ts";
import { PROOF_PART, type ProofRow } from "./chain_store.ts";

/** What the seal of a document shows when it is opened. */
export interface ProofRecord {
  readonly seq: bigint;
  readonly type: string;
  readonly at: IsoInstant;
  /** In hexadecimal. */
  readonly hash: string;
}

const readProof = readTogether({ proof: PROOF_PART });

/** The sealed records of one document, oldest first. Empty for a draft or another dossier's id. */
export async function proofOf(ctx: Ctx, subjectId: Uuid): Promise<ProofRecord[]> {
  const { proof } = await withTenant(ctx, (tx) => readProof(tx, { tenantId: ctx.tenantId, id: subjectId }), {
    mode: "read",
    oneStatement: true,
  });
  return asProof(proof);
}

/** What PROOF_PART read, as the page shows it: for another module's reader, which has authorised its own act. */
export function asProof(records: readonly ProofRow[]): ProofRecord[] {
  return records.map(({ hash, ...record }) => ({ ...record, hash: toHex(hash) }));
}
