import type { PersonCtx } from "../../base/ctx.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { noteSecurity, takeAttempt } from "../attempt_store.ts";
import { addressKey, SIGN_INS_PER_ADDRESS } from "../rate_limits.ts";
import { refuse } from "../refusals.ts";
import { type OpenedSession, openSession } from "../sessions.ts";
import { judgeSignature, passkeyRequest, spendSignature } from "./passkey_signature.ts";

/** Nobody is known yet: the device says whose passkey it holds. */
const ANYBODY = { purpose: "sign_in", personId: null } as const;

/** What a browser asks a passkey to sign on the sign-in page. Refuses `too_many_attempts` (429). */
export async function passkeyForSignIn(ctx: PersonCtx): Promise<unknown> {
  await takeAddressAttempt(ctx);
  return await passkeyRequest(ctx, ANYBODY);
}

/**
 * Signs a person in by a passkey alone: the device and its owner's gesture are two factors.
 * Refuses: `passkey` (401, whatever was wrong), `too_many_attempts` (429).
 */
export async function signInByPasskey(ctx: PersonCtx, signature: string): Promise<OpenedSession> {
  await takeAddressAttempt(ctx);
  const right = await judgeSignature(ctx, signature, ANYBODY);
  const session = right && await withControl({ personId: right.personId }, async (tx) => {
    if (!await spendSignature(tx, ctx, right)) return null;
    return await openSession(tx, ctx, right.personId, { isStrong: true });
  });
  if (session) return session;
  await withControl({}, (tx) => noteSecurity(tx, ctx, { event: "sign_in_wrong", personId: right?.personId ?? null }));
  throw refuse("passkey");
}

async function takeAddressAttempt(ctx: PersonCtx): Promise<void> {
  const attempt = { keyHash: addressKey(ctx.request.ip), at: ctx.now };
  if (await withControl({}, (tx) => takeAttempt(tx, SIGN_INS_PER_ADDRESS, attempt))) return;
  const minutes = String(Math.ceil(SIGN_INS_PER_ADDRESS.windowSeconds / 60));
  throw refuse("too_many_attempts", { values: { minutes } });
}
