import { and, eq, sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { row, type Tx } from "../platform/db/transaction.ts";
import { sendings } from "./schema.ts";

/** A sending to keep. */
export type SendingRow = typeof sendings.$inferInsert;
/** A sending as kept. */
export type Sending = typeof sendings.$inferSelect;
/** Which sending. */
export interface SendingKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** Keeps a sending; false where the same form asked for it already. */
export async function insertSending(tx: Tx, sending: SendingRow): Promise<boolean> {
  const added = await tx.insert(sendings).values(sending).onConflictDoNothing({
    target: [sendings.tenantId, sendings.id],
  })
    .returning({ id: sendings.id });
  return added.length === 1;
}

/** One sending, or null. */
export async function findSending(tx: Tx, key: SendingKey): Promise<Sending | null> {
  const [found] = await tx.select().from(sendings)
    .where(and(eq(sendings.tenantId, key.tenantId), eq(sendings.id, key.id)));
  return found ?? null;
}

/** A held sending, locked until the transaction ends; null for one that is not held, or no more. */
export async function lockHeldSending(tx: Tx, key: SendingKey): Promise<Sending | null> {
  const [found] = await tx.select().from(sendings).where(
    and(eq(sendings.tenantId, key.tenantId), eq(sendings.id, key.id), eq(sendings.state, "held")),
  ).for("update");
  return found ?? null;
}

/** Writes down what became of a sending. */
export async function updateSending(
  tx: Tx,
  key: SendingKey,
  outcome: Partial<Pick<Sending, "state" | "outcome" | "sentAt" | "heldFor" | "releasedAt">>,
): Promise<void> {
  await tx.update(sendings).set(outcome).where(and(eq(sendings.tenantId, key.tenantId), eq(sendings.id, key.id)));
}

/** How many mails left since yesterday at this hour, and how many of these addresses were never written to before. */
export async function trialUsage(
  tx: Tx,
  { tenantId, now, addresses }: { tenantId: Uuid; now: IsoInstant; addresses: readonly string[] },
): Promise<{ mails: number; newAddresses: number }> {
  const found = await row<{ mails: number; known_today: number; unknown: number }>(
    tx,
    sql`with day as (
        select recipients || copies as all_of from cell.sendings
        where tenant_id = ${tenantId} and queued_at > ${now}::timestamptz - interval '1 day'
      ), earlier as (
        select distinct unnest(recipients || copies) as address from cell.sendings
        where tenant_id = ${tenantId} and queued_at <= ${now}::timestamptz - interval '1 day'
      ), today as (
        select distinct address from (
          select unnest(all_of) as address from day union select jsonb_array_elements_text(${
      JSON.stringify(addresses)
    }::jsonb)
        ) a where address not in (select address from earlier)
      )
      select (select count(*)::integer from day) as mails, (select count(*)::integer from today) as unknown`,
  );
  const usage = present(found, "usage");
  return { mails: usage.mails, newAddresses: usage.unknown };
}
