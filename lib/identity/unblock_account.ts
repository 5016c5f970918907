import type { PersonCtx } from "../base/ctx.ts";
import { emailKey } from "../base/text.ts";
import { instantMs } from "../platform/clock.ts";
import { withControl } from "../platform/db/tenant.ts";
import { forgetAttempts } from "./attempt_store.ts";
import { hashOf } from "./one_time_token.ts";
import { accountKey, SIGN_INS_PER_ACCOUNT } from "./rate_limits.ts";
import { refuse } from "./refusals.ts";
import { findBlock, spendBlock } from "./tries_store.ts";

/**
 * Looks at the link of a blocked account without spending it: mail scanners open links.
 * Refuses `unblock_link` (410), the same for an unknown, spent, expired or malformed one.
 */
export async function peekBlock(ctx: PersonCtx, secret: string): Promise<{ readonly email: string }> {
  const found = await withControl({}, (tx) => findBlock(tx, hashOf(secret)), { mode: "read" });
  if (!found || instantMs(found.linkExpiresAt) <= instantMs(ctx.now)) throw refuse("unblock_link");
  return { email: found.email };
}

/** Spends the link: the account is open again, and its tries begin anew. Refuses `unblock_link` (410). */
export async function unblockAccount(ctx: PersonCtx, secret: string): Promise<void> {
  await withControl({}, async (tx) => {
    const tokenHash = hashOf(secret);
    const block = await findBlock(tx, tokenHash);
    // The account's attempts before its tries, as in every sign-in; a dead link leaves them as they were.
    if (block) await forgetAttempts(tx, SIGN_INS_PER_ACCOUNT, accountKey(emailKey(block.email)));
    if (!block || await spendBlock(tx, tokenHash, ctx.now) === null) throw refuse("unblock_link");
  });
}
