import type { Ctx } from "../base/ctx.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { balanceOf, type SalesDocument } from "./document.ts";
import { updateDocument } from "./document_store.ts";

/** Deducts an issued credit note from the invoice that it corrects; the invoice is settled when nothing is left. */
export async function settleCredits(
  tx: Tx,
  ctx: Ctx,
  { source, credit }: { source: SalesDocument; credit: SalesDocument },
): Promise<void> {
  const creditedCents = source.creditedCents + credit.grossCents;
  const isSettled = balanceOf({ ...source, creditedCents }) === 0n;
  await updateDocument(tx, { tenantId: ctx.tenantId, id: source.id }, {
    creditedCents,
    settledOn: isSettled ? source.settledOn ?? credit.issueOn : null,
  });
}
