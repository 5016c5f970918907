import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds, type IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId, randomToken } from "../../platform/random.ts";
import { forgetAttempts, noteSecurity, takeAttempt } from "../attempt_store.ts";
import { accountKey, SECOND_STEPS_PER_PERSON } from "../rate_limits.ts";
import { refuse } from "../refusals.ts";
import { type OpenedSession, openSession, sessionHash } from "../sessions.ts";
import {
  findPendingSignIn,
  insertPendingSignIn,
  type PendingSignIn,
  spendPendingSignIn,
  takeSecondStepTry,
} from "./factor_store.ts";
import { type Factors, factorsIn } from "./list_factors.ts";
import { sendMailCode, spendMailed } from "./mail_code.ts";
import { judgeSignature, passkeyRequest, spendSignature } from "./passkey_signature.ts";
import { spendRecovery } from "./recovery_codes.ts";
import { spendTotp } from "./totp_factor.ts";

/** How long the second step may take after the password. */
export const SECOND_STEP_S = 600;
/** How many codes may be tried after one password. */
export const SECOND_STEP_TRIES = 5;

/** A right password that waits for its second step: the only moment when its token is known to the program. */
export interface AwaitedStep {
  /** Goes into a cookie of its own and opens nothing but the page of the second step. */
  readonly stepToken: string;
  readonly expiresAt: IsoInstant;
}

/** Which ways the page of the second step offers. */
export type StepWays = Pick<Factors, "totp" | "mailCode"> & { readonly passkey: boolean; readonly recovery: boolean };

/** How somebody does the second step. */
export type StepProof = { readonly code: string } | { readonly signature: string };

/** Opens the wait for a second step, in the transaction of the right password; null for whom none is set up. */
export async function awaitSecondStep(tx: Tx, ctx: PersonCtx, personId: Uuid): Promise<AwaitedStep | null> {
  const factors = await factorsIn(tx);
  if (!factors.any) return null;
  const stepToken = randomToken(), pendingId = newId();
  const expiresAt = addSeconds(ctx.now, SECOND_STEP_S);
  const pending = {
    id: pendingId,
    tokenHash: sessionHash(stepToken),
    tries: SECOND_STEP_TRIES,
    at: ctx.now,
    expiresAt,
  };
  await insertPendingSignIn(tx, pending);
  const hasOnlyMail = factors.mailCode && !factors.totp && factors.passkeys.length === 0;
  if (hasOnlyMail) await sendMailCode(tx, ctx, { personId, subjectId: pendingId });
  return { stepToken, expiresAt };
}

/** What the page of the second step shows. Refuses `second_step_over` (410), the same for every dead token. */
export async function peekSecondStep(ctx: PersonCtx, stepToken: string): Promise<StepWays> {
  const pending = await pendingOf(ctx, stepToken);
  const factors = await withControl({ personId: pending.personId }, factorsIn, { mode: "read" });
  const { totp, mailCode, passkeys, recoveryLeft } = factors;
  return { totp, mailCode, passkey: passkeys.length > 0, recovery: recoveryLeft > 0 };
}

/** Sends another code by mail. Refuses: `second_step_over` (410), `no_factor` (409), `too_many_mail_codes` (429). */
export async function mailSecondStep(ctx: PersonCtx, stepToken: string): Promise<void> {
  const { personId, pendingId: subjectId } = await pendingOf(ctx, stepToken);
  await withControl({ personId }, async (tx) => {
    if (!(await factorsIn(tx)).mailCode) throw refuse("no_factor");
    await sendMailCode(tx, ctx, { personId, subjectId });
  });
}

/** What the browser asks a passkey to sign for the second step. Refuses `second_step_over` (410). */
export async function passkeyForSecondStep(ctx: PersonCtx, stepToken: string): Promise<unknown> {
  const { personId } = await pendingOf(ctx, stepToken);
  return await passkeyRequest(ctx, { purpose: "second_step", personId });
}

/**
 * Ends a sign-in by its second step. One try is taken before anything is compared, of this sign-in and of the person.
 * Refuses: `wrong_code` (401), `second_step_over` (410), `too_many_attempts` (429).
 */
export async function finishSecondStep(
  ctx: PersonCtx,
  input: { stepToken: string; proof: StepProof },
): Promise<OpenedSession> {
  const tokenHash = sessionHash(input.stepToken);
  const pending = await takeTry(ctx, tokenHash);
  const { personId } = pending;
  const spend = await spender(ctx, pending, input.proof);
  const session = await withControl({ personId }, async (tx) => {
    if (!await spend(tx)) return null;
    if (!await spendPendingSignIn(tx, tokenHash, ctx.now)) throw refuse("second_step_over");
    await forgetAttempts(tx, SECOND_STEPS_PER_PERSON, accountKey(personId));
    return await openSession(tx, ctx, personId, { isStrong: true });
  });
  if (session) return session;
  await withControl({}, (tx) => noteSecurity(tx, ctx, { event: "second_step_wrong", personId }));
  throw refuse("signature" in input.proof ? "passkey" : "wrong_code");
}

/** Uses up a code of the person in scope: of the application, by mail or of recovery, whichever it is. */
export async function spendCode(
  tx: Tx,
  ctx: PersonCtx,
  { personId, subjectId, code }: { personId: Uuid; subjectId: Uuid; code: string },
): Promise<boolean> {
  return await spendTotp(tx, ctx, { personId, code }) || await spendMailed(tx, ctx, { subjectId, code }) ||
    await spendRecovery(tx, ctx, { personId, code });
}

async function spender(
  ctx: PersonCtx,
  { personId, pendingId: subjectId }: PendingSignIn,
  proof: StepProof,
): Promise<(tx: Tx) => Promise<boolean>> {
  if ("code" in proof) return (tx) => spendCode(tx, ctx, { personId, subjectId, code: proof.code });
  const right = await judgeSignature(ctx, proof.signature, { purpose: "second_step", personId });
  return (tx) => right ? spendSignature(tx, ctx, right) : Promise.resolve(false);
}

async function takeTry(ctx: PersonCtx, tokenHash: Uint8Array): Promise<PendingSignIn> {
  const at = ctx.now;
  const { pending, mayTry } = await withControl({}, async (tx) => {
    const pending = await takeSecondStepTry(tx, tokenHash, at);
    if (!pending) return { pending, mayTry: false };
    const { personId } = pending;
    const mayTry = await takeAttempt(tx, SECOND_STEPS_PER_PERSON, { keyHash: accountKey(personId), at });
    if (!mayTry) await noteSecurity(tx, ctx, { event: "second_step_limited", personId });
    return { pending, mayTry };
  });
  if (!pending) throw refuse("second_step_over");
  if (mayTry) return pending;
  const minutes = String(Math.ceil(SECOND_STEPS_PER_PERSON.windowSeconds / 60));
  throw refuse("too_many_attempts", { values: { minutes } });
}

async function pendingOf(ctx: PersonCtx, stepToken: string): Promise<PendingSignIn> {
  const found = await withControl({}, (tx) => findPendingSignIn(tx, sessionHash(stepToken), ctx.now), { mode: "read" });
  if (!found) throw refuse("second_step_over");
  return found;
}
