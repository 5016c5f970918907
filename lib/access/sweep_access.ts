import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { sweepDead } from "./invitation_store.ts";

/** How long an invitation that has ended waits to be renewed, and the end of a company sign-in to be looked at. */
export const ACCESS_DEAD_DAYS = 30;

/** Drops what is over; run again, it finds nothing to do. The daily sweep calls it after identity's. */
export async function sweepAccess(ctx: PersonCtx): Promise<void> {
  await withControl({}, (tx) => sweepDead(tx, ctx.now, ACCESS_DEAD_DAYS));
}
