import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { savepoint, sqlState, type Tx } from "../platform/db/transaction.ts";
import { deleteCard, lockCustomer } from "./customer_store.ts";
import { refuse } from "./refusals.ts";

/**
 * Deletes a card that no document refers to, with its contacts and addresses.
 * Right `customers:write`. Refuses: `not_found`; `in_use`, which proposes the archive.
 */
export async function deleteCustomer(ctx: Ctx, id: string): Promise<void> {
  authorize(ctx, "customers:write");
  await withTenant(ctx, async (tx) => {
    const current = isUuid(id) ? await lockCustomer(tx, ctx, id) : null;
    if (!current) throw refuse("not_found");
    await removeUnused(tx, ctx, current.id);
    // The name goes with the card: this act outlives it.
    const subject = { kind: "customer", id: current.id };
    await recordActivity(tx, ctx, { verb: "deleteCustomer", subject, summary: "Fiche supprimée" });
  });
}

/** SQLSTATE of a row that others refer to. */
const FOREIGN_KEY_VIOLATION = "23503";

async function removeUnused(tx: Tx, ctx: Ctx, id: Uuid): Promise<void> {
  try {
    await savepoint(tx, () => deleteCard(tx, ctx, id));
  } catch (error) {
    throw sqlState(error) === FOREIGN_KEY_VIOLATION ? refuse("in_use") : error;
  }
}
