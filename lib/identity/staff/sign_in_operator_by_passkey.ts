import type { PersonCtx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import { fromBase64Url } from "../../platform/crypto.ts";
import { noteSecurity, takeAttempt } from "../attempt_store.ts";
import { readAnswer, webAuthn } from "../factors/relying_party.ts";
import { onOperators, openOperatorSession } from "../operator_access.ts";
import { addressKey, OPERATOR_SIGN_INS_PER_ADDRESS } from "../rate_limits.ts";
import { refuse } from "../refusals.ts";
import { type ConsoleParty, keepOperatorChallenge, takeOperatorChallenge } from "./operator_challenge.ts";
import { findOperatorPasskey, useOperatorPasskey } from "./operator_passkey_store.ts";

/** Nobody is known yet: the device says whose passkey it holds. */
const ANYBODY = { purpose: "sign_in", operatorId: null } as const;

/** What a browser asks a passkey to sign on the console's sign-in page. Refuses `too_many_attempts` (429). */
export async function operatorPasskeyRequest(ctx: PersonCtx, party: ConsoleParty): Promise<unknown> {
  await countAddress(ctx);
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: "required" });
  await keepOperatorChallenge(ctx, options.challenge, ANYBODY);
  return options;
}

/**
 * Signs an operator in by a passkey alone: the device and its owner's gesture are two factors.
 * Refuses: `passkey` (401, whatever was wrong), `too_many_attempts` (429).
 */
export async function signInOperatorByPasskey(
  ctx: PersonCtx,
  { answer, party }: { readonly answer: string; readonly party: ConsoleParty },
): Promise<{ token: string; expiresAt: IsoInstant }> {
  await countAddress(ctx);
  const right = await judge(ctx, answer, party);
  const session = right && await onOperators(async (tx) => {
    const isSpent = await useOperatorPasskey(tx, { passkeyId: right.passkeyId, counter: right.counter, at: ctx.now });
    return isSpent ? await openOperatorSession(tx, ctx, right.operatorId) : null;
  });
  if (session) return session;
  const operatorId = right?.operatorId ?? null;
  await onOperators((tx) => noteSecurity(tx, ctx, { event: "operator_sign_in_wrong", operatorId }));
  throw refuse("passkey");
}

async function judge(ctx: PersonCtx, text: string, party: ConsoleParty) {
  const answer = readAnswer(text);
  const challenge = answer && await takeOperatorChallenge(ctx, answer, ANYBODY);
  const credentialId = answer && fromBase64Url(answer.id);
  if (!answer || !challenge || !credentialId) return null;
  const key = await onOperators((tx) => findOperatorPasskey(tx, credentialId));
  if (!key) return null;
  const { verifyAuthenticationResponse } = await webAuthn();
  // The package throws for each of the ways in which a signature may be wrong: to us they are one.
  const outcome = await verifyAuthenticationResponse({
    response: answer as unknown as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    credential: { id: answer.id, publicKey: key.publicKey, counter: key.counter },
    requireUserVerification: true,
  }).catch(() => null);
  if (!outcome?.verified) return null;
  return { passkeyId: key.passkeyId, operatorId: key.operatorId, counter: outcome.authenticationInfo.newCounter };
}

async function countAddress(ctx: PersonCtx): Promise<void> {
  const attempt = { keyHash: addressKey(ctx.request.ip), at: ctx.now };
  if (await onOperators((tx) => takeAttempt(tx, OPERATOR_SIGN_INS_PER_ADDRESS, attempt))) return;
  const minutes = String(Math.ceil(OPERATOR_SIGN_INS_PER_ADDRESS.windowSeconds / 60));
  throw refuse("too_many_attempts", { values: { minutes } });
}
