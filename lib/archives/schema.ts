import { bigint, foreignKey, index, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { files } from "../files/schema.ts";
import { day, id, instant } from "../platform/db/columns.ts";

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
