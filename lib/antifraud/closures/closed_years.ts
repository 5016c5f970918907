import type { Ctx } from "../../base/ctx.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { listOfKind } from "./closure_store.ts";
import type { Period } from "./period.ts";

/** The fiscal years that were closed, oldest first: they stay what they were, whatever month the next one begins in. */
export async function closedYears(tx: Tx, { tenantId }: Pick<Ctx, "tenantId">): Promise<Period[]> {
  const closed = await listOfKind(tx, { tenantId, kind: "year" });
  return closed.map(({ kind, name, from, to, until, timeZone }) => ({ kind, name, from, to, until, timeZone }));
}
