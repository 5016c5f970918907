import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import { refuseAll } from "../../base/refusal.ts";
import { actReasonIssues } from "../../identity/mod.ts";
import { issue, refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { actOnAlert, type AlertForm } from "./_act_on_alert.ts";

/** How long an alert may be muted, in hours. */
export const MUTE_HOURS = [1, 4, 24, 168] as const;

/**
 * Has nobody told of an alert for some hours, or ends that with 0. A mute holds what it was asked for: should the
 * alert become critical, it is over. Refuses `act_reason`, `alert_mute` (422), `alert_unknown` (404), `alert_over`,
 * `alert_not_muted` (409).
 */
export async function muteAlert(
  ctx: PersonCtx,
  by: Operator,
  { hours, ...form }: AlertForm & { readonly hours: number },
): Promise<void> {
  const isKnown = hours === 0 || MUTE_HOURS.some((known) => known === hours);
  refuseAll([...(isKnown ? [] : [issue("alert_mute")]), ...actReasonIssues(form.reason)]);
  await actOnAlert(ctx, by, form, ({ mutedUntil }) => {
    if (hours === 0) {
      if (mutedUntil === null) throw refuse("alert_not_muted");
      return { change: { mutedUntil: null }, act: "unmuted", noted: "mute_alert" };
    }
    const until = addSeconds(ctx.now, hours * 3_600);
    return { change: { mutedUntil: until }, act: "muted", noted: "mute_alert", detail: until };
  });
}
