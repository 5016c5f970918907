import { and, desc, eq, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import type { AnchorChoice } from "./choice.ts";
import { anchorChoices, anchorLeaves, anchors } from "./schema.ts";

/** A leaf of the dossier in scope. */
export type LeafRow = typeof anchorLeaves.$inferSelect;

/** An anchor that holds the dossier's chain. */
export interface OwnAnchor {
  readonly day: IsoDate;
  /** Number and hash of the head that was anchored. */
  readonly seq: bigint;
  readonly hash: Uint8Array;
  readonly madeAt: IsoInstant;
  readonly isLate: boolean;
}

/** The dossier's last anchors, the latest first. */
export async function selectOwnAnchors(tx: Tx, tenantId: Uuid, limit: number): Promise<OwnAnchor[]> {
  const { day, seq, hash } = anchorLeaves;
  return await tx.select({ day, seq, hash, madeAt: anchors.madeAt, isLate: anchors.isLate }).from(anchorLeaves)
    .innerJoin(anchors, eq(anchors.day, day)).where(eq(anchorLeaves.tenantId, tenantId))
    .orderBy(desc(day)).limit(limit);
}

/** Each head of the dossier that was ever anchored, once, with the first day that it was. */
export async function selectAnchoredHeads(tx: Tx, tenantId: Uuid): Promise<AnchoredHead[]> {
  return await rows<AnchoredHead>(
    tx,
    sql`select min(day)::text as day, chain_id as chain, seq, hash from control.anchor_leaves
      where tenant_id = ${tenantId} group by chain_id, seq, hash order by seq, min(day)`,
  );
}

/** A head as an anchor of ours holds it. */
export interface AnchoredHead {
  readonly day: IsoDate;
  readonly chain: Uuid;
  readonly seq: bigint;
  readonly hash: Uint8Array;
}

/** The dossier's leaf of a day, or null. */
export async function selectLeaf(tx: Tx, tenantId: Uuid, day: IsoDate): Promise<LeafRow | null> {
  const [found] = await tx.select().from(anchorLeaves)
    .where(and(eq(anchorLeaves.tenantId, tenantId), eq(anchorLeaves.day, day)));
  return found ?? null;
}

/** What the dossier chose, or null. */
export async function selectChoice(tx: Tx, tenantId: Uuid): Promise<AnchorChoice | null> {
  const { pace, toMembers, addresses } = anchorChoices;
  const [found] = await tx.select({ pace, toMembers, addresses }).from(anchorChoices)
    .where(eq(anchorChoices.tenantId, tenantId));
  return found ?? null;
}

/** Keeps what the dossier chose. */
export async function upsertChoice(
  tx: Tx,
  tenantId: Uuid,
  { pace, toMembers, addresses, at }: AnchorChoice & { readonly at: IsoInstant },
): Promise<void> {
  const chosen = { pace, toMembers, addresses: [...addresses], updatedAt: at };
  await tx.insert(anchorChoices).values({ tenantId, ...chosen })
    .onConflictDoUpdate({ target: anchorChoices.tenantId, set: chosen });
}

/**
 * Marks the mails that an anchor calls for as asked, and says whose: a dossier in use, whose chain holds more than its
 * opening, that wants one in this period and was not written to in it.
 */
export async function markMails(
  tx: Tx,
  day: IsoDate,
  periods: Readonly<Record<"monthly" | "weekly" | "daily", string>>,
): Promise<{ tenantId: Uuid; period: string }[]> {
  return await rows<{ tenantId: Uuid; period: string }>(
    tx,
    sql`insert into control.anchor_mails (tenant_id, period, day)
      select l.tenant_id, case coalesce(c.pace, 'monthly') when 'monthly' then ${periods.monthly}
          when 'weekly' then ${periods.weekly} else ${periods.daily} end, ${day}::date
        from control.anchor_leaves l
          join control.instances i on i.tenant_id = l.tenant_id and i.state in ('trial', 'active', 'suspended', 'closed')
          left join control.anchor_choices c on c.tenant_id = l.tenant_id
        where l.day = ${day}::date and l.seq > 1 and coalesce(c.pace, 'monthly') <> 'never'
      on conflict do nothing returning tenant_id as "tenantId", period`,
  );
}
