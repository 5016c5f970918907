import type { PersonCtx } from "../../base/ctx.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { actOnAlert, type AlertForm } from "./_act_on_alert.ts";

/**
 * Says that an alert is over; should it still hold, the next look raises a new one.
 * Refuses `act_reason` (422), `alert_unknown` (404), `alert_over` (409).
 */
export async function resolveAlert(ctx: PersonCtx, by: Operator, form: AlertForm): Promise<void> {
  await actOnAlert(ctx, by, form, () => {
    return { change: { resolvedAt: ctx.now }, act: "resolved", noted: "resolve_alert", isTold: true };
  });
}
