import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { type Refusal, refuseAll } from "../base/refusal.ts";
import { type Difference, differences, loadCompany, nameOf, recordActivity, staleRefusal } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { constraintOf, savepoint, type Tx } from "../platform/db/transaction.ts";
import { duplicatesOf, type SavedCustomer } from "./create_customer.ts";
import type { CustomerCard } from "./customer.ts";
import { type CustomerDraft, type CustomerForm, draftOf, readCustomer } from "./customer_form.ts";
import { CARD_FIELDS, inWords } from "./customer_words.ts";
import { findLists, lockCustomer, writeCard } from "./customer_store.ts";
import { loadCustomer } from "./get_customer.ts";
import { refuse } from "./refusals.ts";

/** What a person saves: the version he saw, and the fields of the page he was on. */
export interface CustomerUpdate {
  readonly version: number;
  readonly form: CustomerForm;
}

/**
 * Changes a card; absent fields and lists stay. Right `customers:write`. Refuses: 422 with every fault at its field;
 * 409 `stale` with both versions where somebody saved in between and they differ; `archived`; `code_taken`;
 * `not_found`.
 */
export async function updateCustomer(ctx: Ctx, id: string, { version, form }: CustomerUpdate): Promise<SavedCustomer> {
  authorize(ctx, "customers:write");
  return await withTenant(ctx, async (tx) => {
    const current = await lockCard(tx, ctx, id);
    const { country } = await loadCompany(tx, ctx);
    const { wanted, issues } = readCustomer(form, draftOf(current), { home: country });
    refuseAll(issues);
    const changed = differences(inWords(draftOf(current)), inWords(wanted), CARD_FIELDS);
    if (changed.length === 0) return { customer: current, duplicates: [] };
    if (version !== current.version) throw await stale(tx, ctx, { version, current, changed });
    await write(tx, ctx, { id: current.id, draft: wanted });
    const customer = await loadCustomer(tx, ctx, id);
    const subject = { kind: "customer", id: customer.id };
    await recordActivity(tx, ctx, { verb: "updateCustomer", subject, summary: `Fiche de ${customer.name} modifiée` });
    return { customer, duplicates: await duplicatesOf(tx, ctx, customer) };
  });
}

async function lockCard(tx: Tx, ctx: Ctx, id: string): Promise<CustomerCard> {
  const locked = isUuid(id) ? await lockCustomer(tx, ctx, id) : null;
  if (!locked) throw refuse("not_found");
  if (locked.archivedAt) throw refuse("archived");
  return { ...locked, ...await findLists(tx, ctx, locked.id) };
}

async function write(tx: Tx, ctx: Ctx, change: { id: Uuid; draft: CustomerDraft }): Promise<void> {
  try {
    await savepoint(tx, () => writeCard(tx, ctx, change));
  } catch (error) {
    throw constraintOf(error) === "parties_code_unique" ? refuse("code_taken") : error;
  }
}

async function stale(
  tx: Tx,
  ctx: Ctx,
  { version, current, changed }: { version: number; current: CustomerCard; changed: readonly Difference[] },
): Promise<Refusal> {
  return staleRefusal({
    module: "parties",
    seen: version,
    current: current.version,
    changedAt: current.updatedAt,
    changedBy: await nameOf(tx, ctx, current.updatedBy),
    differences: changed,
  });
}
