import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue, NO_TENANT } from "../../platform/jobs.ts";
import type { Act } from "../acts/acts.ts";
import { noteAct } from "../acts/note_act.ts";
import { TELL_ALERT } from "../jobs.ts";
import { refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import type { Alert, AlertAct } from "./alert.ts";
import { loadAlert } from "./alert_query.ts";
import { addAlertEvent, type AlertChange, lockAlert, updateAlert } from "./alert_store.ts";

/** An operator's form about an alert: which, and why. */
export interface AlertForm {
  readonly id: Uuid;
  readonly reason: string;
}

/** What an act changes, and what is written of it. */
export interface AlertDecision {
  readonly change: AlertChange;
  readonly act: AlertAct;
  readonly noted: Act;
  readonly detail?: string;
  /** True when somebody else is to hear of it. */
  readonly isTold?: boolean;
}

/**
 * An act of an operator on an alert that is not over: the alert, its history and the operators' log change together.
 * Refuses `act_reason` (422), `alert_unknown` (404), `alert_over` (409).
 */
export async function actOnAlert(
  ctx: PersonCtx,
  by: Operator,
  { id, reason: typed }: AlertForm,
  decide: (alert: Alert, tx: Tx) => AlertDecision | Promise<AlertDecision>,
): Promise<void> {
  const reason = readActReason(typed), at = ctx.now;
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const alert = await lockAlert(tx, id);
    if (alert === null) throw refuse(await loadAlert(tx, id) === null ? "alert_unknown" : "alert_over");
    const { change, act, noted, detail, isTold } = await decide(alert, tx);
    await updateAlert(tx, id, change);
    const { level, figures, subject } = alert;
    const said = { alertId: id, at, act, level, figures, by: { ...by, reason }, ...detail !== undefined && { detail } };
    const eventId = await addAlertEvent(tx, said);
    const instanceId = subject.kind === "dossier" ? { instanceId: subject.id as Uuid } : {};
    await noteAct(tx, by, { at, act: noted, subject: { kind: "alert", id, ...instanceId }, reason });
    const payload = { alertId: id, eventId };
    if (isTold) await enqueue(tx, TELL_ALERT, { tenantId: NO_TENANT, payload, dedupeKey: eventId });
  });
}
