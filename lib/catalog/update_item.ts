import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { type Refusal, refuseAll } from "../base/refusal.ts";
import { type Difference, differences, loadCompany, nameOf, recordActivity, staleRefusal } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { constraintOf, savepoint, type Tx } from "../platform/db/transaction.ts";
import { categoryFaults } from "./create_item.ts";
import type { Item, ItemSettings } from "./item.ts";
import { inWords, ITEM_FIELDS, type ItemForm, readItem } from "./item_form.ts";
import { lockItem, writeItem } from "./item_store.ts";
import { WRITE_RIGHT } from "./policy.ts";
import { refuse } from "./refusals.ts";

/** What a person saves: the version he saw, and the fields of the page he was on. */
export interface ItemUpdate {
  readonly version: number;
  readonly form: ItemForm;
}

/**
 * Changes an item; documents that have it already stay as they are. Right `catalog:write`. Refuses: 422 with every
 * fault at its field; 409 `stale` with both versions where somebody saved in between and they differ; `archived`;
 * `reference_taken`; `not_found`.
 */
export async function updateItem(ctx: Ctx, id: string, { version, form }: ItemUpdate): Promise<Item> {
  authorize(ctx, WRITE_RIGHT);
  return await withTenant(ctx, async (tx) => {
    const categoryIssues = await categoryFaults(tx, ctx, form);
    const current = isUuid(id) ? await lockItem(tx, ctx, id) : null;
    if (!current) throw refuse("not_found");
    if (current.archivedAt) throw refuse("archived");
    const { country } = await loadCompany(tx, ctx);
    const { wanted, issues } = readItem(form, current, { country });
    refuseAll([...issues, ...categoryIssues]);
    const changed = differences(inWords(current), inWords(wanted), ITEM_FIELDS);
    if (changed.length === 0) return current;
    if (version !== current.version) throw await stale(tx, ctx, { version, current, changed });
    const item = await write(tx, ctx, { id: current.id, wanted });
    const summary = `Article « ${item.name} » modifié`;
    await recordActivity(tx, ctx, { verb: "updateItem", subject: { kind: "item", id: item.id }, summary });
    return item;
  });
}

async function write(tx: Tx, ctx: Ctx, change: { id: Uuid; wanted: ItemSettings }): Promise<Item> {
  try {
    return await savepoint(tx, () => writeItem(tx, ctx, change));
  } catch (error) {
    throw constraintOf(error) === "items_reference_unique" ? refuse("reference_taken") : error;
  }
}

async function stale(
  tx: Tx,
  ctx: Ctx,
  { version, current, changed }: { version: number; current: Item; changed: readonly Difference[] },
): Promise<Refusal> {
  return staleRefusal({
    module: "catalog",
    seen: version,
    current: current.version,
    changedAt: current.updatedAt,
    changedBy: await nameOf(tx, ctx, current.updatedBy),
    differences: changed,
  });
}
