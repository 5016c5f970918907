import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { CustomerCard } from "./customer.ts";
import { findCards } from "./customers_by_id_query.ts";

/**
 * Several customers at once with their people and addresses, inside another module's transaction, which has
 * authorised its own act. An unknown or foreign id is simply not in the answer.
 */
export async function loadCustomers(
  tx: Tx,
  ctx: Pick<Ctx, "tenantId">,
  ids: readonly Uuid[],
): Promise<Map<Uuid, CustomerCard>> {
  const cards = await findCards(tx, { tenantId: ctx.tenantId, ids: [...new Set(ids)] });
  return new Map(cards.map((card) => [card.id, card]));
}
