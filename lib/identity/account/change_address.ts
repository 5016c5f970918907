import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { emailKey } from "../../base/text.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { newId } from "../../platform/random.ts";
import { readAddress } from "../_typed_address.ts";
import { takeAttempt } from "../attempt_store.ts";
import { hashOf, secretOf } from "../one_time_token.ts";
import { ACCOUNT_MAILS_PER_MAILBOX, accountKey, ADDRESS_CHANGES_PER_PERSON } from "../rate_limits.ts";
import { refuse as refuseIdentity } from "../refusals.ts";
import { findLink, type LinkPurpose } from "./account_store.ts";
import { insertAddressWish, spendAddressLink, spendRestoreLink } from "./address_store.ts";
import { getAccount } from "./get_account.ts";
import { ADDRESS_LINK_HOURS, RESTORE_LINK_HOURS } from "./links.ts";
import { enqueueMail, postMail } from "./post_mail.ts";
import { refuse } from "./refusals.ts";

/**
 * The signed-in person wishes to sign in with another address: a link leaves for it. An address that has an account
 * already gets the same answer after the same work; only its mailbox is told.
 * Refuses: `identity.email`, `same_address` (422), `too_many_changes` (429).
 */
export async function askAddressChange(ctx: PersonCtx, input: { email: string }): Promise<void> {
  const email = readAddress(input.email);
  if (email === null) throw refuseIdentity("email");
  const key = emailKey(email);
  if (emailKey((await getAccount(ctx)).email) === key) throw refuse("same_address");
  if (!await mayMail(ctx, key)) return;
  const [linkId, mailId] = [newId(), newId()];
  await withControl({ personId: ctx.personId }, async (tx) => {
    const expiresAt = addSeconds(ctx.now, ADDRESS_LINK_HOURS * 3_600);
    const tokenHash = hashOf(secretOf(linkId));
    await insertAddressWish(tx, { emailKey: key, email, linkId, tokenHash, mailId, at: ctx.now, expiresAt });
    await enqueueMail(tx, mailId);
  });
}

/** The address that the link from the new mailbox would give. Refuses `link` (410). */
export async function peekAddressChange(ctx: PersonCtx, secret: string): Promise<{ email: string }> {
  return { email: await addressOf(ctx, { secret, purpose: "confirm_address" }) };
}

/**
 * Gives the person the address whose mailbox holds the link; the former one is told, with a link that undoes it. Of two
 * people who wish the same address the first who confirms has it. Refuses `link` (410).
 */
export async function confirmAddressChange(ctx: PersonCtx, secret: string): Promise<void> {
  const email = await addressOf(ctx, { secret, purpose: "confirm_address" });
  const linkId = newId();
  const expiresAt = addSeconds(ctx.now, RESTORE_LINK_HOURS * 3_600);
  const undo = { linkId, tokenHash: hashOf(secretOf(linkId)), expiresAt };
  await withControl({}, async (tx) => {
    const link = { tokenHash: hashOf(secret), emailKey: emailKey(email), at: ctx.now, undo };
    const changed = await spendAddressLink(tx, link);
    if (!changed) throw refuse("link");
    await postMail(tx, ctx, { kind: "address_changed", email: changed.oldEmail, language: changed.language, linkId });
  });
}

/** The address that the link from the former mailbox would give back. Refuses `link` (410). */
export async function peekAddressRestore(ctx: PersonCtx, secret: string): Promise<{ email: string }> {
  return { email: await addressOf(ctx, { secret, purpose: "restore_address" }) };
}

/**
 * Gives the former address back, whatever it was changed to since, and ends every session and every other link.
 * Refuses `link` (410), also where the address has become somebody else's.
 */
export async function restoreAddress(ctx: PersonCtx, secret: string): Promise<void> {
  const email = await addressOf(ctx, { secret, purpose: "restore_address" });
  await withControl({}, async (tx) => {
    const restored = await spendRestoreLink(tx, { tokenHash: hashOf(secret), emailKey: emailKey(email), at: ctx.now });
    if (!restored) throw refuse("link");
    await postMail(tx, ctx, { kind: "address_restored", email: restored.email, language: restored.language });
  });
}

async function addressOf(ctx: PersonCtx, link: { secret: string; purpose: LinkPurpose }): Promise<string> {
  const wanted = { tokenHash: hashOf(link.secret), purpose: link.purpose, at: ctx.now };
  const found = await withControl({}, (tx) => findLink(tx, wanted), { mode: "read" });
  if (!found?.givenEmail) throw refuse("link");
  return found.givenEmail;
}

/** Counts in a transaction of its own: what is counted must stay counted whatever follows. */
async function mayMail(ctx: PersonCtx, key: string): Promise<boolean> {
  const at = ctx.now;
  const counted = await withControl({}, async (tx) => {
    const keyHash = accountKey(ctx.personId as Uuid);
    const mayAsk = await takeAttempt(tx, ADDRESS_CHANGES_PER_PERSON, { keyHash, at });
    return {
      mayAsk,
      mayMail: mayAsk && await takeAttempt(tx, ACCOUNT_MAILS_PER_MAILBOX, { keyHash: accountKey(key), at }),
    };
  });
  if (!counted.mayAsk) throw refuse("too_many_changes");
  return counted.mayMail;
}
