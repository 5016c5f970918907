import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  pgSchema,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytes, cents, id, instant } from "../platform/db/columns.ts";
import type { LogoPosition, VatRegime } from "./company.ts";
import type { IbanChangeState, IbanWay } from "./iban_change.ts";
import type { Language } from "./languages.ts";
import type { LegalFormCode } from "./legal_forms.ts";
import type { LogoMime } from "./logo.ts";
import type { TermsKind } from "./payment_terms.ts";

const cell = pgSchema("cell");

/** Normalised logos, written once: a document frozen with one keeps showing it. */
export const companyLogos = cell.table("company_logos", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  mime: text("mime").$type<LogoMime>().notNull(),
  bytes: bytes("bytes").notNull(),
  width: integer("width").notNull(),
  height: integer("height").notNull(),
  sha256: text("sha256").notNull(),
  createdAt: instant("created_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  unique("company_logos_once").on(t.tenantId, t.sha256),
]);

/** The dossier's legal identity and settings: one row. */
export const companies = cell.table("companies", {
  tenantId: id("tenant_id").primaryKey(),
  version: integer("version").notNull().default(1),
  name: text("name").notNull(),
  tradingName: text("trading_name"),
  legalForm: text("legal_form").$type<LegalFormCode>(),
  capitalCents: cents("capital_cents"),
  hasVariableCapital: boolean("has_variable_capital").notNull().default(false),
  registryCity: text("registry_city"),
  siren: text("siren"),
  siret: text("siret"),
  isRegistrationPending: boolean("is_registration_pending").notNull().default(false),
  enterpriseNumber: text("enterprise_number"),
  vatNumber: text("vat_number"),
  vatRegime: text("vat_regime").$type<VatRegime>().notNull().default("normal"),
  vatOnDebits: boolean("vat_on_debits").notNull().default(false),
  addressLine1: text("address_line1"),
  addressLine2: text("address_line2"),
  addressLine3: text("address_line3"),
  postcode: text("postcode"),
  city: text("city"),
  country: text("country").notNull().default("FR"),
  email: text("email"),
  phone: text("phone"),
  website: text("website"),
  iban: text("iban"),
  bic: text("bic"),
  bankName: text("bank_name"),
  paymentTerms: text("payment_terms").$type<TermsKind>().notNull().default("net"),
  paymentDays: smallint("payment_days").notNull().default(30),
  latePenaltyBp: integer("late_penalty_bp"),
  latePenaltyText: text("late_penalty_text"),
  earlyDiscountText: text("early_discount_text"),
  quoteValidityDays: smallint("quote_validity_days").notNull().default(30),
  insuranceText: text("insurance_text"),
  mediatorText: text("mediator_text"),
  footerNote: text("footer_note"),
  accentColor: text("accent_color").notNull().default("#1f4e79"),
  logoId: id("logo_id"),
  logoPosition: text("logo_position").$type<LogoPosition>().notNull().default("left"),
  quotePrefix: text("quote_prefix").notNull().default("DE"),
  invoicePrefix: text("invoice_prefix").notNull().default("FA"),
  creditNotePrefix: text("credit_note_prefix").notNull().default("AV"),
  showsPaymentState: boolean("shows_payment_state").notNull().default(false),
  language: text("language").$type<Language>().notNull().default("fr"),
  timeZone: text("time_zone").notNull().default("Europe/Paris"),
  fiscalYearStart: text("fiscal_year_start").notNull().default("01-01"),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: id("updated_by"),
}, (t) => [
  foreignKey({
    name: "companies_logo",
    columns: [t.tenantId, t.logoId],
    foreignColumns: [companyLogos.tenantId, companyLogos.id],
  }),
]);

/** Changes of the printed IBAN: those that wait, and how each ended. */
export const ibanChanges = cell.table("iban_changes", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  beforeIban: text("before_iban"),
  iban: text("iban"),
  bic: text("bic"),
  bankName: text("bank_name"),
  askedAt: instant("asked_at").notNull(),
  askedBy: id("asked_by"),
  effectiveAt: instant("effective_at").notNull(),
  state: text("state").$type<IbanChangeState>().notNull().default("pending"),
  way: text("way").$type<IbanWay>(),
  decidedAt: instant("decided_at"),
  decidedBy: id("decided_by"),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  uniqueIndex("iban_changes_one_pending").on(t.tenantId).where(sql`state = 'pending'`),
]);

/** Switches of modules; one without row is on. */
export const companyModules = cell.table("company_modules", {
  tenantId: id("tenant_id").notNull(),
  module: text("module").notNull(),
  isOn: boolean("is_on").notNull(),
  changedAt: instant("changed_at").notNull(),
}, (t) => [primaryKey({ columns: [t.tenantId, t.module] })]);

/** The names of the people of this dossier, for « Qui a fait quoi »; erasure replaces the label. */
export const peopleLabels = cell.table("people_labels", {
  tenantId: id("tenant_id").notNull(),
  personId: id("person_id").notNull(),
  label: text("label").notNull(),
}, (t) => [primaryKey({ columns: [t.tenantId, t.personId] })]);

/** Who did what, and when. */
export const activity = cell.table("activity", {
  tenantId: id("tenant_id").notNull(),
  id: id("id").notNull(),
  at: instant("at").notNull(),
  personId: id("person_id"),
  actor: text("actor"),
  verb: text("verb").notNull(),
  subjectKind: text("subject_kind").notNull(),
  subjectId: id("subject_id").notNull(),
  summary: text("summary").notNull(),
}, (t) => [
  primaryKey({ columns: [t.tenantId, t.id] }),
  index("activity_by_subject").on(t.tenantId, t.subjectKind, t.subjectId, t.at, t.id),
  index("activity_by_time").on(t.tenantId, t.at, t.id),
  index("activity_by_person").on(t.tenantId, t.personId, t.at, t.id).where(sql`person_id is not null`),
]);
