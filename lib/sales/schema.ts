import { sql } from "drizzle-orm";
import {
  bigint,
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
import { items } from "../catalog/schema.ts";
import type { PaymentTerms } from "../company/mod.ts";
import { parties } from "../parties/schema.ts";
import type { VatTreatment } from "../parties/mod.ts";
import { bytes, cents, day, exact, id, instant } from "../platform/db/columns.ts";
import type { DocumentKind, DocumentState, EntryMode, LineKind, VatCategory } from "./document.ts";
import type { Hold } from "./free_text.ts";
import type { PaymentMode } from "./payment.ts";
import type { BuyerSnapshot, Mentions, SellerSnapshot } from "./snapshot.ts";

const cell = pgSchema("cell");

/** Quotes, invoices and credit notes. */
export const salesDocuments = cell.table("sales_documents", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  kind: text("kind").$type<DocumentKind>().notNull(),
  state: text("state").$type<DocumentState>().notNull().default("draft"),
  version: integer("version").notNull().default(1),
  number: text("number"),
  seriesYear: smallint("series_year"),
  customerId: id("customer_id"),
  customerName: text("customer_name").notNull().default(""),
  seller: jsonb("seller").$type<SellerSnapshot>(),
  buyer: jsonb("buyer").$type<BuyerSnapshot>(),
  mentions: jsonb("mentions").$type<Mentions>(),
  subject: text("subject").notNull().default(""),
  issueOn: day("issue_on"),
  dueOn: day("due_on"),
  validUntil: day("valid_until"),
  deliveredOn: day("delivered_on"),
  purchaseOrder: text("purchase_order"),
  terms: jsonb("terms").$type<PaymentTerms>().notNull(),
  notes: text("notes").notNull().default(""),
  entryMode: text("entry_mode").$type<EntryMode>().notNull().default("net"),
  treatment: text("treatment").$type<VatTreatment>().notNull().default("domestic"),
  discountBp: integer("discount_bp").notNull().default(0),
  currency: text("currency").notNull().default("EUR"),
  netCents: cents("net_cents").notNull().default(0n),
  vatCents: cents("vat_cents").notNull().default(0n),
  grossCents: cents("gross_cents").notNull().default(0n),
  paidCents: cents("paid_cents").notNull().default(0n),
  creditedCents: cents("credited_cents").notNull().default(0n),
  settledOn: day("settled_on"),
  sourceId: id("source_id"),
  verificationCode: text("verification_code"),
  sealSeq: bigint("seal_seq", { mode: "bigint" }),
  issuedAt: instant("issued_at"),
  fileId: id("file_id"),
  fileSha256: text("file_sha256"),
  sentCount: integer("sent_count").notNull().default(0),
  lastSentAt: instant("last_sent_at"),
  createdAt: instant("created_at").notNull(),
  createdBy: id("created_by"),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: id("updated_by"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  foreignKey({ columns: [t.tenantId, t.customerId], foreignColumns: [parties.tenantId, parties.id] }),
  foreignKey({ columns: [t.tenantId, t.sourceId], foreignColumns: [t.tenantId, t.id] }),
  unique("sales_documents_number_unique").on(t.tenantId, t.kind, t.number),
  index("sales_documents_by_kind").on(t.tenantId, t.kind, t.id.desc()),
  index("sales_documents_by_customer").on(t.tenantId, t.customerId, t.id.desc()),
  index("sales_documents_open").on(t.tenantId, t.dueOn, t.id)
    .where(sql`kind = 'invoice' and state = 'issued' and settled_on is null`),
  index("sales_documents_drafts").on(t.tenantId, t.kind, t.id.desc()).where(sql`state = 'draft'`),
  index("sales_documents_by_amount").on(t.tenantId, t.grossCents),
  index("sales_documents_by_source").on(t.tenantId, t.sourceId).where(sql`source_id is not null`),
  uniqueIndex("sales_documents_verification").on(t.tenantId, t.verificationCode)
    .where(sql`verification_code is not null`),
]);

/** What searches read of documents. */
export const salesSearch = cell.table("sales_search", {
  tenantId: id("tenant_id").notNull(),
  documentId: id("document_id").notNull(),
  kind: text("kind").$type<DocumentKind>().notNull(),
  words: text("words").notNull(),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.documentId] }),
  foreignKey({
    columns: [t.tenantId, t.documentId],
    foreignColumns: [salesDocuments.tenantId, salesDocuments.id],
  }).onDelete("cascade"),
  index("sales_search_words").using("gin", t.tenantId, t.words.op("gin_trgm_ops")),
]);

