import { boolean, foreignKey, index, integer, pgSchema, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { exact, id, instant } from "../platform/db/columns.ts";
import type { ItemKind } from "./item.ts";

const cell = pgSchema("cell");

/** Categories of items. */
export const categories = cell.table("categories", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  version: integer("version").notNull().default(1),
  name: text("name").notNull(),
  nameKey: text("name_key").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: id("updated_by"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  unique("categories_name_unique").on(t.tenantId, t.nameKey),
]);

/** Products and services. */
export const items = cell.table("items", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  version: integer("version").notNull().default(1),
  kind: text("kind").$type<ItemKind>().notNull(),
  reference: text("reference"),
  name: text("name").notNull(),
  description: text("description"),
  categoryId: id("category_id"),
  unitCode: text("unit_code").notNull(),
  unitPrice: exact("unit_price").notNull(),
  priceIncludesVat: boolean("price_includes_vat").notNull(),
  vatRateBp: integer("vat_rate_bp").notNull(),
  exemptionCode: text("exemption_code"),
  nameKey: text("name_key").notNull(),
  search: text("search").notNull(),
  archivedAt: instant("archived_at"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: id("updated_by"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  unique("items_reference_unique").on(t.tenantId, t.reference),
  // Losing its category leaves an item in none (`on delete set null (category_id)` in the migration).
  foreignKey({
    name: "items_category",
    columns: [t.tenantId, t.categoryId],
    foreignColumns: [categories.tenantId, categories.id],
  }),
  index("items_by_name").on(t.tenantId, t.nameKey, t.id).where(sql`archived_at is null`),
  index("items_by_category").on(t.tenantId, t.categoryId, t.nameKey, t.id),
  index("items_search").using("gin", t.tenantId, t.search.op("gin_trgm_ops")),
]);
