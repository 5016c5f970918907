import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytes, day, id, instant } from "../platform/db/columns.ts";
import type { PeriodKind } from "./closures/period.ts";
import type { CheckOutcome, CheckPart, CheckState } from "./log_check.ts";
import type { StoredCurrency, StoredNumbers } from "./closures/stored_totals.ts";

const cell = pgSchema("cell");

/** Keys that sign a dossier's records; the private one is wrapped by the master key. */
export const signingKeys = cell.table("signing_keys", {
  tenantId: id("tenant_id").notNull(),
  id: id().notNull(),
  algorithm: text().notNull(),
  publicKey: bytes("public_key").notNull(),
  wrappedPrivateKey: bytes("wrapped_private_key").notNull(),
  createdAt: instant("created_at").notNull(),
}, (t) => [primaryKey({ columns: [t.tenantId, t.id] })]);

/** Head of each dossier's chain: the last lock that a transaction which seals may wait for. */
export const chains = cell.table("chains", {
  tenantId: id("tenant_id").primaryKey(),
  chainId: id("chain_id").notNull(),
  keyId: id("key_id").notNull(),
  headSeq: bigint("head_seq", { mode: "bigint" }).notNull(),
  headHash: bytes("head_hash").notNull(),
  headAt: instant("head_at").notNull(),
  version: text().notNull(),
}, (t) => [
  foreignKey({ columns: [t.tenantId, t.keyId], foreignColumns: [signingKeys.tenantId, signingKeys.id] }),
]);

/** The records, in format 1 (see README). */
export const sealedRecords = cell.table("sealed_records", {
  tenantId: id("tenant_id").notNull(),
  seq: bigint({ mode: "bigint" }).notNull(),
  format: smallint().notNull(),
  type: text().notNull(),
  at: instant().notNull(),
  prevHash: bytes("prev_hash").notNull(),
  /** Null once retention has ended and the content was erased under a warrant. */
  payload: bytes(),
  payloadDigest: bytes("payload_digest").notNull(),
  hash: bytes().notNull(),
  keyId: id("key_id").notNull(),
  algorithm: text().notNull(),
  signature: bytes().notNull(),
  subjectId: id("subject_id"),
  erasedAt: instant("erased_at"),
  erasedUnder: id("erased_under"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.seq] }),
  index("sealed_records_type").on(t.tenantId, t.type, t.seq),
  index("sealed_records_erased").on(t.tenantId, t.erasedUnder).where(sql`erased_under is not null`),
  foreignKey({ columns: [t.tenantId, t.keyId], foreignColumns: [signingKeys.tenantId, signingKeys.id] }),
]);

/** Closed days, months and years, with their totals. */
export const closures = cell.table("closures", {
  tenantId: id("tenant_id").notNull(),
  kind: text().$type<PeriodKind>().notNull(),
  /** `2026-11-21`, `2026-11`, `2026`. */
  period: text().notNull(),
  id: id().notNull(),
  fromOn: day("from_on").notNull(),
  toOn: day("to_on").notNull(),
  untilAt: instant("until_at").notNull(),
  timeZone: text("time_zone").notNull(),
  firstSeq: bigint("first_seq", { mode: "bigint" }).notNull(),
  lastSeq: bigint("last_seq", { mode: "bigint" }).notNull(),
  invoices: integer().notNull(),
  creditNotes: integer("credit_notes").notNull(),
  payments: integer().notNull(),
  reversals: integer().notNull(),
  /** The parts of the payload that are lists; amounts are whole cents below 2^53. */
  numbers: jsonb().$type<StoredNumbers>().notNull(),
  currencies: jsonb().$type<readonly StoredCurrency[]>().notNull(),
  previousId: id("previous_id"),
  isAutomatic: boolean("is_automatic").notNull(),
  sealSeq: bigint("seal_seq", { mode: "bigint" }).notNull(),
  closedAt: instant("closed_at").notNull(),
  closedBy: id("closed_by"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.kind, t.period] }),
  unique("closures_id").on(t.tenantId, t.id),
  index("closures_by_end").on(t.tenantId, t.kind, t.toOn),
]);

/** Verifications of the log, asked for by people or by what must know that it is whole. */
export const logChecks = cell.table("log_checks", {
  tenantId: id("tenant_id").notNull(),
  id: id().notNull(),
  askedAt: instant("asked_at").notNull(),
  askedBy: id("asked_by"),
  headSeq: bigint("head_seq", { mode: "bigint" }).notNull(),
  headHash: bytes("head_hash").notNull(),
  part: text().$type<CheckPart>().notNull(),
  state: jsonb().$type<CheckState>().notNull(),
  finishedAt: instant("finished_at"),
  outcome: jsonb().$type<CheckOutcome>(),
  sealSeq: bigint("seal_seq", { mode: "bigint" }),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  index("log_checks_by_time").on(t.tenantId, t.askedAt.desc()),
  uniqueIndex("log_checks_running").on(t.tenantId).where(sql`part <> 'done'`),
]);
