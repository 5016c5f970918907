import type { PersonCtx } from "../../base/ctx.ts";
import { refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { actOnAlert, type AlertForm } from "./_act_on_alert.ts";

/**
 * Says that somebody has seen an alert; a second look is none.
 * Refuses `act_reason` (422), `alert_unknown` (404), `alert_over`, `alert_acknowledged` (409).
 */
export async function acknowledgeAlert(ctx: PersonCtx, by: Operator, form: AlertForm): Promise<void> {
  await actOnAlert(ctx, by, form, ({ acknowledgedAt }) => {
    if (acknowledgedAt !== null) throw refuse("alert_acknowledged");
    return { change: { acknowledgedAt: ctx.now }, act: "acknowledged", noted: "acknowledge_alert" };
  });
}
