import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { Alert, AlertAct, AlertFigures, AlertKind, AlertLevel } from "./alert.ts";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";
import { alertOf, COLUMNS } from "./alert_store.ts";
import { alertEvents, alerts } from "./schema.ts";

/** Alerts on one page of the console. */
export const ALERTS_PER_PAGE = 50;
/** Lines of an alert's history that its page shows at most. */
const EVENTS_SHOWN = 200;

/** What the console asks for. */
export interface AlertFilter {
  readonly state: "open" | "over" | "all";
  readonly kind?: AlertKind | undefined;
  readonly level?: AlertLevel | undefined;
  readonly assignedTo?: Uuid | undefined;
  /** About this subject alone: a cell, a dossier. */
  readonly subject?: string | undefined;
  /** The youngest first unless said. */
  readonly sort?: { readonly by: (typeof ALERT_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** What alerts are sorted by: when they were raised, or last found to hold. */
export const ALERT_SORTS = ["raised", "seen"] as const;

/** Ids are made in the order in which alerts were raised: the id alone is that key. */
const KEYS: Readonly<Record<(typeof ALERT_SORTS)[number], SortKey | null>> = {
  raised: null,
  seen: { value: sql`${alerts.seenAt}`, type: "instant" },
};

/** What happened to an alert, as it is shown. */
export interface AlertEventRow {
  readonly id: Uuid;
  readonly at: IsoInstant;
  readonly act: AlertAct;
  readonly level: AlertLevel;
  readonly figures: AlertFigures;
  /** Null when a program found it out. */
  readonly operator: string | null;
  readonly detail: string | null;
  readonly reason: string | null;
}

/** One page of alerts, and one more where another page follows. */
export async function selectAlerts(tx: Tx, filter: AlertFilter): Promise<(Alert & { readonly at: string })[]> {
  const { state, kind, level, assignedTo, subject, sort = { by: "raised", isDescending: true }, after } = filter;
  const { isDescending } = sort;
  const { where, orderBy, at } = pageOf({ key: KEYS[sort.by], id: alerts.id, isDescending, after });
  const found = await tx.select({ ...COLUMNS, at }).from(alerts).where(and(
    state === "open" ? isNull(alerts.resolvedAt) : state === "over" ? isNotNull(alerts.resolvedAt) : undefined,
    kind && eq(alerts.kind, kind),
    level && eq(alerts.level, level),
    assignedTo && eq(alerts.assignedTo, assignedTo),
    subject === undefined ? undefined : eq(alerts.subject, subject),
    where,
  )).orderBy(...orderBy).limit(ALERTS_PER_PAGE + 1);
  return found.map(({ at, ...alert }) => ({ ...alertOf(alert), at }));
}

/** One alert, or null. */
export async function loadAlert(tx: Tx, id: Uuid): Promise<Alert | null> {
  const [found] = await tx.select(COLUMNS).from(alerts).where(eq(alerts.id, id));
  return found ? alertOf(found) : null;
}

/** What happened to an alert, the latest first. */
export async function selectAlertEvents(tx: Tx, alertId: Uuid): Promise<AlertEventRow[]> {
  const { id, at, act, level, figures, operator, detail, reason } = alertEvents;
  return await tx.select({ id, at, act, level, figures, operator, detail, reason }).from(alertEvents)
    .where(eq(alertEvents.alertId, alertId)).orderBy(desc(alertEvents.id)).limit(EVENTS_SHOWN);
}

/** An alert as it stands, with one thing that happened to it. */
export interface Happening {
  readonly alert: Alert;
  readonly event: AlertEventRow;
}

/** What happened to an alert, or null. */
export async function loadHappening(tx: Tx, alertId: Uuid, eventId: Uuid): Promise<Happening | null> {
  const { id, at, act, level, figures, operator, detail, reason } = alertEvents;
  const alert = await loadAlert(tx, alertId);
  const [event] = await tx.select({ id, at, act, level, figures, operator, detail, reason }).from(alertEvents)
    .where(and(eq(alertEvents.alertId, alertId), eq(alertEvents.id, eventId)));
  return alert && event ? { alert, event } : null;
}
