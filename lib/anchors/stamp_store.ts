import { desc, eq, isNull } from "drizzle-orm";
import type { IsoDate } from "../base/dates.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { anchors, anchorStamps } from "./schema.ts";

/** A timestamp of a day's statement. */
export type StampRow = typeof anchorStamps.$inferSelect;

/** The days that have no timestamp yet, the latest first, at most so many. */
export async function selectUnstamped(tx: Tx, limit: number): Promise<{ day: IsoDate; statement: string }[]> {
  return await tx.select({ day: anchors.day, statement: anchors.statement }).from(anchors)
    .leftJoin(anchorStamps, eq(anchorStamps.day, anchors.day)).where(isNull(anchorStamps.day))
    .orderBy(desc(anchors.day)).limit(limit);
}

/** Keeps a timestamp; one that is there stays. */
export async function insertStamp(tx: Tx, stamp: StampRow): Promise<void> {
  await tx.insert(anchorStamps).values(stamp).onConflictDoNothing();
}

/** The timestamp of a day, or null. */
export async function selectStamp(tx: Tx, day: IsoDate): Promise<StampRow | null> {
  const [found] = await tx.select().from(anchorStamps).where(eq(anchorStamps.day, day));
  return found ?? null;
}
