import type { PersonCtx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { HttpFault } from "../../platform/http.ts";
import { loadChannels, loadTrial, updateTrial } from "./channel_store.ts";
import { webhookKey } from "./channels.ts";
import { callWebhook } from "./webhook_client.ts";

/**
 * Calls the webhook once with an event that says it is a trial, signed as every other, and keeps what was answered.
 * It is not tried again: whoever asked reads the answer, and an alert about this call would be of no use.
 */
export async function tryWebhookJob(ctx: PersonCtx, { trialId, at }: { trialId: Uuid; at: IsoInstant }): Promise<void> {
  const channels = await onControl(loadChannels);
  if (!channels?.webhookUrl || !channels.webhookSecret) return;
  const body = JSON.stringify({ event: trialId, at, act: "trial", level: null, figures: {}, alert: null });
  const key = webhookKey(channels.webhookSecret);
  const triedAnswer = await answerOf({ url: channels.webhookUrl, key, eventId: trialId, body, at: ctx.now });
  await onControl(async (tx) => {
    // Somebody may have asked again meanwhile: his trial is the one that is shown.
    if ((await loadTrial(tx)).triedAt === at) await updateTrial(tx, { triedAnswer });
  });
}

async function answerOf(call: Parameters<typeof callWebhook>[0]): Promise<string> {
  try {
    return String(await callWebhook(call));
  } catch (error) {
    if (error instanceof HttpFault) return error.reason;
    throw error;
  }
}

function onControl<T>(work: Parameters<typeof withOperator<T>>[1]): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
