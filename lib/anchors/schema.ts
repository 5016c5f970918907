import { bigint, boolean, integer, pgSchema, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { instances } from "../instances/schema.ts";
import { bytes, day, id, instant } from "../platform/db/columns.ts";
import type { Pace } from "./choice.ts";

const control = pgSchema("control");

/** Keys of the operator that sign anchors; the private one is wrapped by the master key. */
export const anchorKeys = control.table("anchor_keys", {
  id: id().primaryKey(),
  algorithm: text().notNull(),
  publicKey: bytes("public_key").notNull(),
  wrappedPrivateKey: bytes("wrapped_private_key").notNull(),
  createdAt: instant("created_at").notNull(),
  /** The operator who changed the key; null for the first, which the first anchor drew. */
  askedBy: id("asked_by"),
});

/** The keys that sign anchors, one after the other, as they are published. */
export const anchorKeyHistory = control.table("anchor_key_history", {
  keyId: id("key_id").primaryKey().references(() => anchorKeys.id),
  algorithm: text().notNull(),
  publicKey: bytes("public_key").notNull(),
  since: instant().notNull(),
  /** What the former key signed, to the byte, and its signature; null for the first key. */
  statement: text(),
  signature: bytes(),
});

/** One signed root a day, published as it stands. */
export const anchors = control.table("anchors", {
  day: day().primaryKey(),
  /** What is signed, to the byte. */
  statement: text().notNull(),
  root: bytes().notNull(),
  chains: integer().notNull(),
  missing: text().array().notNull(),
  isLate: boolean("is_late").notNull(),
  madeAt: instant("made_at").notNull(),
  algorithm: text().notNull(),
  publicKey: bytes("public_key").notNull(),
  signature: bytes().notNull(),
});

/** The tree of a day, level by level, the hashes of each one after the other. */
export const anchorLevels = control.table("anchor_levels", {
  day: day().notNull().references(() => anchors.day),
  level: smallint().notNull(),
  hashes: bytes().notNull(),
}, (table) => [primaryKey({ columns: [table.day, table.level] })]);

/** Where a dossier's chain stood on a day, and at which place of the tree. */
export const anchorLeaves = control.table("anchor_leaves", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  day: day().notNull().references(() => anchors.day),
  position: integer().notNull(),
  chainId: id("chain_id").notNull(),
  seq: bigint({ mode: "bigint" }).notNull(),
  hash: bytes().notNull(),
}, (table) => [primaryKey({ columns: [table.tenantId, table.day] })]);

/** A timestamp of an authority over a day's statement (RFC 3161). */
export const anchorStamps = control.table("anchor_stamps", {
  day: day().primaryKey().references(() => anchors.day),
  authority: text().notNull(),
  token: bytes().notNull(),
  stampedAt: instant("stamped_at").notNull(),
});

/** To whom a dossier wants its proofs mailed, and how often. */
export const anchorChoices = control.table("anchor_choices", {
  tenantId: id("tenant_id").primaryKey().references(() => instances.tenantId, { onDelete: "cascade" }),
  pace: text().$type<Pace>().notNull(),
  toMembers: boolean("to_members").notNull(),
  addresses: text().array().notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/** Which proof was mailed for which period of which pace. */
export const anchorMails = control.table("anchor_mails", {
  tenantId: id("tenant_id").notNull().references(() => instances.tenantId, { onDelete: "cascade" }),
  period: text().notNull(),
  day: day().notNull().references(() => anchors.day),
}, (table) => [primaryKey({ columns: [table.tenantId, table.period] })]);
