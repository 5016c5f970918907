import { eq } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { AlertLevel } from "./alert.ts";
import { alertChannels } from "./schema.ts";

/** The channels as they are written down. */
export interface ChannelsRecord {
  /** The least level that is mailed. */
  readonly mailFrom: AlertLevel | "never";
  readonly webhookUrl: string | null;
  /** Wrapped under the master key. */
  readonly webhookSecret: Uint8Array | null;
  readonly webhookFrom: AlertLevel;
  readonly changedAt: IsoInstant;
}

const ONLY = "operators";

/** The channels, or null while nobody has decided. */
export async function loadChannels(tx: Tx): Promise<ChannelsRecord | null> {
  const { mailFrom, webhookUrl, webhookSecret, webhookFrom, changedAt } = alertChannels;
  const [found] = await tx.select({ mailFrom, webhookUrl, webhookSecret, webhookFrom, changedAt }).from(alertChannels)
    .where(eq(alertChannels.id, ONLY));
  return found ?? null;
}

/** The last trial of the webhook. */
export interface WebhookTrial {
  readonly triedAt: IsoInstant | null;
  readonly triedBy: string | null;
  /** Status of the answer, or a code for why there was none; null while the call is on its way. */
  readonly triedAnswer: string | null;
}

/** The last trial of the webhook; nothing where there was none. */
export async function loadTrial(tx: Tx): Promise<WebhookTrial> {
  const { triedAt, triedBy, triedAnswer } = alertChannels;
  const [found] = await tx.select({ triedAt, triedBy, triedAnswer }).from(alertChannels)
    .where(eq(alertChannels.id, ONLY));
  return found ?? { triedAt: null, triedBy: null, triedAnswer: null };
}

/** Writes what becomes of a trial. */
export async function updateTrial(tx: Tx, trial: Partial<WebhookTrial>): Promise<void> {
  await tx.update(alertChannels).set(trial).where(eq(alertChannels.id, ONLY));
}

/** Writes the channels in the place of what they were. */
export async function upsertChannels(tx: Tx, channels: ChannelsRecord): Promise<void> {
  await tx.insert(alertChannels).values({ id: ONLY, ...channels })
    .onConflictDoUpdate({ target: alertChannels.id, set: channels });
}