/** Lines, in the order of the page. */
export const salesLines = cell.table("sales_lines", {
  tenantId: id("tenant_id").notNull(),
  documentId: id("document_id").notNull(),
  position: smallint("position").notNull(),
  kind: text("kind").$type<LineKind>().notNull().default("item"),
  itemId: id("item_id"),
  reference: text("reference"),
  label: text("label").notNull().default(""),
  nature: text("nature").$type<"goods" | "service">().notNull().default("service"),
  quantity: exact("quantity"),
  unitCode: text("unit_code"),
  unitPrice: exact("unit_price"),
  discountBp: integer("discount_bp").notNull().default(0),
  vatRateBp: integer("vat_rate_bp"),
  vatCategory: text("vat_category").$type<VatCategory>(),
  netCents: cents("net_cents"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.documentId, t.position] }),
  foreignKey({
    columns: [t.tenantId, t.documentId],
    foreignColumns: [salesDocuments.tenantId, salesDocuments.id],
  }).onDelete("cascade"),
  foreignKey({ columns: [t.tenantId, t.itemId], foreignColumns: [items.tenantId, items.id] }),
  index("sales_lines_by_item").on(t.tenantId, t.itemId).where(sql`item_id is not null`),
]);

/** VAT by category and rate of each document. */
export const salesVatTotals = cell.table("sales_vat_totals", {
  tenantId: id("tenant_id").notNull(),
  documentId: id("document_id").notNull(),
  vatCategory: text("vat_category").$type<VatCategory>().notNull(),
  vatRateBp: integer("vat_rate_bp").notNull(),
  baseCents: cents("base_cents").notNull(),
  vatCents: cents("vat_cents").notNull(),
  discountCents: cents("discount_cents").notNull(),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.documentId, t.vatCategory, t.vatRateBp] }),
  foreignKey({
    columns: [t.tenantId, t.documentId],
    foreignColumns: [salesDocuments.tenantId, salesDocuments.id],
  }).onDelete("cascade"),
]);

/** Last number of each series and year, locked by the transaction that takes the next. */
export const numberCounters = cell.table("number_counters", {
  tenantId: id("tenant_id").notNull(),
  series: text("series").$type<DocumentKind>().notNull(),
  year: smallint("year").notNull(),
  lastNumber: integer("last_number").notNull(),
  lastOn: day("last_on").notNull(),
}, (t) => [primaryKey({ columns: [t.tenantId, t.series, t.year] })]);

/** Turnover by month and rate, credit notes deducted. */
export const monthlyTotals = cell.table("monthly_totals", {
  tenantId: id("tenant_id").notNull(),
  month: text("month").notNull(),
  currency: text("currency").notNull(),
  vatCategory: text("vat_category").$type<VatCategory>().notNull(),
  vatRateBp: integer("vat_rate_bp").notNull(),
  netCents: cents("net_cents").notNull(),
  vatCents: cents("vat_cents").notNull(),
  documents: integer("documents").notNull(),
}, (t) => [primaryKey({ columns: [t.tenantId, t.month, t.currency, t.vatCategory, t.vatRateBp] })]);

/** What is waited for by due date: invoices that are open, and what is left of them. */
export const receivables = cell.table("receivables", {
  tenantId: id("tenant_id").notNull(),
  dueOn: day("due_on").notNull(),
  invoices: integer("invoices").notNull(),
  cents: cents("cents").notNull(),
}, (t) => [primaryKey({ columns: [t.tenantId, t.dueOn] })]);

