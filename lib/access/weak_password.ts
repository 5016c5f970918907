import type { Ctx } from "../base/ctx.ts";
import {
  bitsOfShape,
  DEFAULT_PASSWORD_POLICY,
  loadMyPasswordShape,
  type PasswordPolicy,
  type SignClass,
  strengthOf,
} from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { findPasswordPolicy } from "./password_policy_store.ts";

/** Why a dossier wants another password: what it asks, and how the one of today measures against it. */
export interface WeakPassword {
  readonly policy: PasswordPolicy;
  /** Of the weakest password that the rules let through, in bits. */
  readonly wantedBits: number;
  /** Of the password of the last sign-in, in bits; null where none was measured. */
  readonly bits: number | null;
  /** Kinds of signs that are asked for and that it lacks. */
  readonly missing: readonly SignClass[];
}

/** What the page says to a member whose password the dossier's rules refuse. Any member may; refuses nothing. */
export async function describeWeakPassword(ctx: Ctx): Promise<WeakPassword> {
  const { tenantId, personId } = ctx;
  return await withControl({ tenantId, personId }, async (tx) => {
    const policy = await findPasswordPolicy(tx, tenantId) ?? DEFAULT_PASSWORD_POLICY;
    const shape = await loadMyPasswordShape(tx);
    const missing = shape ? [...policy.needs].filter((kind) => !shape.kinds.includes(kind)) : [];
    return { policy, wantedBits: strengthOf(policy).bits, bits: shape && bitsOfShape(shape), missing };
  }, { mode: "read" });
}
