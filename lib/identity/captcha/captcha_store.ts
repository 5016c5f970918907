import { sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { Language } from "../people_store.ts";
import type { RateLimit } from "../rate_limits.ts";

/** Writes a code by its hash. */
export async function insertCaptcha(
  tx: Tx,
  captcha: { id: Uuid; codeHash: Uint8Array; at: IsoInstant; expiresAt: IsoInstant },
): Promise<void> {
  const { id, codeHash, at, expiresAt } = captcha;
  await rows(tx, sql`select control.open_captcha(${id}, ${codeHash}, ${at}, ${expiresAt})`);
}

/** Counts a look at the picture; false for a code that is unknown, spent, over, or looked at too often. */
export async function countView(tx: Tx, view: { id: Uuid; at: IsoInstant; allowed: number }): Promise<boolean> {
  return await yes(tx, sql`select control.view_captcha(${view.id}, ${view.at}, ${view.allowed}::integer) as yes`);
}

/** Spends a code; true when it was alive and the answer is right. */
export async function spendCaptcha(
  tx: Tx,
  answer: { id: Uuid; codeHash: Uint8Array; at: IsoInstant },
): Promise<boolean> {
  return await yes(tx, sql`select control.spend_captcha(${answer.id}, ${answer.codeHash}, ${answer.at}) as yes`);
}

/** Notes to whose mailbox a code goes, if the address is anybody's; false for a code that is over. */
export async function addressCaptcha(tx: Tx, mail: { id: Uuid; emailKey: string; at: IsoInstant }): Promise<boolean> {
  return await yes(tx, sql`select control.address_captcha(${mail.id}, ${mail.emailKey}, ${mail.at}) as yes`);
}

/** The mailbox that a live code goes to and its language, or null. */
export async function findCaptchaMailbox(
  tx: Tx,
  id: Uuid,
  at: IsoInstant,
): Promise<{ readonly email: string; readonly language: Language } | null> {
  return await row<{ email: string; language: Language }>(
    tx,
    sql`select email, language from control.captcha_mail(${id}, ${at})`,
  );
}

/** How many attempts of a limit are used up in the window that runs. */
export async function attemptsUsed(
  tx: Tx,
  limit: RateLimit,
  { keyHash, at }: { keyHash: Uint8Array; at: IsoInstant },
): Promise<number> {
  const answer = await row<{ used: number }>(
    tx,
    sql`select control.attempts_used(${limit.bucket}, ${keyHash}, ${at}, ${limit.windowSeconds}::integer) as used`,
  );
  return present(answer, "answer of attempts_used").used;
}

async function yes(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer of a captcha").yes;
}
