import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { forgetAttempts } from "../attempt_store.ts";
import { beginProof, noteWrongProof } from "../prove_self.ts";
import { accountKey, PROOFS_PER_PERSON } from "../rate_limits.ts";
import { refuse } from "../refusals.ts";
import { me } from "./list_factors.ts";
import { judgeSignature, passkeyRequest, spendSignature } from "./passkey_signature.ts";

/** What the browser asks one of the person's passkeys to sign for one act, known by the id of what it is about. */
export async function passkeyForAct(ctx: PersonCtx, about: Uuid): Promise<unknown> {
  return await passkeyRequest(ctx, { purpose: "act", personId: me(ctx), about });
}

/**
 * Judges the signature that the signed-in person gave for one act, and uses it up: once, for that act alone. The
 * session stays as it is. Refuses: `passkey` (401, whatever was wrong), `too_many_attempts` (429).
 */
export async function signAct(ctx: PersonCtx, act: { about: Uuid; signature: string }): Promise<void> {
  const personId = me(ctx);
  await beginProof(ctx, () => Promise.resolve());
  const right = await judgeSignature(ctx, act.signature, { purpose: "act", personId, about: act.about });
  const isSpent = right && await withControl({ personId }, async (tx) => {
    if (!await spendSignature(tx, ctx, right)) return false;
    await forgetAttempts(tx, PROOFS_PER_PERSON, accountKey(personId));
    return true;
  });
  if (isSpent) return;
  await noteWrongProof(ctx);
  throw refuse("passkey");
}
