import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { hashPassword, needsRehash, verifyNobody, verifyPassword } from "../platform/password_hash.ts";
import { keyOfTyped } from "./_typed_address.ts";
import { noteSecurity, takeAttempt } from "./attempt_store.ts";
import { liftBlock, settleWrongTry, takeTry } from "./password_tries.ts";
import { shapeOf } from "./password_strength.ts";
import { type Credentials, findCredentials, notePassword, replacePasswordHash } from "./people_store.ts";
import { accountKey, addressKey, SIGN_INS_PER_ACCOUNT, SIGN_INS_PER_ADDRESS } from "./rate_limits.ts";
import { type AwaitedStep, awaitSecondStep } from "./factors/second_step.ts";
import { refuse } from "./refusals.ts";
import { type OpenedSession, openSession } from "./sessions.ts";

/** The two fields of the sign-in page, as typed. */
export interface SignInInput {
  readonly email: string;
  readonly password: string;
}

/**
 * Signs a person in, or awaits his second step where he has set one up. An attempt is counted before the password is
 * compared, so that attempts in parallel, in however many processes, never get more comparisons than the limit; a
 * success gives the account's attempts back. A blocked account is compared with nothing and answers as a wrong password
 * does: its owner learns it by mail.
 * Refuses: `wrong_credentials` (401, the same for an unknown address, after the same work), `too_many_attempts` (429).
 */
export async function signIn(ctx: PersonCtx, input: SignInInput): Promise<OpenedSession | AwaitedStep> {
  const key = keyOfTyped(input.email);
  const { known, mayCompare } = await begin(ctx, key);
  const isRight = known && mayCompare
    ? await verifyPassword(known.passwordHash, input.password)
    : await verifyNobody(input.password);
  if (!known || !isRight) {
    await withControl({}, (tx) => settleWrongTry(tx, ctx, known?.personId ?? null));
    throw refuse("wrong_credentials");
  }
  const newHash = needsRehash(known.passwordHash) ? await hashPassword(input.password) : null;
  const { personId } = known;
  return await withControl({ personId }, async (tx) => {
    // Locks in the order of `begin`: the account's attempts, its tries; the person's row comes last.
    await liftBlock(tx, personId);
    if (newHash) await replacePasswordHash(tx, known, { newHash });
    // Now alone it is in hand: dossiers whose rules became stricter compare them with this.
    await notePassword(tx, personId, shapeOf(input.password));
    return await awaitSecondStep(tx, ctx, personId) ?? await openSession(tx, ctx, personId);
  });
}

/** Counts the attempt in a transaction of its own: what is counted must stay counted whatever follows. */
async function begin(ctx: PersonCtx, key: string): Promise<{ known: Credentials | null; mayCompare: boolean }> {
  const at = ctx.now;
  const begun = await withControl({}, async (tx) => {
    const mayTry = await takeAttempt(tx, SIGN_INS_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at }) &&
      await takeAttempt(tx, SIGN_INS_PER_ACCOUNT, { keyHash: accountKey(key), at });
    const known = await findCredentials(tx, key);
    if (!mayTry) await noteSecurity(tx, ctx, { event: "sign_in_limited", personId: known?.personId ?? null });
    return { mayTry, known, mayCompare: mayTry && await takeTry(tx, ctx, known?.personId ?? null) };
  });
  if (!begun.mayTry) {
    const minutes = String(Math.ceil(SIGN_INS_PER_ACCOUNT.windowSeconds / 60));
    throw refuse("too_many_attempts", { values: { minutes } });
  }
  return begun;
}
