import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { listActiveOperators } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { enqueue, enqueueAll, NO_TENANT } from "../../platform/jobs.ts";
import { CALL_WEBHOOK, MAIL_ALERT } from "../jobs.ts";
import type { AlertLevel } from "./alert.ts";
import { loadHappening } from "./alert_query.ts";
import { DEFAULT_CHANNELS } from "./channels.ts";
import { loadChannels } from "./channel_store.ts";

/** Acts that operators do themselves: the webhook hears of them, and by mail only who was given the alert. */
const BY_HAND = ["assigned", "resolved"];

/**
 * Asks for one mail an operator and one call of the webhook, as the channels say. Whom an alert is given to hears of it
 * whatever its level, and nobody else.
 */
export async function tellAlert(_ctx: PersonCtx, payload: { alertId: Uuid; eventId: Uuid }): Promise<void> {
  const { alertId, eventId } = payload;
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const happened = await loadHappening(tx, alertId, eventId);
    if (!happened) return;
    const { alert, event } = happened;
    const { mailFrom, webhookUrl, webhookFrom } = await loadChannels(tx) ?? DEFAULT_CHANNELS;
    const isMailed = mailFrom !== "never" && isAtLeast(event.level, mailFrom) && !BY_HAND.includes(event.act);
    const operators = (await listActiveOperators(tx)).filter(({ operatorId }) =>
      isMailed || (event.act === "assigned" && operatorId === alert.assignedTo)
    );
    await enqueueAll(
      tx,
      MAIL_ALERT,
      operators.map(({ operatorId }) => ({
        tenantId: NO_TENANT,
        payload: { ...payload, operatorId },
        dedupeKey: `${eventId} ${operatorId}`,
      })),
    );
    if (webhookUrl !== null && isAtLeast(event.level, webhookFrom)) {
      await enqueue(tx, CALL_WEBHOOK, { tenantId: NO_TENANT, payload, dedupeKey: eventId });
    }
  });
}

function isAtLeast(level: AlertLevel, least: AlertLevel): boolean {
  return level === "critical" || least === "warning";
}
