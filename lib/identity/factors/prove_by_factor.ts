import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { beginProof, noteWrongProof, renewProof } from "../prove_self.ts";
import { refuse } from "../refusals.ts";
import type { OpenedSession } from "../sessions.ts";
import { factorsIn, me } from "./list_factors.ts";
import { sendMailCode } from "./mail_code.ts";
import { judgeSignature, passkeyRequest, spendSignature } from "./passkey_signature.ts";
import { spendCode, type StepProof } from "./second_step.ts";

/** The session that a proof is for. */
export interface ProvenSession {
  readonly sessionId: Uuid;
  readonly token: string;
}

/**
 * A signed-in person proves himself by a second factor: the session goes on, strong, under another token.
 * Refuses: `wrong_code` or `passkey` (401), `too_many_attempts` (429), `session_over` (401).
 */
export async function proveByFactor(
  ctx: PersonCtx,
  { session, proof }: { session: ProvenSession; proof: StepProof },
): Promise<OpenedSession> {
  const personId = me(ctx);
  await beginProof(ctx, () => Promise.resolve());
  const spend = await spender(ctx, session, proof);
  const proved = await withControl({ personId }, async (tx) => {
    return await spend(tx) ? await renewProof(tx, ctx, { token: session.token, isStrong: true }) : null;
  });
  if (proved) return proved;
  await noteWrongProof(ctx);
  throw refuse("signature" in proof ? "passkey" : "wrong_code");
}

/** Sends a code by mail for a proof. Refuses: `no_factor` (409), `too_many_mail_codes` (429). */
export async function mailProof(ctx: PersonCtx, sessionId: Uuid): Promise<void> {
  const personId = me(ctx);
  await withControl({ personId }, async (tx) => {
    if (!(await factorsIn(tx)).mailCode) throw refuse("no_factor");
    await sendMailCode(tx, ctx, { personId, subjectId: sessionId });
  });
}

/** What the browser asks one of the person's passkeys to sign for a proof. */
export async function passkeyForProof(ctx: PersonCtx): Promise<unknown> {
  return await passkeyRequest(ctx, { purpose: "proof", personId: me(ctx) });
}

async function spender(
  ctx: PersonCtx,
  { sessionId }: ProvenSession,
  proof: StepProof,
): Promise<(tx: Tx) => Promise<boolean>> {
  const personId = me(ctx);
  if ("code" in proof) return (tx) => spendCode(tx, ctx, { personId, subjectId: sessionId, code: proof.code });
  const right = await judgeSignature(ctx, proof.signature, { purpose: "proof", personId });
  return (tx) => right ? spendSignature(tx, ctx, right) : Promise.resolve(false);
}
