import type { Ctx } from "../../base/ctx.ts";
import type { IsoDate } from "../../base/dates.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { lastClosedMonthDay } from "./closure_store.ts";

/** The last day that no document may bear any more: that of the last closed month or year. Null before the first. */
export async function closedTo(tx: Tx, { tenantId }: Pick<Ctx, "tenantId">): Promise<IsoDate | null> {
  return await lastClosedMonthDay(tx, tenantId);
}
