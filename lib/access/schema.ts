import { sql } from "drizzle-orm";
import { boolean, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { people } from "../identity/schema.ts";
import { instances } from "../instances/schema.ts";
import { id, instant } from "../platform/db/columns.ts";

const control = pgSchema("control");

/** Who may enter which dossier, and as what. */
export const memberships = control.table("memberships", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  profile: text().notNull(),
  isOwner: boolean("is_owner").notNull().default(false),
  createdAt: instant("created_at").notNull().default(sql`now()`),
}, (table) => [primaryKey({ columns: [table.tenantId, table.personId] })]);