/** Customers' payments. */
export const payments = cell.table("payments", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  customerId: id("customer_id").notNull(),
  receivedOn: day("received_on").notNull(),
  mode: text("mode").$type<PaymentMode>().notNull(),
  amountCents: cents("amount_cents").notNull(),
  currency: text("currency").notNull().default("EUR"),
  reference: text("reference").notNull().default(""),
  reversesId: id("reverses_id"),
  reason: text("reason").notNull().default(""),
  sealSeq: bigint("seal_seq", { mode: "bigint" }).notNull(),
  recordedAt: instant("recorded_at").notNull(),
  recordedBy: id("recorded_by"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  foreignKey({ columns: [t.tenantId, t.customerId], foreignColumns: [parties.tenantId, parties.id] }),
  foreignKey({ columns: [t.tenantId, t.reversesId], foreignColumns: [t.tenantId, t.id] }),
  unique("payments_reversed_once").on(t.tenantId, t.reversesId),
  index("payments_by_customer").on(t.tenantId, t.customerId),
  index("payments_by_day").on(t.tenantId, t.receivedOn.desc(), t.id.desc()),
]);

/** Which payment paid how much of which invoice. */
export const paymentAllocations = cell.table("payment_allocations", {
  tenantId: id("tenant_id").notNull(),
  paymentId: id("payment_id").notNull(),
  documentId: id("document_id").notNull(),
  amountCents: cents("amount_cents").notNull(),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.paymentId, t.documentId] }),
  foreignKey({ columns: [t.tenantId, t.paymentId], foreignColumns: [payments.tenantId, payments.id] }),
  foreignKey({ columns: [t.tenantId, t.documentId], foreignColumns: [salesDocuments.tenantId, salesDocuments.id] }),
  index("payment_allocations_by_document").on(t.tenantId, t.documentId),
]);

/** Links by which a customer reads a document without an account. */
export const documentLinks = cell.table("document_links", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  documentId: id("document_id").notNull(),
  secretDigest: bytes("secret_digest").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  revokedAt: instant("revoked_at"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  foreignKey({
    columns: [t.tenantId, t.documentId],
    foreignColumns: [salesDocuments.tenantId, salesDocuments.id],
  }).onDelete("cascade"),
  uniqueIndex("document_links_secret").on(t.tenantId, t.secretDigest),
  index("document_links_by_document").on(t.tenantId, t.documentId),
]);

/** Mails that carry a document. */
export const sendings = cell.table("sendings", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  documentId: id("document_id").notNull(),
  ordinal: integer("ordinal").notNull(),
  recipients: text("recipients").array().notNull(),
  copies: text("copies").array().notNull().default([]),
  message: text("message").notNull().default(""),
  linkId: id("link_id").notNull(),
  state: text("state").$type<"queued" | "sent" | "failed" | "held" | "refused">().notNull().default("queued"),
  messageId: text("message_id").notNull(),
  outcome: text("outcome").notNull().default(""),
  queuedAt: instant("queued_at").notNull(),
  queuedBy: id("queued_by"),
  sentAt: instant("sent_at"),
  heldFor: jsonb("held_for").$type<readonly Hold[]>().notNull().default([]),
  releasedAt: instant("released_at"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  foreignKey({
    columns: [t.tenantId, t.documentId],
    foreignColumns: [salesDocuments.tenantId, salesDocuments.id],
  }).onDelete("cascade"),
  foreignKey({ columns: [t.tenantId, t.linkId], foreignColumns: [documentLinks.tenantId, documentLinks.id] }),
  uniqueIndex("sendings_ordinal").on(t.tenantId, t.documentId, t.ordinal),
]);

/** What customers answered to quotes, and what exactly they answered to. */
export const quoteAnswers = cell.table("quote_answers", {
  tenantId: id("tenant_id").notNull(),
  documentId: id("document_id").notNull(),
  answer: text("answer").$type<"accepted" | "declined">().notNull(),
  signer: text("signer").notNull(),
  reason: text("reason").notNull().default(""),
  at: instant("at").notNull(),
  ip: text("ip").notNull(),
  fileSha256: text("file_sha256"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.documentId] }),
  foreignKey({ columns: [t.tenantId, t.documentId], foreignColumns: [salesDocuments.tenantId, salesDocuments.id] }),
]);
