import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { operators, people } from "../identity/schema.ts";
import { instances } from "../instances/schema.ts";
import { bytes, day, id, instant } from "../platform/db/columns.ts";

const control = pgSchema("control");

/** Profiles that a dossier has made for itself. */
export const profiles = control.table("profiles", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  name: text().notNull(),
  nameKey: text("name_key").notNull(),
  rights: text().array().notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  updatedAt: instant("updated_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  unique("profiles_name_unique").on(table.tenantId, table.nameKey),
]);

/** Who may enter which dossier, and as what. */
export const memberships = control.table("memberships", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  profile: text().notNull(),
  isOwner: boolean("is_owner").notNull().default(false),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  customProfileId: id("custom_profile_id"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.personId] }),
  foreignKey({ columns: [table.tenantId, table.customProfileId], foreignColumns: [profiles.tenantId, profiles.id] }),
  index("memberships_by_profile").on(table.tenantId, table.customProfileId),
]);

/** Who ever entered which dossier; a trigger on memberships writes it. */
export const enteredDossiers = control.table("entered_dossiers", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  enteredAt: instant("entered_at").notNull(),
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

/** Recoveries of dossiers that nobody governs any more: asked, approved by another operator, told, then ended. */
export const recoveries = control.table("recoveries", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  state: text().notNull().default("asked"),
  email: text().notNull(),
  emailKey: text("email_key").notNull(),
  name: text().notNull(),
  ownersLeave: boolean("owners_leave").notNull(),
  reason: text().notNull(),
  evidence: text().array().notNull(),
  evidenceNote: text("evidence_note").notNull(),
  administratorSeen: boolean("administrator_seen").notNull(),
  askedBy: id("asked_by").notNull().references(() => operators.id),
  askedByName: text("asked_by_name").notNull(),
  askedAt: instant("asked_at").notNull(),
  decidedBy: id("decided_by").references(() => operators.id),
  decidedByName: text("decided_by_name"),
  decidedAt: instant("decided_at"),
  waitsUntil: instant("waits_until"),
  endedAt: instant("ended_at"),
  endReason: text("end_reason"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  uniqueIndex("recoveries_under_way").on(table.tenantId).where(
    sql`state in ('asked', 'approved', 'waiting')`,
  ),
  index("recoveries_by_age").on(table.askedAt, table.id),
]);

/** Erasures of contents past retention: asked, approved by another operator, done in the dossier's cell. */
export const erasures = control.table("erasures", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  state: text().notNull().default("asked"),
  reason: text().notNull(),
  untilOn: day("until_on").notNull(),
  contentsBefore: instant("contents_before").notNull(),
  reaches: bigint({ mode: "bigint" }).notNull(),
  erased: bigint({ mode: "bigint" }),
  askedBy: id("asked_by").notNull().references(() => operators.id),
  askedByName: text("asked_by_name").notNull(),
  askedAt: instant("asked_at").notNull(),
  decidedBy: id("decided_by").references(() => operators.id),
  decidedByName: text("decided_by_name"),
  decidedAt: instant("decided_at"),
  endedAt: instant("ended_at"),
  endReason: text("end_reason"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  uniqueIndex("erasures_under_way").on(table.tenantId).where(sql`state in ('asked', 'approved')`),
  index("erasures_by_age").on(table.askedAt, table.id),
]);

/** Members who were told of a recovery, each with the hash of his link. */
export const recoveryNotices = control.table("recovery_notices", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  recoveryId: id("recovery_id").notNull(),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  tokenHash: bytes("token_hash").notNull().unique("recovery_notices_hash_unique"),
  createdAt: instant("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  foreignKey({ columns: [table.tenantId, table.recoveryId], foreignColumns: [recoveries.tenantId, recoveries.id] })
    .onDelete("cascade"),
  unique("recovery_notices_once").on(table.tenantId, table.recoveryId, table.personId),
  index("recovery_notices_by_person").on(table.personId),
]);

/** People who are awaited: one row an address, until the link is used or withdrawn. */
export const invitations = control.table("invitations", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  email: text().notNull(),
  emailKey: text("email_key").notNull(),
  profile: text().notNull(),
  customProfileId: id("custom_profile_id"),
  inviter: text().notNull(),
  language: text({ enum: ["fr", "en"] }).notNull().default("fr"),
  tokenId: id("token_id").notNull(),
  tokenHash: bytes("token_hash").notNull().unique("invitations_hash_unique"),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  sentAt: instant("sent_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  recoveryId: id("recovery_id"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  foreignKey({ columns: [table.tenantId, table.customProfileId], foreignColumns: [profiles.tenantId, profiles.id] }),
  foreignKey({ columns: [table.tenantId, table.recoveryId], foreignColumns: [recoveries.tenantId, recoveries.id] }),
  unique("invitations_once_an_address").on(table.tenantId, table.emailKey),
  index("invitations_by_profile").on(table.tenantId, table.customProfileId),
  index("invitations_by_recovery").on(table.tenantId, table.recoveryId),
]);

/** How guests look into a dossier, read-only and for a time: hashes of a link and of a code. */
export const passes = control.table("passes", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  kind: text({ enum: ["inspector", "staff", "preview"] }).notNull(),
  fromOn: day("from_on").notNull(),
  toOn: day("to_on").notNull(),
  label: text().notNull(),
  linkHash: bytes("link_hash").notNull().unique("passes_link_unique"),
  codeHash: bytes("code_hash").notNull(),
  wrongCodes: integer("wrong_codes").notNull().default(0),
  consentedBy: id("consented_by").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  revokedAt: instant("revoked_at"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  index("passes_by_time").on(table.tenantId, table.createdAt.desc(), table.id),
]);

/** Sessions of guests, by the hash of their token. */
export const passSessions = control.table("pass_sessions", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  passId: id("pass_id").notNull(),
  tokenHash: bytes("token_hash").notNull().unique("pass_sessions_token_unique"),
  openedAt: instant("opened_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  foreignKey({ columns: [table.tenantId, table.passId], foreignColumns: [passes.tenantId, passes.id] })
    .onDelete("cascade"),
  index("pass_sessions_by_pass").on(table.tenantId, table.passId, table.openedAt),
]);

/** Acts on rights that wait to be written in the dossier's cell. */
export const accessActs = control.table("access_acts", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  at: instant("at").notNull(),
  personId: id("person_id"),
  actor: text().notNull(),
  verb: text().notNull(),
  subjectKind: text("subject_kind").notNull(),
  subjectId: id("subject_id").notNull(),
  subjectLabel: text("subject_label"),
  summary: text().notNull(),
}, (table) => [primaryKey({ columns: [table.tenantId, table.id] })]);
