import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { sweepAccounts } from "./account/account_store.ts";
import { sweepFactors } from "./factors/factor_store.ts";
import { sweep } from "./people_store.ts";

/** How long refused sign-ins are kept: twelve months (CNIL, recommendation on logging, 2021). */
export const SECURITY_LOG_DAYS = 365;
/** How long ended sessions, dead links and unconfirmed sign-ups are kept. */
export const DEAD_DAYS = 30;

/** Drops what is over. Run again, it finds nothing to do. */
export async function sweepIdentity(ctx: PersonCtx): Promise<void> {
  await withControl({}, async (tx) => {
    await sweep(tx, ctx.now, { logDays: SECURITY_LOG_DAYS, deadDays: DEAD_DAYS });
    await sweepAccounts(tx, ctx.now, DEAD_DAYS);
    await sweepFactors(tx, ctx.now);
  });
}
