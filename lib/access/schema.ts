import { sql } from "drizzle-orm";
import { boolean, integer, pgSchema, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { people } from "../identity/schema.ts";
import { instances } from "../instances/schema.ts";
import { bytes, id, instant } from "../platform/db/columns.ts";

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

/** How a dossier's people come in through their company's identity provider. */
export const ssoConnections = control.table("sso_connections", {
  tenantId: id("tenant_id").primaryKey().references(() => instances.tenantId, { onDelete: "cascade" }),
  issuer: text().notNull(),
  clientId: text("client_id").notNull(),
  clientSecret: bytes("client_secret").notNull(),
  domains: text("domains").array().notNull(),
  defaultProfile: text("default_profile"),
  isOn: boolean("is_on").notNull(),
  checkResult: text("check_result"),
  checkedAt: instant("checked_at"),
  version: integer().notNull().default(1),
  changedAt: instant("changed_at").notNull(),
});

/** Which person a provider's own name for somebody stands for, by its SHA-256. */
export const ssoSubjects = control.table("sso_subjects", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  subjectHash: bytes("subject_hash").notNull(),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  linkedAt: instant("linked_at").notNull(),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.subjectHash] }),
  unique("sso_subjects_one_per_person").on(table.tenantId, table.personId),
]);

/** Sign-ins through a provider, under way and over, by the SHA-256 of what they are known by. */
export const ssoAttempts = control.table("sso_attempts", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  stateHash: bytes("state_hash").notNull(),
  startedAt: instant("started_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  spentAt: instant("spent_at"),
  outcome: text(),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  unique("sso_attempts_state_unique").on(table.tenantId, table.stateHash),
]);
