import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { fold } from "../base/text.ts";
import { searchText } from "../company/mod.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Item, ItemSettings } from "./item.ts";
import { items } from "./schema.ts";

// What the program derives for lists and searches stays inside the store.
const { nameKey: _nameKey, search: _search, ...ITEM } = getTableColumns(items);

/** An item, or null for an unknown or foreign id. */
export async function findItem(tx: Tx, ctx: Ctx, id: Uuid): Promise<Item | null> {
  const [found] = await tx.select(ITEM).from(items).where(isItem(ctx, id));
  return found ?? null;
}

/** The same, locked until the transaction ends. */
export async function lockItem(tx: Tx, ctx: Ctx, id: Uuid): Promise<Item | null> {
  const [found] = await tx.select(ITEM).from(items).where(isItem(ctx, id)).for("update");
  return found ?? null;
}

/** Makes an item under an id; false where that id or its reference is taken already. */
export async function insertItem(
  tx: Tx,
  ctx: Ctx,
  { id, wanted }: { id: Uuid; wanted: ItemSettings },
): Promise<boolean> {
  const made = await tx.insert(items).values({
    ...wanted,
    ...derived(wanted),
    tenantId: ctx.tenantId,
    id,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    updatedBy: ctx.personId,
  }).onConflictDoNothing().returning({ id: items.id });
  return made.length === 1;
}

/** Writes an item over a locked one and raises its version. Throws a unique violation where the reference is taken. */
export async function writeItem(tx: Tx, ctx: Ctx, { id, wanted }: { id: Uuid; wanted: ItemSettings }): Promise<Item> {
  const [written] = await tx.update(items).set({ ...settingsOf(wanted), ...derived(wanted), ...touched(ctx) })
    .where(isItem(ctx, id)).returning(ITEM);
  return written!;
}

/** Puts a locked item into the archive, or takes it out with null. */
export async function writeItemArchived(
  tx: Tx,
  ctx: Ctx,
  { id, archivedAt }: { id: Uuid; archivedAt: IsoInstant | null },
): Promise<void> {
  await tx.update(items).set({ archivedAt, ...touched(ctx) }).where(isItem(ctx, id));
}

function isItem(ctx: Ctx, id: Uuid) {
  return and(eq(items.tenantId, ctx.tenantId), eq(items.id, id));
}

function touched(ctx: Ctx) {
  return { version: sql`${items.version} + 1`, updatedAt: ctx.now, updatedBy: ctx.personId };
}

/** What lists are ordered by and searches read. */
function derived({ name, reference, description }: ItemSettings): { nameKey: string; search: string } {
  return { nameKey: fold(name), search: searchText([name, reference, description]) };
}

function settingsOf(wanted: ItemSettings): ItemSettings {
  const { kind, reference, name, description, categoryId, unitCode, unitPrice, priceIncludesVat } = wanted;
  const { vatRateBp, exemptionCode } = wanted;
  return {
    kind,
    reference,
    name,
    description,
    categoryId,
    unitCode,
    unitPrice,
    priceIncludesVat,
    vatRateBp,
    exemptionCode,
  };
}
