import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { consoleBaseUrl } from "../../platform/outside.ts";
import { type Happening, loadHappening } from "./alert_query.ts";
import { alertTitle } from "./alert_words.ts";
import { webhookKey } from "./channels.ts";
import { loadChannels } from "./channel_store.ts";
import { ALERTS_PATH } from "./mail_alert_job.ts";
import { callWebhook } from "./webhook_client.ts";

/**
 * Calls the webhook with what happened; nothing when it was switched off meanwhile. Any answer but a 2xx is tried
 * again, later and later, then parked.
 */
export async function callWebhookJob(ctx: PersonCtx, payload: { alertId: Uuid; eventId: Uuid }): Promise<void> {
  const { alertId, eventId } = payload;
  const [channels, happened] = await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    return [await loadChannels(tx), await loadHappening(tx, alertId, eventId)] as const;
  });
  if (!happened || !channels?.webhookUrl || !channels.webhookSecret) return;
  const status = await callWebhook({
    url: channels.webhookUrl,
    key: webhookKey(channels.webhookSecret),
    eventId,
    body: bodyOf(happened),
    at: ctx.now,
  });
  if (status < 200 || status > 299) throw new Error(`the webhook answered ${status}`);
}

function bodyOf({ alert, event }: Happening): string {
  const { id, kind, subject } = alert;
  return JSON.stringify({
    event: event.id,
    at: event.at,
    act: event.act,
    level: event.level,
    figures: event.figures,
    alert: { id, kind, title: alertTitle(alert), subject, url: `${consoleBaseUrl()}${ALERTS_PATH}/${id}` },
  });
}
