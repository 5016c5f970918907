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
import { operators } from "../identity/schema.ts";
import type { Act } from "./acts/acts.ts";
import { type Figures, PROCEDURE_EVENTS } from "./procedures/console_procedure.ts";
import type { CellKind, CellState, ClosedBecause } from "./cells/cell.ts";
import { JOB_ORDER_ACTS } from "./oversight/job_order.ts";
import { INSTANCE_STATES } from "./states.ts";
import type { AbuseKind, Decision, HeldReason } from "./trial/trial_mails.ts";

export * from "./alerts/schema.ts";
import { KEPT_STATES, type KeptChain, type KeptPart } from "./keep/kept.ts";
import { PURGE_STATES, type PurgeProof } from "./life/purge.ts";
import type { Asker, LifeAct } from "./life/transitions.ts";

const control = pgSchema("control");
const cell = pgSchema("cell");

/** Databases that hold dossiers. */
export const cells = control.table("cells", {
  id: text().primaryKey(),
  kind: text().$type<CellKind>().notNull(),
  region: text().notNull(),
  state: text().$type<CellState>().notNull().default("open"),
  maxDossiers: integer("max_dossiers").notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  closedBecause: text("closed_because").$type<ClosedBecause>(),
  stateSince: instant("state_since").notNull().default(sql`now()`),
  maxDatabaseBytes: bigint("max_database_bytes", { mode: "bigint" }).notNull().default(8_589_934_592n),
  maxStorageBytes: bigint("max_storage_bytes", { mode: "bigint" }).notNull().default(107_374_182_400n),
  maxConnections: integer("max_connections").notNull().default(60),
  maxTransactions: integer("max_transactions").notNull().default(60_000),
  downSince: instant("down_since"),
});

/** The hour at which planned moves begin. */
export const moveSettings = control.table("move_settings", {
  id: text().primaryKey().default("moves"),
  quietHour: smallint("quiet_hour").notNull(),
  changedByName: text("changed_by_name").notNull(),
  changedAt: instant("changed_at").notNull(),
});

/** How many dossiers each cell holds, kept by triggers of the directory. */
export const cellCounts = control.table("cell_counts", {
  cellId: text("cell_id").primaryKey().references(() => cells.id, { onDelete: "cascade" }),
  dossiers: integer().notNull().default(0),
});

/** What each cell held over time. */
export const cellSamples = control.table("cell_samples", {
  cellId: text("cell_id").notNull().references(() => cells.id, { onDelete: "cascade" }),
  at: instant().notNull(),
  dossiers: integer().notNull(),
  databaseBytes: bigint("database_bytes", { mode: "bigint" }).notNull(),
  storageBytes: bigint("storage_bytes", { mode: "bigint" }).notNull(),
  connections: integer().notNull(),
  transactions: bigint({ mode: "bigint" }).notNull(),
  blocksHit: bigint("blocks_hit", { mode: "bigint" }).notNull(),
  blocksRead: bigint("blocks_read", { mode: "bigint" }).notNull(),
  transactionsAMinute: integer("transactions_a_minute"),
  cacheHitsBp: integer("cache_hits_bp"),
}, (table) => [primaryKey({ columns: [table.cellId, table.at] })]);

/** The directory of dossiers. */
export const instances = control.table("instances", {
  tenantId: id("tenant_id").primaryKey(),
  publicId: text("public_id").notNull().unique("instances_public_id_unique"),
  slug: text().notNull().unique("instances_slug_unique"),
  companyName: text("company_name").notNull(),
  search: text().notNull(),
  cellId: text("cell_id").notNull().references(() => cells.id),
  epoch: integer().notNull().default(1),
  state: text({ enum: INSTANCE_STATES }).notNull().default("provisioning"),
  trialEndsOn: day("trial_ends_on"),
  timeZone: text("time_zone").notNull(),
  plan: text(),
  modulesOff: text("modules_off").array().notNull().default([]),
  confirmedSiret: text("confirmed_siret"),
  siretConfirmedAt: instant("siret_confirmed_at"),
  siretConfirmedBy: id("siret_confirmed_by"),
  stateSince: instant("state_since"),
  suspendedFrom: text("suspended_from", { enum: ["trial", "active"] }),
  closedFrom: text("closed_from", { enum: ["trial", "active", "suspended"] }),
  closedBy: text("closed_by").$type<Asker>(),
  ending: text({ enum: ["erase", "keep"] }),
  reopenUntil: instant("reopen_until"),
  eraseAfter: instant("erase_after"),
  takenArchive: text("taken_archive"),
  bytes: bigint({ mode: "bigint" }).notNull().default(0n),
  createdAt: instant("created_at").notNull().default(sql`now()`),
}, (table) => [index("instances_trials").on(table.trialEndsOn).where(sql`state = 'trial'`)]);

