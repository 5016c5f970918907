import { bigint, foreignKey, pgSchema, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { bytes, id, instant } from "../platform/db/columns.ts";

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

/** Head of each dossier's chain: the last lock of every transaction that seals. */
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
  payload: bytes().notNull(),
  payloadDigest: bytes("payload_digest").notNull(),
  hash: bytes().notNull(),
  keyId: id("key_id").notNull(),
  algorithm: text().notNull(),
  signature: bytes().notNull(),
  subjectId: id("subject_id"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.seq] }),
  foreignKey({ columns: [t.tenantId, t.keyId], foreignColumns: [signingKeys.tenantId, signingKeys.id] }),
]);
