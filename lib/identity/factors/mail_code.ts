import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { hmacSha256, isSameSecret } from "../../platform/crypto.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue, NO_TENANT } from "../../platform/jobs.ts";
import { masterKey } from "../../platform/outside.ts";
import { newId } from "../../platform/random.ts";
import { takeAttempt } from "../attempt_store.ts";
import { MAIL_CODE_MAIL } from "../jobs.ts";
import { accountKey, MAIL_CODES_PER_PERSON } from "../rate_limits.ts";
import { refuse } from "../refusals.ts";
import { announceFactor } from "./announce_factor.ts";
import { findMailCode, insertMailCode, spendMailCode, switchMailCode } from "./factor_store.ts";
import { takeFactorOff } from "./last_factor.ts";
import { me } from "./list_factors.ts";

/** How long a code by mail works. */
export const MAIL_CODE_MINUTES = 10;

/**
 * Turns codes by mail on or off as a second step; nothing happens where they were so already.
 * Refuses `last_factor_wanted` (409).
 */
export async function setMailCode(ctx: PersonCtx, { isOn }: { isOn: boolean }): Promise<void> {
  await withControl({ personId: me(ctx) }, async (tx) => {
    const turn = () => switchMailCode(tx, isOn, ctx.now);
    if (!await (isOn ? turn() : takeFactorOff(tx, ctx, turn))) return;
    await announceFactor(tx, ctx, isOn ? "mail_code_added" : "mail_code_removed");
  });
}

/**
 * Sends six digits to the person in scope, for one sign-in or session alone; the code sent before for it dies.
 * Refuses `too_many_mail_codes` (429).
 */
export async function sendMailCode(
  tx: Tx,
  ctx: PersonCtx,
  { personId, subjectId }: { personId: Uuid; subjectId: Uuid },
): Promise<void> {
  const at = ctx.now, codeId = newId();
  if (!await takeAttempt(tx, MAIL_CODES_PER_PERSON, { keyHash: accountKey(personId), at })) {
    throw refuse("too_many_mail_codes");
  }
  await insertMailCode(tx, { id: codeId, subjectId, at, expiresAt: addSeconds(at, MAIL_CODE_MINUTES * 60) });
  await enqueue(tx, MAIL_CODE_MAIL, { tenantId: NO_TENANT, payload: { personId, codeId }, dedupeKey: codeId });
}

/** Uses the living code of a sign-in or session up; false for a wrong one, of which the other tries go on. */
export async function spendMailed(
  tx: Tx,
  ctx: PersonCtx,
  { subjectId, code }: { subjectId: Uuid; code: string },
): Promise<boolean> {
  const codeId = await findMailCode(tx, subjectId, ctx.now);
  if (!codeId || !isSameSecret(digitsOf(codeId), code.replace(/\s/g, ""))) return false;
  return await spendMailCode(tx, codeId, ctx.now);
}

/** The six digits of a code: derived from its id, so that the database and the queue hold none. */
export function digitsOf(codeId: Uuid): string {
  const digest = hmacSha256(masterKey().subkey("mail-code"), codeId);
  const number = new DataView(digest.buffer, digest.byteOffset, digest.byteLength).getUint32(0) % 1_000_000;
  return String(number).padStart(6, "0");
}