/** How the states of dossiers followed each other: append-only. */
export const stateChanges = control.table("state_changes", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId),
  id: id().notNull(),
  at: instant().notNull(),
  act: text().$type<LifeAct>().notNull(),
  fromState: text("from_state", { enum: INSTANCE_STATES }).notNull(),
  toState: text("to_state", { enum: INSTANCE_STATES }).notNull(),
  askedBy: text("asked_by").$type<Asker>().notNull(),
  askerId: id("asker_id"),
  asker: text().notNull(),
  reason: text().notNull(),
}, (table) => [primaryKey({ columns: [table.tenantId, table.id] })]);

/** Erasures of whole dossiers: asked, decided, carried out; what stays is their proof. */
export const purges = control.table("purges", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId),
  id: id().notNull(),
  state: text({ enum: PURGE_STATES }).notNull().default("asked"),
  reason: text().notNull(),
  askedBy: id("asked_by").references(() => operators.id),
  askedByName: text("asked_by_name").notNull(),
  askedAt: instant("asked_at").notNull(),
  decidedBy: id("decided_by").references(() => operators.id),
  decidedByName: text("decided_by_name"),
  decidedAt: instant("decided_at"),
  proof: jsonb().$type<PurgeProof>(),
  endedAt: instant("ended_at"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  uniqueIndex("purges_under_way").on(table.tenantId).where(sql`state in ('prepared', 'asked', 'approved')`),
]);

/** What is kept of dossiers for ten years: facts and digests of an archive, and the key that opens it. */
export const keptArchives = control.table("kept_archives", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId),
  id: id().notNull(),
  state: text({ enum: KEPT_STATES }).notNull().default("written"),
  archiveId: id("archive_id").notNull(),
  fromOn: day("from_on").notNull(),
  toOn: day("to_on").notNull(),
  bytes: bigint({ mode: "number" }).notNull(),
  sha256: text(),
  manifestSha256: text("manifest_sha256").notNull(),
  parts: jsonb().$type<readonly KeptPart[]>().notNull(),
  chain: jsonb().$type<KeptChain>().notNull(),
  wrappedKey: bytes("wrapped_key"),
  secondedBy: id("seconded_by").references(() => operators.id),
  keepUntil: instant("keep_until").notNull(),
  writtenAt: instant("written_at").notNull(),
  verifiedAt: instant("verified_at"),
  keptAt: instant("kept_at"),
  proof: jsonb().$type<PurgeProof>(),
  destroyedAt: instant("destroyed_at"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  uniqueIndex("kept_archives_one").on(table.tenantId).where(sql`state <> 'destroyed'`),
]);

/** What dossiers were told of their own end, once each. */
export const lifeNotices = control.table("life_notices", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  notice: text().notNull(),
  forOn: day("for_on").notNull(),
  at: instant().notNull(),
}, (table) => [primaryKey({ columns: [table.tenantId, table.notice, table.forOn] })]);

/** What operators did to a dossier, and why. */
export const instanceActs = control.table("instance_acts", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  at: instant().notNull(),
  operatorId: id("operator_id"),
  operator: text().notNull(),
  act: text().$type<Act>().notNull(),
  reason: text().notNull(),
}, (table) => [primaryKey({ columns: [table.tenantId, table.id] })]);

/** Reports of abuse, one a dossier and reporter. */
export const abuseReports = control.table("abuse_reports", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  reporter: bytes().notNull(),
  kind: text().$type<AbuseKind>().notNull(),
  at: instant().notNull(),
  lookedAt: instant("looked_at"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.reporter] }),
  index("abuse_reports_waiting").on(table.tenantId, table.at).where(sql`looked_at is null`),
]);

/** Mails of trials that wait for an operator, and what he decided. */
export const heldMails = control.table("held_mails", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  id: id().notNull(),
  heldAt: instant("held_at").notNull(),
  reasons: jsonb().$type<readonly HeldReason[]>().notNull(),
  decision: text().$type<Decision>(),
  decidedAt: instant("decided_at"),
  decisionReason: text("decision_reason"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  index("held_mails_waiting").on(table.heldAt, table.id).where(sql`decision is null`),
]);

