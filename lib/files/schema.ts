import { bigint, index, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { id, instant } from "../platform/db/columns.ts";
import type { FilePurpose } from "./file.ts";

const cell = pgSchema("cell");

/** What is known of each stored blob. */
export const files = cell.table("files", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  name: text("name").notNull(),
  mime: text("mime").notNull(),
  bytes: bigint("bytes", { mode: "number" }).notNull(),
  sha256: text("sha256").notNull(),
  purpose: text("purpose").$type<FilePurpose>().notNull(),
  createdAt: instant("created_at").notNull(),
  createdBy: id("created_by"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  index("files_by_time").on(t.tenantId, t.createdAt, t.id),
]);

/** How many files a dossier has, and their bytes. */
export const fileUsage = cell.table("file_usage", {
  tenantId: id("tenant_id").primaryKey(),
  files: bigint("files", { mode: "number" }).notNull().default(0),
  bytes: bigint("bytes", { mode: "number" }).notNull().default(0),
});
