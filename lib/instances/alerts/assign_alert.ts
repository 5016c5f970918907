import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { listActiveOperators } from "../../identity/mod.ts";
import { refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { actOnAlert, type AlertForm } from "./_act_on_alert.ts";

/**
 * Gives an alert to an operator, who is told by mail when it was somebody else who did, or to nobody.
 * Refuses `act_reason`, `alert_assignee` (422), `alert_unknown` (404), `alert_over` (409).
 */
export async function assignAlert(
  ctx: PersonCtx,
  by: Operator,
  { to, ...form }: AlertForm & { readonly to: Uuid | null },
): Promise<void> {
  await actOnAlert(ctx, by, form, async (_alert, tx) => {
    if (to === null) {
      return { change: { assignedTo: null, assignedName: null }, act: "released", noted: "assign_alert" };
    }
    const chosen = (await listActiveOperators(tx)).find(({ operatorId }) => operatorId === to);
    if (!chosen) throw refuse("alert_assignee");
    const change = { assignedTo: to, assignedName: chosen.name };
    return { change, act: "assigned", noted: "assign_alert", detail: chosen.name, isTold: to !== by.operatorId };
  });
}
