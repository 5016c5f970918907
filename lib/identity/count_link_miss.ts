import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { takeAttempt } from "./attempt_store.ts";
import { addressKey, LINK_MISSES_PER_ADDRESS } from "./rate_limits.ts";
import { refuse } from "./refusals.ts";

/**
 * Counts a public link that led nowhere, by the address that asked. Refuses `too_many_links` (429) beyond 20 a minute,
 * so that secrets are not guessed by the thousand.
 */
export async function countLinkMiss(ctx: PersonCtx): Promise<void> {
  const mayTry = await withControl(
    {},
    (tx) => takeAttempt(tx, LINK_MISSES_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at: ctx.now }),
  );
  if (!mayTry) throw refuse("too_many_links");
}
