import { sql } from "drizzle-orm";
import { bigint, boolean, integer, jsonb, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { bytes, day, id, instant } from "../platform/db/columns.ts";
import { OPERATOR_ROLES } from "./operator_roles.ts";

const control = pgSchema("control");

/** People, each by one address that they have confirmed. */
export const people = control.table("people", {
  id: id().primaryKey(),
  email: text().notNull(),
  emailKey: text("email_key").notNull().unique("people_email_unique"),
  name: text(),
  language: text({ enum: ["fr", "en"] }).notNull().default("fr"),
  passwordHash: text("password_hash").notNull(),
  passwordLength: integer("password_length"),
  passwordKinds: text("password_kinds").array(),
  confirmedAt: instant("confirmed_at").notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
});

/** Sign-ups, until the mail's link is followed; the dossier they ask for will bear their id. */
export const signUpRequests = control.table("sign_up_requests", {
  id: id().primaryKey(),
  email: text().notNull(),
  emailKey: text("email_key").notNull(),
  companyName: text("company_name").notNull(),
  language: text({ enum: ["fr", "en"] }).notNull(),
  passwordHash: text("password_hash"),
  personId: id("person_id").references(() => people.id, { onDelete: "cascade" }),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  confirmedAt: instant("confirmed_at"),
});

/** What a sign-up from the offers brings besides its request. */
export const signUpChoices = control.table("sign_up_choices", {
  requestId: id("request_id").primaryKey().references(() => signUpRequests.id, { onDelete: "cascade" }),
  personName: text("person_name").notNull(),
  plan: text().notNull(),
  termsVersion: day("terms_version").notNull(),
  consentedAt: instant("consented_at").notNull(),
  ip: text().notNull(),
});

/** Texts that people accepted. */
export const consents = control.table("consents", {
  id: id().primaryKey(),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  document: text({ enum: ["cga"] }).notNull(),
  version: day().notNull(),
  consentedAt: instant("consented_at").notNull(),
  ip: text().notNull(),
});

/** Links that work once, by the SHA-256 of their secret. */
export const oneTimeTokens = control.table("one_time_tokens", {
  id: id().primaryKey(),
  purpose: text({ enum: ["confirm_signup", "open_second_dossier", "refused_signup"] }).notNull(),
  tokenHash: bytes("token_hash").notNull().unique("one_time_tokens_hash_unique"),
  subjectId: id("subject_id").notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  expiresAt: instant("expires_at").notNull(),
  spentAt: instant("spent_at"),
});

/** Links of people who have an account: password, address. */
export const accountLinks = control.table("account_links", {
  id: id().primaryKey(),
  purpose: text({ enum: ["reset_password", "confirm_address", "restore_address"] }).notNull(),
  tokenHash: bytes("token_hash").notNull().unique("account_links_hash_unique"),
  personId: id("person_id").references(() => people.id, { onDelete: "cascade" }),
  email: text(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  spentAt: instant("spent_at"),
});

/** Mails about an account, until they have left. */
export const accountMails = control.table("account_mails", {
  id: id().primaryKey(),
  kind: text().notNull(),
  email: text().notNull(),
  language: text({ enum: ["fr", "en"] }).notNull(),
  linkId: id("link_id"),
  facts: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
  createdAt: instant("created_at").notNull(),
});

/** Open sessions of people, by the SHA-256 of their token. */
export const sessions = control.table("sessions", {
  id: id().primaryKey(),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  tokenHash: bytes("token_hash").notNull().unique("sessions_hash_unique"),
  userAgent: text("user_agent").notNull(),
  network: text().notNull().default(""),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  lastSeenAt: instant("last_seen_at").notNull(),
  idleExpiresAt: instant("idle_expires_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  revokedAt: instant("revoked_at"),
  provedAt: instant("proved_at").notNull().default(sql`now()`),
  isStrong: boolean("is_strong").notNull().default(false),
  /** The one dossier that it opens, where that dossier's own provider vouched for the person. */
  opensOnly: id("opens_only"),
});

/** Browsers and networks that people have signed in with, as digests. */
export const knownDevices = control.table("known_devices", {
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  deviceHash: bytes("device_hash").notNull(),
  seenAt: instant("seen_at").notNull(),
}, (table) => [primaryKey({ columns: [table.personId, table.deviceHash] })]);

/** Attempts used up in a window, by the SHA-256 of who tries. */
export const rateLimits = control.table("rate_limits", {
  bucket: text().notNull(),
  keyHash: bytes("key_hash").notNull(),
  windowStartedAt: instant("window_started_at").notNull(),
  used: integer().notNull(),
}, (table) => [primaryKey({ columns: [table.bucket, table.keyHash] })]);

/** Wrong passwords in a row of each person, and the block that follows. */
export const passwordTries = control.table("password_tries", {
  personId: id("person_id").primaryKey().references(() => people.id, { onDelete: "cascade" }),
  used: integer().notNull(),
  blockedAt: instant("blocked_at"),
  linkHash: bytes("link_hash").unique("password_tries_link_unique"),
  linkExpiresAt: instant("link_expires_at"),
});

/** Codes to be copied from a picture at sign-in, by their HMAC. */
export const captchas = control.table("captchas", {
  id: id().primaryKey(),
  codeHash: bytes("code_hash").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  spentAt: instant("spent_at"),
  views: integer().notNull().default(0),
  mailedTo: id("mailed_to").references(() => people.id, { onDelete: "cascade" }),
});

/** The operator's staff. */
export const operators = control.table("operators", {
  id: id().primaryKey(),
  email: text().notNull(),
  emailKey: text("email_key").notNull().unique("operators_email_unique"),
  name: text().notNull(),
  passwordHash: text("password_hash"),
  totpSecret: bytes("totp_secret"),
  role: text({ enum: OPERATOR_ROLES }).notNull().default("support"),
  totpLastStep: bigint("totp_last_step", { mode: "bigint" }).notNull().default(0n),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  disabledAt: instant("disabled_at"),
  totpDraft: bytes("totp_draft"),
  linkHash: bytes("link_hash").unique("operators_link_unique"),
  linkExpiresAt: instant("link_expires_at"),
});

/** Open sessions on the console. */
export const operatorSessions = control.table("operator_sessions", {
  id: id().primaryKey(),
  operatorId: id("operator_id").notNull().references(() => operators.id, { onDelete: "cascade" }),
  tokenHash: bytes("token_hash").notNull().unique("operator_sessions_hash_unique"),
  userAgent: text("user_agent").notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  lastSeenAt: instant("last_seen_at").notNull(),
  idleExpiresAt: instant("idle_expires_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  revokedAt: instant("revoked_at"),
});

/** Devices that sign operators in. */
export const operatorPasskeys = control.table("operator_passkeys", {
  id: id().primaryKey(),
  operatorId: id("operator_id").notNull().references(() => operators.id, { onDelete: "cascade" }),
  credentialId: bytes("credential_id").notNull().unique("operator_passkeys_credential_unique"),
  publicKey: bytes("public_key").notNull(),
  counter: bigint({ mode: "bigint" }).notNull(),
  transports: text().array().notNull(),
  name: text().notNull(),
  createdAt: instant("created_at").notNull(),
  lastUsedAt: instant("last_used_at"),
});

/** What operators' devices were asked to sign. */
export const operatorChallenges = control.table("operator_challenges", {
  challengeHash: bytes("challenge_hash").primaryKey(),
  purpose: text({ enum: ["enrol", "sign_in"] }).notNull(),
  operatorId: id("operator_id").references(() => operators.id, { onDelete: "cascade" }),
  expiresAt: instant("expires_at").notNull(),
});

/** What operators did and why; added to, never changed. */
export const operatorActs = control.table("operator_acts", {
  id: id().primaryKey(),
  at: instant().notNull(),
  operatorId: id("operator_id").references(() => operators.id),
  operator: text().notNull(),
  act: text().notNull(),
  subjectKind: text("subject_kind").notNull(),
  subjectId: text("subject_id").notNull(),
  instanceId: id("instance_id"),
  reason: text().notNull(),
});

/** Refused sign-ins, kept twelve months. */
export const securityLog = control.table("security_log", {
  id: id().primaryKey(),
  at: instant().notNull(),
  event: text({
    enum: [
      "sign_in_wrong",
      "sign_in_limited",
      "sign_up_limited",
      "operator_sign_in_wrong",
      "operator_sign_in_limited",
      "proof_wrong",
      "proof_limited",
      "second_step_wrong",
      "second_step_limited",
    ],
  }).notNull(),
  personId: id("person_id").references(() => people.id, { onDelete: "cascade" }),
  operatorId: id("operator_id").references(() => operators.id),
  ip: text().notNull(),
  requestId: text("request_id").notNull(),
});

/** What people prove themselves with besides a password: codes of an application, codes by mail. */
export const secondFactors = control.table("second_factors", {
  personId: id("person_id").primaryKey().references(() => people.id, { onDelete: "cascade" }),
  totpDraft: bytes("totp_draft"),
  totpSecret: bytes("totp_secret"),
  totpLastStep: bigint("totp_last_step", { mode: "bigint" }).notNull().default(0n),
  totpSince: instant("totp_since"),
  mailCodeSince: instant("mail_code_since"),
});

/** Codes on paper that stand in for a lost factor, each once. */
export const recoveryCodes = control.table("recovery_codes", {
  codeHash: bytes("code_hash").primaryKey(),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  spentAt: instant("spent_at"),
});

/** Passkeys (WebAuthn): a public key whose private half never leaves the person's device. */
export const passkeys = control.table("passkeys", {
  id: id().primaryKey(),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  credentialId: bytes("credential_id").notNull().unique("passkeys_credential_unique"),
  publicKey: bytes("public_key").notNull(),
  counter: bigint({ mode: "bigint" }).notNull(),
  transports: text().array().notNull(),
  name: text().notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  lastUsedAt: instant("last_used_at"),
});

/** Challenges that a passkey has yet to sign, each once, for five minutes. */
export const passkeyChallenges = control.table("passkey_challenges", {
  challengeHash: bytes("challenge_hash").primaryKey(),
  purpose: text({ enum: ["enrol", "sign_in", "second_step", "proof"] }).notNull(),
  personId: id("person_id").references(() => people.id, { onDelete: "cascade" }),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  expiresAt: instant("expires_at").notNull(),
});

/** Sign-ins whose password was right and whose second step is awaited. */
export const pendingSignIns = control.table("pending_sign_ins", {
  id: id().primaryKey(),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  tokenHash: bytes("token_hash").notNull().unique("pending_sign_ins_hash_unique"),
  triesLeft: integer("tries_left").notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  expiresAt: instant("expires_at").notNull(),
  spentAt: instant("spent_at"),
});

/** Codes sent by mail; the digits follow from the id. */
export const mailCodes = control.table("mail_codes", {
  id: id().primaryKey(),
  personId: id("person_id").notNull().references(() => people.id, { onDelete: "cascade" }),
  subjectId: id("subject_id").notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  expiresAt: instant("expires_at").notNull(),
  spentAt: instant("spent_at"),
});
