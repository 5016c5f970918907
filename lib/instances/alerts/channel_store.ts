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

/** Writes the channels in the place of what they were. */
export async function upsertChannels(tx: Tx, channels: ChannelsRecord): Promise<void> {
  await tx.insert(alertChannels).values({ id: ONLY, ...channels })
    .onConflictDoUpdate({ target: alertChannels.id, set: channels });
}
