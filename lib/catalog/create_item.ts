import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { type Issue, refuseAll } from "../base/refusal.ts";
import { loadCompany, recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { newId } from "../platform/random.ts";
import { shareCategory } from "./category_store.ts";
import type { Item } from "./item.ts";
import { type ItemForm, readItem } from "./item_form.ts";
import { findItem, insertItem } from "./item_store.ts";
import { WRITE_RIGHT } from "./policy.ts";
import { issue, refuse } from "./refusals.ts";

/**
 * Makes a product or service. With an `id` drawn beforehand, asking twice makes one item. Right `catalog:write`.
 * Refuses: 422 with every fault at its field, `category_unknown` included; `reference_taken`.
 */
export async function createItem(ctx: Ctx, form: ItemForm, { id = newId() }: { id?: Uuid } = {}): Promise<Item> {
  authorize(ctx, WRITE_RIGHT);
  return await withTenant(ctx, async (tx) => {
    const { country } = await loadCompany(tx, ctx);
    const categoryIssues = await categoryFaults(tx, ctx, form);
    const { wanted, issues } = readItem(form, null, { country });
    refuseAll([...issues, ...categoryIssues]);
    const isNew = await insertItem(tx, ctx, { id, wanted });
    const item = await findItem(tx, ctx, id);
    if (!item) throw refuse("reference_taken");
    if (isNew) {
      const summary = `Article « ${item.name} » créé`;
      await recordActivity(tx, ctx, { verb: "createItem", subject: { kind: "item", id }, summary });
    }
    return item;
  });
}

/**
 * The fault of a typed category that is not of this dossier. One that is stays locked against its deletion until the
 * commit; taken before the item's own lock, since deleting a category locks its items after it.
 */
export async function categoryFaults(tx: Tx, ctx: Ctx, form: ItemForm): Promise<Issue[]> {
  const typed = form.categoryId ?? "";
  const isKnown = !isUuid(typed) || await shareCategory(tx, ctx, typed) !== null;
  return isKnown ? [] : [issue("category_unknown")];
}
