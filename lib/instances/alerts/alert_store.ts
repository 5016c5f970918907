import { and, eq, isNull, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { type Alarm, type Alert, type AlertAct, type AlertKey } from "./alert.ts";
import { alertEvents, alerts } from "./schema.ts";

/** What an alert becomes. */
export type AlertChange = Partial<
  Pick<
    Alert,
    "level" | "figures" | "seenAt" | "acknowledgedAt" | "assignedTo" | "assignedName" | "mutedUntil" | "resolvedAt"
  >
>;

/** One line of an alert's history, as it is written. */
export interface AlertEntry extends Pick<Alert, "level" | "figures"> {
  readonly alertId: Uuid;
  readonly at: IsoInstant;
  readonly act: AlertAct;
  /** Absent when a program found it out. */
  readonly by?: Operator & { readonly reason: string };
  readonly detail?: string;
}

/** Opens an alert; null when one of its key is open. */
export async function insertAlert(tx: Tx, { at, kind, subject, level, figures }: Alarm): Promise<Uuid | null> {
  const id = newId();
  const made = await tx.insert(alerts).values({
    id,
    kind,
    subjectKind: subject.kind,
    subject: subject.id,
    level,
    figures,
    raisedAt: at,
    seenAt: at,
  }).onConflictDoNothing({ target: [alerts.kind, alerts.subjectKind, alerts.subject], where: sql`resolved_at is null` })
    .returning({ id: alerts.id });
  return made.length === 0 ? null : id;
}

/** The open alert of a key, locked, or null. */
export async function lockOpenAlert(tx: Tx, { kind, subject }: AlertKey): Promise<Alert | null> {
  const [found] = await tx.select(COLUMNS).from(alerts)
    .where(
      and(
        eq(alerts.kind, kind),
        eq(alerts.subjectKind, subject.kind),
        eq(alerts.subject, subject.id),
        isNull(alerts.resolvedAt),
      ),
    ).for("update");
  return found ? alertOf(found) : null;
}

/** One alert that is not over, locked, or null: the console may not lock what it may not change. */
export async function lockAlert(tx: Tx, id: Uuid): Promise<Alert | null> {
  const [found] = await tx.select(COLUMNS).from(alerts).where(eq(alerts.id, id)).for("update");
  return found ? alertOf(found) : null;
}

/** Changes an alert. */
export async function updateAlert(tx: Tx, id: Uuid, change: AlertChange): Promise<void> {
  await tx.update(alerts).set(change).where(eq(alerts.id, id));
}

/** Adds a line to an alert's history and gives its id. */
export async function addAlertEvent(tx: Tx, { by, detail, ...entry }: AlertEntry): Promise<Uuid> {
  const id = newId();
  const { operatorId = null, name = null, reason = null } = by ?? {};
  await tx.insert(alertEvents).values({ ...entry, id, operatorId, operator: name, reason, detail: detail ?? null });
  return id;
}

/** Columns of an alert, as they are read. */
export const COLUMNS = {
  id: alerts.id,
  kind: alerts.kind,
  subjectKind: alerts.subjectKind,
  subject: alerts.subject,
  level: alerts.level,
  figures: alerts.figures,
  raisedAt: alerts.raisedAt,
  seenAt: alerts.seenAt,
  acknowledgedAt: alerts.acknowledgedAt,
  assignedTo: alerts.assignedTo,
  assignedName: alerts.assignedName,
  mutedUntil: alerts.mutedUntil,
  resolvedAt: alerts.resolvedAt,
} as const;

/** A read row as an alert. */
export function alertOf(
  { subjectKind, subject, ...rest }: Omit<Alert, "subject"> & {
    subjectKind: Alert["subject"]["kind"];
    subject: string;
  },
): Alert {
  return { ...rest, subject: { kind: subjectKind, id: subject } };
}
