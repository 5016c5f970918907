import type { PersonCtx } from "../base/ctx.ts";
import { addSeconds } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue, NO_TENANT } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import { noteSecurity, takeAttempt } from "./attempt_store.ts";
import { BLOCKED_MAIL } from "./jobs.ts";
import { hashOf, secretOf } from "./one_time_token.ts";
import { addressKey, SIGN_INS_PER_ACCOUNT, WRONG_SIGN_INS_PER_ADDRESS } from "./rate_limits.ts";
import { blockPassword, clearPasswordTries, loadPolicyOf, takePasswordTry } from "./tries_store.ts";

/** How long the link of an unblocking mail works; a try after that sends another. */
export const UNBLOCK_LINK_HOURS = 72;

/**
 * Takes one comparison of a person's password from those that the strictest of his dossiers allows in a row; false when
 * none is left or his account is blocked: then nothing may be compared. Whoever is nobody costs the same statements.
 */
export async function takeTry(tx: Tx, ctx: PersonCtx, personId: Uuid | null): Promise<boolean> {
  const { maxAttempts: allowed } = await loadPolicyOf(tx, personId);
  const isTaken = await takePasswordTry(tx, { personId, allowed });
  // Asked in each case, of nobody where nothing is due: one statement less would tell a blocked account by its time.
  await blockWhereDue(tx, ctx, { personId: isTaken ? null : personId, allowed });
  return isTaken;
}

/** Writes down a wrong password: the security log, and the block with its mail where it was the last one allowed. */
export async function settleWrongTry(tx: Tx, ctx: PersonCtx, personId: Uuid | null): Promise<void> {
  await noteSecurity(tx, ctx, { event: "sign_in_wrong", personId });
  await takeAttempt(tx, WRONG_SIGN_INS_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at: ctx.now });
  const { maxAttempts: allowed } = await loadPolicyOf(tx, personId);
  await blockWhereDue(tx, ctx, { personId, allowed });
}

/**
 * Lifts a block and forgets the tries, in the transaction of what proved the person or of who may decide it: a right
 * password, a new one set by a link, an administrator of his. Comes before anything that holds the person's own row:
 * everybody's order is the account's attempts, the tries, the person.
 */
export async function liftBlock(tx: Tx, personId: Uuid): Promise<void> {
  await clearPasswordTries(tx, personId, SIGN_INS_PER_ACCOUNT);
}

async function blockWhereDue(
  tx: Tx,
  ctx: PersonCtx,
  { personId, allowed }: { personId: Uuid | null; allowed: number },
): Promise<void> {
  const blockId = newId();
  const linkHash = hashOf(secretOf(blockId));
  const expiresAt = addSeconds(ctx.now, UNBLOCK_LINK_HOURS * 3_600);
  if (!await blockPassword(tx, { personId, allowed, at: ctx.now, linkHash, expiresAt })) return;
  await enqueue(tx, BLOCKED_MAIL, { tenantId: NO_TENANT, payload: { blockId }, dedupeKey: blockId, priority: 10 });
}
