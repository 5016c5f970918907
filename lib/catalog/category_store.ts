import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { fold } from "../base/text.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Category } from "./item.ts";
import { categories, items } from "./schema.ts";

const CATEGORY = {
  tenantId: categories.tenantId,
  id: categories.id,
  version: categories.version,
  name: categories.name,
};

/** A category with the number of its items that are not archived. */
export interface CategoryLine extends Category {
  readonly items: number;
}

/** Every category by name; one statement. */
export async function findCategories(tx: Tx, ctx: Ctx): Promise<CategoryLine[]> {
  return await tx.select({ ...CATEGORY, items: count(items.id) }).from(categories)
    .leftJoin(
      items,
      and(eq(items.tenantId, categories.tenantId), eq(items.categoryId, categories.id), isNull(items.archivedAt)),
    )
    .where(eq(categories.tenantId, ctx.tenantId))
    .groupBy(categories.tenantId, categories.id).orderBy(asc(categories.nameKey));
}

/** A category locked against being deleted meanwhile, or null. */
export async function shareCategory(tx: Tx, ctx: Ctx, id: Uuid): Promise<Category | null> {
  const [found] = await tx.select(CATEGORY).from(categories).where(isCategory(ctx, id)).for("key share");
  return found ?? null;
}

/** A category locked for a change, or null. */
export async function lockCategory(tx: Tx, ctx: Ctx, id: Uuid): Promise<Category | null> {
  const [found] = await tx.select(CATEGORY).from(categories).where(isCategory(ctx, id)).for("update");
  return found ?? null;
}

/** Makes a category; null where its name, accents and case aside, is taken. */
export async function insertCategory(
  tx: Tx,
  ctx: Ctx,
  { id, name }: { id: Uuid; name: string },
): Promise<Category | null> {
  const [made] = await tx.insert(categories).values({
    tenantId: ctx.tenantId,
    id,
    name,
    nameKey: fold(name),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    updatedBy: ctx.personId,
  }).onConflictDoNothing().returning(CATEGORY);
  return made ?? null;
}

/** Renames a locked category. Throws a unique violation where the name is taken. */
export async function writeCategory(tx: Tx, ctx: Ctx, { id, name }: { id: Uuid; name: string }): Promise<Category> {
  const [written] = await tx.update(categories).set({
    name,
    nameKey: fold(name),
    version: sql`${categories.version} + 1`,
    updatedAt: ctx.now,
    updatedBy: ctx.personId,
  }).where(isCategory(ctx, id)).returning(CATEGORY);
  return written!;
}

/** Removes a category; its items are left in none. */
export async function deleteCategoryRow(tx: Tx, ctx: Ctx, id: Uuid): Promise<void> {
  await tx.delete(categories).where(isCategory(ctx, id));
}

function isCategory(ctx: Ctx, id: Uuid) {
  return and(eq(categories.tenantId, ctx.tenantId), eq(categories.id, id));
}
