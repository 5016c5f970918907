import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue, NO_TENANT } from "../../platform/jobs.ts";
import { TELL_ALERT } from "../jobs.ts";
import { type Alarm, type Alert, type AlertAct, type AlertKey, isMuted } from "./alert.ts";
import { addAlertEvent, insertAlert, lockOpenAlert, updateAlert } from "./alert_store.ts";

/**
 * Says that something is wrong, in the transaction on control (role of the console) that found it out. Raised again
 * while it is open, it stays one alert with the new figures: operators are told when it is raised, when it becomes
 * worse, and when a mute ends while it still holds.
 */
export async function raiseAlert(tx: Tx, alarm: Alarm): Promise<Uuid> {
  const { at, level, figures } = alarm;
  const made = await insertAlert(tx, alarm);
  if (made !== null) {
    await happened(tx, { id: made, level, figures }, { at, act: "raised", isTold: true });
    return made;
  }
  const open = await lockOpenAlert(tx, alarm);
  // Resolved between the two statements by somebody else: it is raised anew.
  if (open === null) return await raiseAlert(tx, alarm);
  await foundAgain(tx, open, alarm);
  return open.id;
}

/** Says that what was wrong is over; nothing happens when no such alert is open. True when one was closed. */
export async function clearAlert(tx: Tx, key: AlertKey & { readonly at: IsoInstant }): Promise<boolean> {
  const open = await lockOpenAlert(tx, key);
  if (open === null) return false;
  await updateAlert(tx, open.id, { resolvedAt: key.at });
  await happened(tx, open, { at: key.at, act: "cleared", isTold: !isMuted(open, key.at) });
  return true;
}

async function foundAgain(tx: Tx, open: Alert, { at, level, figures }: Alarm): Promise<void> {
  const now = { id: open.id, level, figures };
  if (open.level === "warning" && level === "critical") {
    // What was acknowledged or muted was a warning.
    await updateAlert(tx, open.id, { level, figures, seenAt: at, mutedUntil: null, acknowledgedAt: null });
    return await happened(tx, now, { at, act: "worsened", isTold: true });
  }
  const isMuteOver = open.mutedUntil !== null && !isMuted(open, at);
  await updateAlert(tx, open.id, { level, figures, seenAt: at, ...isMuteOver && { mutedUntil: null } });
  if (level !== open.level) await happened(tx, now, { at, act: "eased", isTold: false });
  if (isMuteOver) await happened(tx, now, { at, act: "unmuted", isTold: true });
}

async function happened(
  tx: Tx,
  { id: alertId, level, figures }: Pick<Alert, "id" | "level" | "figures">,
  { at, act, isTold }: { at: IsoInstant; act: AlertAct; isTold: boolean },
): Promise<void> {
  const eventId = await addAlertEvent(tx, { alertId, at, act, level, figures });
  if (isTold) await enqueue(tx, TELL_ALERT, { tenantId: NO_TENANT, payload: { alertId, eventId }, dedupeKey: eventId });
}
