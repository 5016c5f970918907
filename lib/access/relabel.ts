import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { enqueue, NO_TENANT } from "../platform/jobs.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { RELABEL_PERSON } from "./people_jobs.ts";

/** Asks that each of these dossiers shows a person as he is called now, in the transaction that changes it. */
export async function askRelabelling(
  tx: Tx,
  ctx: PersonCtx,
  { personId, tenantIds }: { personId: Uuid; tenantIds: readonly Uuid[] },
): Promise<void> {
  for (const tenantId of tenantIds) {
    // Work of the person, who stands in no dossier's scope here.
    const dedupeKey = `${tenantId} ${personId} ${ctx.request.id}`;
    await enqueue(tx, RELABEL_PERSON, { tenantId: NO_TENANT, payload: { tenantId, personId }, dedupeKey });
  }
}
