import { and, desc, eq, sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, type Tx } from "../../platform/db/transaction.ts";
import { purges } from "../schema.ts";
import type { Purge, PurgeKey, PurgeProof } from "./purge.ts";

/** The erasures that were asked of a dossier, the latest first. */
export async function selectPurges(tx: Tx, tenantId: Uuid): Promise<Purge[]> {
  return await tx.select().from(purges).where(eq(purges.tenantId, tenantId)).orderBy(desc(purges.askedAt)).limit(20);
}

/** One of them, or null. */
export async function loadPurge(tx: Tx, { tenantId, id }: PurgeKey): Promise<Purge | null> {
  const [found] = await tx.select().from(purges).where(and(eq(purges.tenantId, tenantId), eq(purges.id, id)));
  return found ?? null;
}

/** Writes what an operator asks; false when one is under way. */
export async function insertPurge(
  tx: Tx,
  { tenantId, id, reason, askedBy, askedByName, askedAt }: Pick<
    Purge,
    "tenantId" | "id" | "reason" | "askedBy" | "askedByName" | "askedAt"
  >,
): Promise<boolean> {
  const made = await row(
    tx,
    // The columns that the console may write, and no other.
    sql`insert into control.purges (tenant_id, id, reason, asked_by, asked_by_name, asked_at)
      values (${tenantId}, ${id}, ${reason}, ${askedBy}, ${askedByName}, ${askedAt})
      on conflict (tenant_id) where state in ('prepared', 'asked', 'approved') do nothing returning id`,
  );
  return made !== null;
}

/** The first operator's word on an erasure that the program has prepared: its id, or null where none is. */
export async function adoptPurge(
  tx: Tx,
  tenantId: Uuid,
  said: { operatorId: Uuid; name: string; reason: string; at: IsoInstant },
): Promise<Uuid | null> {
  const { operatorId, name, reason, at } = said;
  const found = await row<{ id: Uuid | null }>(
    tx,
    sql`select control.adopt_purge(${tenantId}, ${operatorId}, ${name}, ${reason}, ${at}) as id`,
  );
  return found?.id ?? null;
}

/** The second operator's word, or the first one's change of mind; false where control refuses it. */
export async function decidePurgeRow(
  tx: Tx,
  { tenantId, id }: PurgeKey,
  said: { operatorId: Uuid; name: string; approves: boolean; at: IsoInstant },
): Promise<boolean> {
  const { operatorId, name, approves, at } = said;
  return await isYes(
    tx,
    sql`select control.decide_purge(${tenantId}, ${id}, ${operatorId}, ${name}, ${approves}, ${at}) as yes`,
  );
}

/** The deciding write of an erasure; false where it was made before, or was never agreed on. */
export async function eraseInstance(
  tx: Tx,
  { tenantId, id }: PurgeKey,
  { change, asker, at }: { change: Uuid; asker: string; at: IsoInstant },
): Promise<boolean> {
  return await isYes(
    tx,
    sql`select control.erase_instance(${tenantId}, ${id}, ${change}, ${asker}, ${at}) is not null as yes`,
  );
}

/** Forgets what control knew, and writes the proof down; true once. */
export async function finishPurge(
  tx: Tx,
  { tenantId, id }: PurgeKey,
  { proof, at }: { proof: PurgeProof; at: IsoInstant },
): Promise<boolean> {
  const shown = JSON.stringify(proof);
  return await isYes(tx, sql`select control.finish_purge(${tenantId}, ${id}, ${shown}::jsonb, ${at}) as yes`);
}

/** How many mails about the dossier have not left yet: their addresses are about to be forgotten. */
export async function countLifeMails(tx: Tx, tenantId: Uuid): Promise<number> {
  const found = await row<{ n: number }>(
    tx,
    sql`select count(*)::int as n from control.jobs where tenant_id = ${tenantId}
      and kind in ('instances.tell_life', 'instances.life_mail') and state in ('ready', 'running')`,
  );
  return present(found, "count of mails").n;
}

async function isYes(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer about an erasure").yes;
}
