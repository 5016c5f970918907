import { and, eq } from "drizzle-orm";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { numberReadings } from "../schema.ts";
import { type NumberReading, tallyFromStored, tallyToStored } from "./number_reading.ts";

/** What is kept of the numbering journal of a dossier, or null. */
export async function loadReading(tx: Tx, tenantId: Uuid): Promise<NumberReading | null> {
  const [found] = await tx.select().from(numberReadings).where(eq(numberReadings.tenantId, tenantId));
  if (!found) return null;
  const { tenantId: _, tally, rewrittenSeq, rewrittenAt, ...rest } = found;
  const rewritten = rewrittenSeq !== null && rewrittenAt !== null ? { seq: rewrittenSeq, at: rewrittenAt } : null;
  return { ...rest, tally: tallyFromStored(tally), rewritten };
}

/** Keeps how far a reading has come, where nobody else took it further meanwhile; false otherwise. */
export async function moveReading(
  tx: Tx,
  { tenantId, from, to }: { tenantId: Uuid; from: NumberReading | null; to: NumberReading },
): Promise<boolean> {
  const { tally, rewritten, ...rest } = to;
  const values = {
    ...rest,
    tally: tallyToStored(tally),
    rewrittenSeq: rewritten?.seq ?? null,
    rewrittenAt: rewritten?.at ?? null,
  };
  const moved = from
    ? await tx.update(numberReadings).set(values).where(and(
      eq(numberReadings.tenantId, tenantId),
      eq(numberReadings.seq, from.seq),
      eq(numberReadings.begunAt, from.begunAt),
    )).returning({ seq: numberReadings.seq })
    : await tx.insert(numberReadings).values({ tenantId, ...values }).onConflictDoNothing()
      .returning({ seq: numberReadings.seq });
  return moved.length === 1;
}
