import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { files } from "../files/schema.ts";
import { bytes, day, id, instant } from "../platform/db/columns.ts";
import type { ArchivePart, ArchiveState } from "./archive.ts";
import type { ExitState, Leaving } from "./exit/exit.ts";
import type { Making } from "./making/making.ts";
import type { ControlView } from "./control/control_view.ts";
import type { StoredTally } from "./numbering/number_reading.ts";

const cell = pgSchema("cell");

/** Attestations of compliance that were made: each for one version, never changed. */
export const attestations = cell.table("attestations", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  madeAt: instant("made_at").notNull(),
  madeBy: id("made_by"),
  version: text("version").notNull(),
  root: text("root").notNull(),
  model: text("model").notNull(),
  representative: text("representative").notNull(),
  acquiredOn: day("acquired_on").notNull(),
  usedSince: day("used_since").notNull(),
  city: text("city").notNull(),
  fileId: id("file_id").notNull(),
  sha256: text("sha256").notNull(),
  sealSeq: bigint("seal_seq", { mode: "bigint" }).notNull(),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  foreignKey({ columns: [t.tenantId, t.fileId], foreignColumns: [files.tenantId, files.id] }),
  index("attestations_by_time").on(t.tenantId, t.madeAt.desc(), t.id.desc()),
  index("attestations_by_file").on(t.tenantId, t.fileId),
]);

/** Archives asked for, under way and made. */
export const archives = cell.table("archives", {
  tenantId: id("tenant_id").notNull(),
  id: id().notNull(),
  isWhole: boolean("is_whole").notNull(),
  fromOn: day("from_on").notNull(),
  toOn: day("to_on").notNull(),
  state: text().$type<ArchiveState>().notNull(),
  step: integer().notNull(),
  cursor: jsonb().$type<Making>(),
  chainId: id("chain_id").notNull(),
  companyName: text("company_name").notNull(),
  companySiren: text("company_siren"),
  firstSeq: bigint("first_seq", { mode: "bigint" }).notNull(),
  lastSeq: bigint("last_seq", { mode: "bigint" }).notNull(),
  prevHash: bytes("prev_hash").notNull(),
  headHash: bytes("head_hash").notNull(),
  doneUnits: bigint("done_units", { mode: "number" }).notNull(),
  totalUnits: bigint("total_units", { mode: "number" }).notNull(),
  manifestSha256: text("manifest_sha256"),
  files: bigint({ mode: "number" }),
  bytes: bigint({ mode: "number" }),
  parts: jsonb().$type<readonly ArchivePart[]>().notNull(),
  failure: text(),
  askedAt: instant("asked_at").notNull(),
  askedBy: id("asked_by"),
  doneAt: instant("done_at"),
  sealSeq: bigint("seal_seq", { mode: "bigint" }),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  index("archives_by_time").on(t.tenantId, t.askedAt, t.id),
  index("archives_waiting").on(t.tenantId, t.askedAt, t.fromOn).where(sql`state = 'waiting'`),
]);

/** Exit archives asked for, under way, made and expired: everything of the dossier in one ZIP, for a few days. */
export const exitArchives = cell.table("exit_archives", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  state: text("state").$type<ExitState>().notNull(),
  step: integer("step").notNull(),
  cursor: jsonb("cursor").$type<Leaving>(),
  companyName: text("company_name").notNull(),
  isWhole: boolean("is_whole"),
  documents: integer("documents").notNull().default(0),
  lacking: integer("lacking").notNull().default(0),
  files: integer("files"),
  bytes: bigint("bytes", { mode: "number" }),
  sha256: text("sha256"),
  parts: jsonb("parts").$type<readonly ArchivePart[]>().notNull().default([]),
  failure: text("failure"),
  askedAt: instant("asked_at").notNull(),
  askedBy: id("asked_by"),
  doneAt: instant("done_at"),
  expiresAt: instant("expires_at"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  index("exit_archives_by_time").on(t.tenantId, t.askedAt.desc(), t.id.desc()),
  uniqueIndex("exit_archives_one_under_way").on(t.tenantId).where(sql`state in ('asked', 'making')`),
]);

/** What guests of a control looked at: a line for each kind of page. */
export const controlViews = cell.table("control_views", {
  tenantId: id("tenant_id").notNull(),
  passId: id("pass_id").notNull(),
  view: text("view").$type<ControlView>().notNull(),
  looks: integer("looks").notNull(),
  lastAt: instant("last_at").notNull(),
  sealedAt: instant("sealed_at").notNull(),
}, (t) => [primaryKey({ columns: [t.tenantId, t.passId, t.view] })]);

/** How far the numbering journal of a dossier was read, and what it said: a look goes on from there. */
export const numberReadings = cell.table("number_readings", {
  tenantId: id("tenant_id").primaryKey(),
  seq: bigint("seq", { mode: "bigint" }).notNull(),
  hash: bytes("hash").notNull(),
  // No jsonb: a number that somebody forged may hold what jsonb refuses.
  tally: json("tally").$type<StoredTally>().notNull(),
  erasure: bigint("erasure", { mode: "bigint" }).notNull(),
  begunAt: instant("begun_at").notNull(),
  readAt: instant("read_at").notNull(),
  isUnderWay: boolean("is_under_way").notNull(),
  rewrittenSeq: bigint("rewritten_seq", { mode: "bigint" }),
  rewrittenAt: instant("rewritten_at"),
});
