import { boolean, foreignKey, index, integer, pgSchema, primaryKey, smallint, text, unique } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import type { Language, TermsKind } from "../company/mod.ts";
import { id, instant } from "../platform/db/columns.ts";
import type { CustomerKind } from "./customer.ts";

const cell = pgSchema("cell");

/** Customers, prospects and suppliers. */
export const parties = cell.table("parties", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  version: integer("version").notNull().default(1),
  code: text("code"),
  kind: text("kind").$type<CustomerKind>().notNull(),
  isCustomer: boolean("is_customer").notNull(),
  isProspect: boolean("is_prospect").notNull(),
  isSupplier: boolean("is_supplier").notNull(),
  name: text("name").notNull(),
  firstName: text("first_name"),
  lastName: text("last_name"),
  tradingName: text("trading_name"),
  siren: text("siren"),
  siret: text("siret"),
  serviceCode: text("service_code"),
  vatNumber: text("vat_number"),
  addressLine1: text("address_line1"),
  addressLine2: text("address_line2"),
  addressLine3: text("address_line3"),
  postcode: text("postcode"),
  city: text("city"),
  country: text("country").notNull(),
  language: text("language").$type<Language>().notNull(),
  phone: text("phone"),
  paymentTerms: text("payment_terms").$type<TermsKind>(),
  paymentDays: smallint("payment_days"),
  isConstructionPrincipal: boolean("is_construction_principal").notNull().default(false),
  notes: text("notes"),
  nameKey: text("name_key").notNull(),
  search: text("search").notNull(),
  archivedAt: instant("archived_at"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: id("updated_by"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  unique("parties_code_unique").on(t.tenantId, t.code),
  index("parties_by_name").on(t.tenantId, t.nameKey, t.id).where(sql`archived_at is null`),
  index("parties_by_siren").on(t.tenantId, t.siren).where(sql`siren is not null`),
  index("parties_search").using("gin", t.tenantId, t.search.op("gin_trgm_ops")),
]);

/** People and mailboxes of a party. */
export const partyContacts = cell.table("party_contacts", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  partyId: id("party_id").notNull(),
  position: smallint("position").notNull(),
  name: text("name"),
  role: text("role"),
  email: text("email"),
  emailKey: text("email_key"),
  phone: text("phone"),
  receivesQuotes: boolean("receives_quotes").notNull(),
  receivesInvoices: boolean("receives_invoices").notNull(),
  receivesReminders: boolean("receives_reminders").notNull(),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  foreignKey({
    name: "party_contacts_party",
    columns: [t.tenantId, t.partyId],
    foreignColumns: [parties.tenantId, parties.id],
  }).onDelete("cascade"),
  index("party_contacts_by_party").on(t.tenantId, t.partyId, t.position),
  index("party_contacts_by_email").on(t.tenantId, t.emailKey).where(sql`email_key is not null`),
]);

/** Delivery addresses of a party, where they differ from its own. */
export const partyAddresses = cell.table("party_addresses", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  partyId: id("party_id").notNull(),
  position: smallint("position").notNull(),
  label: text("label"),
  addressLine1: text("address_line1").notNull(),
  addressLine2: text("address_line2"),
  addressLine3: text("address_line3"),
  postcode: text("postcode"),
  city: text("city").notNull(),
  country: text("country").notNull(),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  foreignKey({
    name: "party_addresses_party",
    columns: [t.tenantId, t.partyId],
    foreignColumns: [parties.tenantId, parties.id],
  }).onDelete("cascade"),
  index("party_addresses_by_party").on(t.tenantId, t.partyId, t.position),
]);
