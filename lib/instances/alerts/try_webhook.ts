import type { PersonCtx } from "../../base/ctx.ts";
import { readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { enqueue, NO_TENANT } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { noteAct } from "../acts/note_act.ts";
import { TRY_WEBHOOK } from "../jobs.ts";
import { refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { loadChannels, updateTrial } from "./channel_store.ts";

/**
 * Asks for a signed call of the webhook that is about no alert; its page shows what the receiver answered.
 * Refuses `act_reason` (422), `no_webhook` (409).
 */
export async function tryWebhook(ctx: PersonCtx, by: Operator, { reason: typed }: { reason: string }): Promise<void> {
  const reason = readActReason(typed), at = ctx.now, trialId = newId();
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const channels = await loadChannels(tx);
    if (!channels?.webhookUrl) throw refuse("no_webhook");
    await updateTrial(tx, { triedAt: at, triedBy: by.name, triedAnswer: null });
    const subject = { kind: "setting", id: "alert_channels" } as const;
    await noteAct(tx, by, { at, act: "try_webhook", subject, reason });
    await enqueue(tx, TRY_WEBHOOK, { tenantId: NO_TENANT, payload: { trialId, at }, dedupeKey: trialId, priority: 10 });
  });
}
