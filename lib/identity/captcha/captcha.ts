import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue, NO_TENANT } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { keyOfTyped } from "../_typed_address.ts";
import { takeAttempt } from "../attempt_store.ts";
import { CAPTCHA_MAIL } from "../jobs.ts";
import {
  accountKey,
  addressKey,
  CAPTCHA_MAILS_PER_ADDRESS,
  CAPTCHA_MAILS_PER_MAILBOX,
  CAPTCHAS_PER_ADDRESS,
  SIGN_INS_PER_ACCOUNT,
  WRONG_SIGN_INS_PER_ADDRESS,
} from "../rate_limits.ts";
import { refuse } from "../refusals.ts";
import { CAPTCHA_LIFETIME_S, captchaHash, codeOf } from "./captcha_code.ts";
import { addressCaptcha, attemptsUsed, countView, insertCaptcha, spendCaptcha } from "./captcha_store.ts";

/** Attempts on one account, and wrong ones from one internet address, after which a code is asked for. */
export const CAPTCHA_AFTER = { account: 3, address: 5 } as const;
/** How often one picture is drawn. */
export const MAX_PICTURE_VIEWS = 5;

/** When a code is asked for: at each sign-in, or only after failures. The operator decides. */
export type CaptchaRule = "always" | "after_failures";

/** Draws a new code and gives its id. Refuses `too_many_captchas` (429). */
export async function openCaptcha(ctx: PersonCtx): Promise<Uuid> {
  const id = newId();
  const { now: at } = ctx;
  const isOpen = await withControl({}, async (tx) => {
    if (!await takeAttempt(tx, CAPTCHAS_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at })) return false;
    const codeHash = captchaHash(id, codeOf(id));
    await insertCaptcha(tx, { id, codeHash, at, expiresAt: addSeconds(at, CAPTCHA_LIFETIME_S) });
    return true;
  });
  if (!isOpen) throw refuse("too_many_captchas");
  return id;
}

/** True when whoever comes from this address, to this account if one was typed, must copy a code first. */
export async function isCaptchaWanted(
  ctx: PersonCtx,
  { rule, email }: { rule: CaptchaRule; email?: string },
): Promise<boolean> {
  if (rule === "always") return true;
  return await withControl({}, (tx) => hasFailed(tx, ctx, email), { mode: "read" });
}

/**
 * Stands before a password is looked at. The code is spent by its one answer, right or wrong.
 * Refuses `captcha_wanted`, `captcha_wrong` (422, at the field `captcha`), whether the account exists or not.
 */
export async function passCaptcha(
  ctx: PersonCtx,
  asked: { rule: CaptchaRule; email: string; id: string; code: string },
): Promise<void> {
  if (!await isCaptchaWanted(ctx, asked)) return;
  const { id, code } = asked;
  if (!isUuid(id) || code.trim() === "") throw refuse("captcha_wanted");
  const answer = { id, codeHash: captchaHash(id, code), at: ctx.now };
  if (!await withControl({}, (tx) => spendCaptcha(tx, answer))) throw refuse("captcha_wrong");
}

/** The code of a picture that may be drawn; null for one that is unknown, spent, over, or looked at too often. */
export async function viewCaptcha(ctx: PersonCtx, id: string): Promise<string | null> {
  if (!isUuid(id)) return null;
  const view = { id, at: ctx.now, allowed: MAX_PICTURE_VIEWS };
  return await withControl({}, (tx) => countView(tx, view)) ? codeOf(id) : null;
}

/**
 * Sends the code of the page by mail, to whoever cannot see the picture. Known and unknown addresses cost the same
 * and get the same answer; beyond the limit of a mailbox none leaves and the page says the same.
 * Refuses `too_many_captchas` (429), `captcha_over` (422).
 */
export async function mailCaptcha(ctx: PersonCtx, asked: { id: string; email: string }): Promise<void> {
  const { id } = asked;
  if (!isUuid(id)) throw refuse("captcha_over");
  const emailKey = keyOfTyped(asked.email);
  const { now: at } = ctx;
  const outcome = await withControl({}, async (tx) => {
    if (!await takeAttempt(tx, CAPTCHA_MAILS_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at })) {
      return "limited";
    }
    const mayMail = await takeAttempt(tx, CAPTCHA_MAILS_PER_MAILBOX, { keyHash: accountKey(emailKey), at });
    if (!await addressCaptcha(tx, { id, emailKey: mayMail ? emailKey : "", at })) return "over";
    // Asked for in every case: the job finds whether there is a mailbox.
    const mail = { tenantId: NO_TENANT, payload: { captchaId: id }, dedupeKey: `${id}:${newId()}`, priority: 10 };
    await enqueue(tx, CAPTCHA_MAIL, mail);
    return "asked";
  });
  if (outcome === "limited") throw refuse("too_many_captchas");
  if (outcome === "over") throw refuse("captcha_over");
}

async function hasFailed(tx: Tx, ctx: PersonCtx, email: string | undefined): Promise<boolean> {
  const at = ctx.now;
  const fromAddress = { keyHash: addressKey(ctx.request.ip), at };
  if (await attemptsUsed(tx, WRONG_SIGN_INS_PER_ADDRESS, fromAddress) >= CAPTCHA_AFTER.address) return true;
  if (email === undefined) return false;
  const onAccount = { keyHash: accountKey(keyOfTyped(email)), at };
  return await attemptsUsed(tx, SIGN_INS_PER_ACCOUNT, onAccount) >= CAPTCHA_AFTER.account;
}
