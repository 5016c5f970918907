import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { formatCents } from "../base/money.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { balanceOf, type SalesDocument } from "./document.ts";
import { updateDocument } from "./document_store.ts";
import type { OwedChange } from "./receivables_store.ts";
import { refuse } from "./refusals.ts";

/**
 * Deducts credit notes that are being issued from the invoices that they correct, which are locked; an invoice is
 * settled when nothing is left of it. Returns those invoices before and after. Refuses `credit_too_large` where
 * together they exceed it.
 */
export async function settleCredits(
  tx: Tx,
  ctx: Ctx,
  { credits, sources }: { credits: readonly SalesDocument[]; sources: ReadonlyMap<Uuid, SalesDocument> },
): Promise<OwedChange[]> {
  const changes: OwedChange[] = [];
  for (const [sourceId, members] of Map.groupBy(credits, (credit) => credit.sourceId)) {
    const source = sourceId && sources.get(sourceId);
    if (!source) continue;
    const creditedCents = members.reduce((sum, credit) => sum + credit.grossCents, source.creditedCents);
    if (creditedCents > source.grossCents) throw tooLarge(source);
    const isSettled = balanceOf({ ...source, creditedCents }) === 0n;
    const change = { creditedCents, settledOn: isSettled ? source.settledOn ?? members[0]!.issueOn : null };
    await updateDocument(tx, { tenantId: ctx.tenantId, id: source.id }, change);
    changes.push({ before: source, after: { ...source, ...change } });
  }
  return changes;
}

function tooLarge(source: SalesDocument): Error {
  return refuse("credit_too_large", { values: { rest: formatCents(source.grossCents - source.creditedCents) } });
}
