import type { PersonCtx } from "../../base/ctx.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue, NO_TENANT } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { FACTOR_MAIL, type FactorEvent } from "../jobs.ts";
import { me } from "./list_factors.ts";

/** Tells the person by mail what changed in how he signs in, so that he learns of what he did not do himself. */
export async function announceFactor(tx: Tx, ctx: PersonCtx, event: FactorEvent): Promise<void> {
  const payload = { personId: me(ctx), event, at: ctx.now };
  await enqueue(tx, FACTOR_MAIL, { tenantId: NO_TENANT, payload, dedupeKey: newId() });
}
