import { and, asc, eq, inArray } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { thresholds } from "./schema.ts";
import { DEFAULT_THRESHOLDS, type Metric, type Threshold } from "./thresholds.ts";

/** A threshold that operators decided; an empty subject holds for all. */
export interface DecidedThreshold extends Threshold {
  readonly metric: Metric;
  readonly subject: string;
  readonly changedAt: IsoInstant;
  readonly changedBy: string;
}

/** What holds for a subject: its own threshold, else that of all, else the program's. */
export async function thresholdOf(tx: Tx, metric: Metric, subject: string): Promise<Threshold> {
  const found = await tx.select().from(thresholds)
    .where(and(eq(thresholds.metric, metric), inArray(thresholds.subject, ["", subject])));
  return found.find((each) => each.subject === subject) ?? found[0] ?? DEFAULT_THRESHOLDS[metric];
}

/** Every threshold that operators decided. */
export async function selectThresholds(tx: Tx): Promise<DecidedThreshold[]> {
  return await tx.select().from(thresholds).orderBy(asc(thresholds.metric), asc(thresholds.subject));
}

/** Writes a threshold in the place of what it was. */
export async function upsertThreshold(tx: Tx, threshold: DecidedThreshold): Promise<void> {
  const { warning, critical, changedAt, changedBy } = threshold;
  await tx.insert(thresholds).values(threshold).onConflictDoUpdate({
    target: [thresholds.metric, thresholds.subject],
    set: { warning, critical, changedAt, changedBy },
  });
}

/** Takes a threshold away; false when there was none. */
export async function deleteThreshold(
  tx: Tx,
  { metric, subject }: Pick<DecidedThreshold, "metric" | "subject">,
): Promise<boolean> {
  const gone = await tx.delete(thresholds).where(and(eq(thresholds.metric, metric), eq(thresholds.subject, subject)))
    .returning({ metric: thresholds.metric });
  return gone.length > 0;
}
