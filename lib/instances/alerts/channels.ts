import { Buffer } from "node:buffer";
import type { PersonCtx } from "../../base/ctx.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import { unwrapSecret, type WrapContext, wrapSecret } from "../../platform/crypto.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { masterKey } from "../../platform/outside.ts";
import { noteAct } from "../acts/note_act.ts";
import { issue } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { ALERT_LEVELS, type AlertLevel } from "./alert.ts";
import { type ChannelsRecord, loadChannels, loadTrial, upsertChannels, type WebhookTrial } from "./channel_store.ts";

/** How operators hear of alerts, and how the last trial of the webhook went. */
export type Channels = Omit<ChannelsRecord, "webhookSecret" | "changedAt"> & WebhookTrial;

/** What holds until an operator decides otherwise. */
export const DEFAULT_CHANNELS: Omit<Channels, keyof WebhookTrial> = {
  mailFrom: "warning",
  webhookUrl: null,
  webhookFrom: "warning",
};

/** The form of the channels, as it was typed. */
export interface ChannelsForm {
  readonly mailFrom: string;
  /** Empty: no webhook. */
  readonly url: string;
  /** Empty: as it was. */
  readonly secret: string;
  readonly webhookFrom: string;
  readonly reason: string;
}

/** How operators hear of alerts; the secret is never shown. */
export async function viewChannels(_ctx: PersonCtx): Promise<Channels> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const { mailFrom, webhookUrl, webhookFrom } = await loadChannels(tx) ?? DEFAULT_CHANNELS;
    return { mailFrom, webhookUrl, webhookFrom, ...await loadTrial(tx) };
  });
}

/**
 * Says how operators hear of alerts. An address without a secret keeps the one there is.
 * Refuses `channel_level`, `webhook_url`, `webhook_secret`, `act_reason` (422).
 */
export async function changeChannels(ctx: PersonCtx, by: Operator, form: ChannelsForm): Promise<void> {
  const mailFrom = [...ALERT_LEVELS, "never" as const].find((level) => level === form.mailFrom);
  const webhookFrom: AlertLevel | undefined = ALERT_LEVELS.find((level) => level === form.webhookFrom);
  const webhookUrl = form.url.trim() === "" ? null : form.url.trim();
  const faults: Issue[] = [];
  if (!mailFrom) faults.push(issue("channel_level", { field: "mail_from" }));
  if (!webhookFrom) faults.push(issue("channel_level", { field: "webhook_from" }));
  if (webhookUrl !== null && !mayCall(webhookUrl)) faults.push(issue("webhook_url"));
  if (form.secret !== "" && !/^[\x21-\x7e]{32,200}$/.test(form.secret)) faults.push(issue("webhook_secret"));
  refuseAll([...faults, ...actReasonIssues(form.reason)]);
  const reason = readActReason(form.reason), changedAt = ctx.now;
  const typed = form.secret === "" ? null : wrapSecret(masterKey(), Buffer.from(form.secret), SECRET_CONTEXT);
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const webhookSecret = webhookUrl === null ? null : typed ?? (await loadChannels(tx))?.webhookSecret ?? null;
    if (webhookUrl !== null && webhookSecret === null) refuseAll([issue("webhook_secret")]);
    await upsertChannels(tx, { mailFrom: mailFrom!, webhookFrom: webhookFrom!, webhookUrl, webhookSecret, changedAt });
    const subject = { kind: "setting", id: "alert_channels" } as const;
    await noteAct(tx, by, { at: changedAt, act: "change_alert_channels", subject, reason });
  });
}

/** The secret that signs the webhook's calls. */
export function webhookKey(wrapped: Uint8Array): Uint8Array {
  return unwrapSecret(masterKey(), wrapped, SECRET_CONTEXT);
}

const SECRET_CONTEXT: WrapContext = { purpose: "alert_webhook", tenant: CONTROL, keyId: "operators" };

/** https anywhere; http to this machine alone, where nothing listens in between. */
function mayCall(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username !== "" || url.password !== "" || text.length > 500) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && ["127.0.0.1", "localhost"].includes(url.hostname));
}
