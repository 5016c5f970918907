import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import { emailKey } from "../../base/text.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { newId } from "../../platform/random.ts";
import { readAddress } from "../_typed_address.ts";
import { takeAttempt } from "../attempt_store.ts";
import { hashOf, secretOf } from "../one_time_token.ts";
import { ACCOUNT_MAILS_PER_MAILBOX, accountKey, addressKey, RESETS_PER_ADDRESS } from "../rate_limits.ts";
import { refuse as refuseIdentity } from "../refusals.ts";
import { insertReset } from "./account_store.ts";
import { RESET_LINK_MINUTES } from "./links.ts";
import { enqueueMail } from "./post_mail.ts";
import { refuse } from "./refusals.ts";

/**
 * Takes the address of somebody who forgot his password. Whoever asks gets the same answer after the same work, known
 * or not: one link, one mail, one job; the mail of nobody never leaves. Beyond the limit of a mailbox nothing is sent.
 * Refuses: `identity.email` (422), `too_many_resets` (429, by internet address).
 */
export async function askReset(ctx: PersonCtx, input: { email: string }): Promise<void> {
  const email = readAddress(input.email);
  if (email === null) throw refuseIdentity("email");
  const key = emailKey(email);
  const mayMail = await begin(ctx, key);
  if (!mayMail) return;
  const [linkId, mailId] = [newId(), newId()];
  const expiresAt = addSeconds(ctx.now, RESET_LINK_MINUTES * 60);
  await withControl({}, async (tx) => {
    const tokenHash = hashOf(secretOf(linkId));
    await insertReset(tx, { emailKey: key, linkId, tokenHash, mailId, at: ctx.now, expiresAt });
    await enqueueMail(tx, mailId);
  });
}

/** Counts the attempt in a transaction of its own: what is counted must stay counted whatever follows. */
async function begin(ctx: PersonCtx, key: string): Promise<boolean> {
  const at = ctx.now;
  const begun = await withControl({}, async (tx) => {
    const mayAsk = await takeAttempt(tx, RESETS_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at });
    const mayMail = mayAsk && await takeAttempt(tx, ACCOUNT_MAILS_PER_MAILBOX, { keyHash: accountKey(key), at });
    return { mayAsk, mayMail };
  });
  if (!begun.mayAsk) throw refuse("too_many_resets");
  return begun.mayMail;
}
