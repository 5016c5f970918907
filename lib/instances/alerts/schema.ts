import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgSchema, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, id, instant } from "../../platform/db/columns.ts";
import { METRICS } from "./thresholds.ts";
import { ALERT_ACTS, ALERT_LEVELS, ALERT_SUBJECTS, type AlertFigures, type AlertKind } from "./alert.ts";

const control = pgSchema("control");

/** What went wrong, open or over. */
export const alerts = control.table("alerts", {
  id: id().primaryKey(),
  kind: text().$type<AlertKind>().notNull(),
  subjectKind: text("subject_kind", { enum: ALERT_SUBJECTS }).notNull(),
  subject: text().notNull(),
  level: text({ enum: ALERT_LEVELS }).notNull(),
  figures: jsonb().$type<AlertFigures>().notNull(),
  raisedAt: instant("raised_at").notNull(),
  seenAt: instant("seen_at").notNull(),
  acknowledgedAt: instant("acknowledged_at"),
  assignedTo: id("assigned_to"),
  assignedName: text("assigned_name"),
  mutedUntil: instant("muted_until"),
  resolvedAt: instant("resolved_at"),
}, (table) => [
  uniqueIndex("alerts_open").on(table.kind, table.subjectKind, table.subject).where(sql`resolved_at is null`),
  index("alerts_by_age").on(table.raisedAt, table.id),
]);

/** What happened to an alert: rows are added, never changed. */
export const alertEvents = control.table("alert_events", {
  alertId: id("alert_id").notNull().references(() => alerts.id),
  id: id().notNull(),
  at: instant().notNull(),
  act: text({ enum: ALERT_ACTS }).notNull(),
  level: text({ enum: ALERT_LEVELS }).notNull(),
  figures: jsonb().$type<AlertFigures>().notNull(),
  operatorId: id("operator_id"),
  operator: text(),
  detail: text(),
  reason: text(),
}, (table) => [primaryKey({ columns: [table.alertId, table.id] })]);

/** How operators hear of alerts; one row. */
export const alertChannels = control.table("alert_channels", {
  id: text().primaryKey(),
  mailFrom: text("mail_from", { enum: ["warning", "critical", "never"] }).notNull(),
  webhookUrl: text("webhook_url"),
  webhookSecret: bytes("webhook_secret"),
  webhookFrom: text("webhook_from", { enum: ALERT_LEVELS }).notNull(),
  changedAt: instant("changed_at").notNull(),
  triedAt: instant("tried_at"),
  triedBy: text("tried_by"),
  triedAnswer: text("tried_answer"),
});

/** From which figure on something is an alert, where operators decided otherwise than the program. */
export const thresholds = control.table("thresholds", {
  metric: text({ enum: METRICS }).notNull(),
  subject: text().notNull(),
  warning: integer().notNull(),
  critical: integer().notNull(),
  changedAt: instant("changed_at").notNull(),
  changedBy: text("changed_by").notNull(),
}, (table) => [primaryKey({ columns: [table.metric, table.subject] })]);