/** Work over several databases, under way or done. */
export const procedures = control.table("procedures", {
  tenantId: id("tenant_id").notNull(),
  id: id().notNull(),
  kind: text().notNull(),
  idempotencyKey: text("idempotency_key").notNull(),
  state: text({ enum: ["running", "done", "abandoning", "abandoned"] }).notNull().default("running"),
  step: integer().notNull().default(0),
  cursor: jsonb().notNull(),
  attempts: integer().notNull().default(0),
  lastError: text("last_error"),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  updatedAt: instant("updated_at").notNull().default(sql`now()`),
  runner: text({ enum: ["product", "console"] }).notNull().default("product"),
  turn: integer().notNull().default(0),
  busyUntil: instant("busy_until"),
  isExclusive: boolean("is_exclusive").notNull().default(false),
  progress: jsonb().$type<Figures>().notNull().default({}),
  notBefore: instant("not_before"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  unique("procedures_once").on(table.tenantId, table.kind, table.idempotencyKey),
  uniqueIndex("procedures_one_at_a_time").on(table.tenantId)
    .where(sql`is_exclusive and state in ('running', 'abandoning')`),
]);

/** What happened in the procedures of the console, step by step: rows are added, never changed. */
export const procedureLog = control.table("procedure_log", {
  tenantId: id("tenant_id").notNull(),
  procedureId: id("procedure_id").notNull(),
  id: id().notNull(),
  at: instant().notNull(),
  step: text().notNull(),
  event: text({ enum: PROCEDURE_EVENTS }).notNull(),
  reason: text(),
  figures: jsonb().$type<Figures>().notNull(),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.procedureId, table.id] }),
  foreignKey({
    columns: [table.tenantId, table.procedureId],
    foreignColumns: [procedures.tenantId, procedures.id],
    name: "procedure_log_tenant_id_procedure_id_fkey",
  }),
]);

/** Sizes of dossiers, sampled. */
export const instanceFigures = control.table("instance_figures", {
  tenantId: id("tenant_id").primaryKey().references(() => instances.tenantId, { onDelete: "cascade" }),
  sampledAt: instant("sampled_at"),
  rowCount: bigint("row_count", { mode: "bigint" }).notNull().default(0n),
  rowBytes: bigint("row_bytes", { mode: "bigint" }).notNull().default(0n),
  fileCount: bigint("file_count", { mode: "bigint" }).notNull().default(0n),
  fileBytes: bigint("file_bytes", { mode: "bigint" }).notNull().default(0n),
  parts: jsonb().$type<readonly { part: string; rows: number; bytes: number }[]>().notNull().default([]),
  warnedPercent: smallint("warned_percent").notNull().default(0),
  declaredSiret: text("declared_siret"),
  declaredAt: instant("declared_at"),
});

/** Jobs of the cells by dossier, sampled. */
export const jobFigures = control.table("job_figures", {
  tenantId: id("tenant_id").notNull(),
  cellId: text("cell_id").notNull(),
  at: instant().notNull(),
  ready: bigint({ mode: "bigint" }).notNull(),
  running: bigint({ mode: "bigint" }).notNull(),
  parked: bigint({ mode: "bigint" }).notNull(),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.cellId] }),
  index("job_figures_by_cell").on(table.cellId, table.parked, table.tenantId),
]);

/** Parked jobs of the cells, sampled. */
export const parkedJobs = control.table("parked_jobs", {
  tenantId: id("tenant_id").notNull(),
  id: id().notNull(),
  cellId: text("cell_id").notNull(),
  kind: text().notNull(),
  attempts: integer().notNull(),
  createdAt: instant("created_at").notNull(),
  firstFailure: text("first_failure"),
  firstFailedAt: instant("first_failed_at"),
  lastFailure: text("last_failure"),
  lastFailedAt: instant("last_failed_at"),
  sampledAt: instant("sampled_at").notNull(),
}, (table) => [primaryKey({ columns: [table.tenantId, table.id] })]);

/** What operators asked of parked jobs. */
export const jobOrders = control.table("job_orders", {
  tenantId: id("tenant_id").notNull(),
  id: id().notNull(),
  jobId: id("job_id").notNull(),
  place: text().notNull(),
  kind: text().notNull(),
  act: text({ enum: JOB_ORDER_ACTS }).notNull(),
  state: text({ enum: ["asked", "done", "gone"] }).notNull().default("asked"),
  askedByName: text("asked_by_name").notNull(),
  askedAt: instant("asked_at").notNull(),
  endedAt: instant("ended_at"),
}, (table) => [
  primaryKey({ columns: [table.tenantId, table.id] }),
  uniqueIndex("job_orders_under_way").on(table.tenantId, table.jobId).where(sql`state = 'asked'`),
]);

/** In the cell: dossiers that have received what every dossier starts with. */
export const dossierBirths = cell.table("dossier_births", {
  tenantId: id("tenant_id").primaryKey(),
  bornAt: instant("born_at").notNull(),
});
