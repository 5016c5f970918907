import type { Ctx } from "../base/ctx.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { dossierBirths } from "./schema.ts";

/** Marks the dossier as furnished; false when it was already, by whoever else. */
export async function markBorn(tx: Tx, ctx: Ctx): Promise<boolean> {
  const marked = await tx.insert(dossierBirths).values({ tenantId: ctx.tenantId, bornAt: ctx.now })
    .onConflictDoNothing().returning({ tenantId: dossierBirths.tenantId });
  return marked.length > 0;
}
