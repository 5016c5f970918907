import { sql } from "drizzle-orm";
import { boolean, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
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

/** What a dossier asks of those who enter it, beyond a password. */
export const dossierSecurity = control.table("dossier_security", {
  tenantId: id("tenant_id").primaryKey().references(() => instances.tenantId, { onDelete: "cascade" }),
  secondFactorRequired: boolean("second_factor_required").notNull().default(false),
  changedAt: instant("changed_at").notNull().default(sql`now()`),
});

/** What each dossier asks of its members' passwords. */
export const passwordPolicies = control.table("password_policies", {
  tenantId: id("tenant_id").primaryKey().references(() => instances.tenantId, { onDelete: "cascade" }),
  minLength: integer("min_length").notNull(),
  needsDigit: boolean("needs_digit").notNull(),
  needsLower: boolean("needs_lower").notNull(),
  needsUpper: boolean("needs_upper").notNull(),
  needsSpecial: boolean("needs_special").notNull(),
  maxAttempts: integer("max_attempts").notNull(),
  updatedAt: instant("updated_at").notNull(),
});
