import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { refuseAll } from "../base/refusal.ts";
import { loadCompany, recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { newId } from "../platform/random.ts";
import type { CustomerCard } from "./customer.ts";
import { blankCustomer, type CustomerForm, readCustomer } from "./customer_form.ts";
import { findCard, findDuplicates, insertCard } from "./customer_store.ts";
import type { Duplicate } from "./list.ts";
import { refuse } from "./refusals.ts";

/** A card as saved, and those that seem to be the same customer: a warning, not a refusal. */
export interface SavedCustomer {
  readonly customer: CustomerCard;
  readonly duplicates: readonly Duplicate[];
}

/**
 * Makes a customer, prospect or supplier. With an `id` drawn beforehand, asking twice makes one card.
 * Right `customers:write`. Refuses: 422 with every fault at its field; `code_taken`.
 */
export async function createCustomer(
  ctx: Ctx,
  form: CustomerForm,
  { id = newId() }: { id?: Uuid } = {},
): Promise<SavedCustomer> {
  authorize(ctx, "customers:write");
  return await withTenant(ctx, async (tx) => {
    const { country, language } = await loadCompany(tx, ctx);
    const { wanted, issues } = readCustomer(form, blankCustomer({ country, language }), { home: country });
    refuseAll(issues);
    const isNew = await insertCard(tx, ctx, { id, draft: wanted });
    const customer = await findCard(tx, ctx, id);
    if (!customer) throw refuse("code_taken");
    if (isNew) {
      const summary = `Fiche de ${customer.name} créée`;
      await recordActivity(tx, ctx, { verb: "createCustomer", subject: { kind: "customer", id }, summary });
    }
    return { customer, duplicates: await duplicatesOf(tx, ctx, customer) };
  });
}

/** Other cards that share the customer's SIREN or an e-mail address. */
export async function duplicatesOf(tx: Tx, ctx: Ctx, customer: CustomerCard): Promise<Duplicate[]> {
  const emails = customer.contacts.flatMap((contact) => contact.email ?? []);
  return await findDuplicates(tx, ctx, { id: customer.id, siren: customer.siren, emails });
}
