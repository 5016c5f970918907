import { sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { present } from "../base/assert.ts";
import type { IsoInstant } from "../base/dates.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";

/** What two operators let the purger do in one dossier. */
export interface ContentsWarrant {
  readonly cell: string;
  readonly tenantId: Uuid;
  readonly warrantId: Uuid;
  /** Ids of the operators: who asked, who approved. */
  readonly grantedBy: Uuid;
  readonly secondedBy: Uuid;
  readonly contentsBefore: IsoInstant;
  readonly expiresAt: IsoInstant;
}

/**
 * Holds the dossier where it lives for the length of this transaction. Fails with SQLSTATE PF001 where it does not live
 * here any more, and PF002 while it is moving: its copy would bring the contents back. Tried again later, it is erased
 * where it then lives.
 */
export async function enterToErase(tx: Tx): Promise<void> {
  await rows(tx, sql`select cell.enter_to_erase()`);
}

/** Erases the contents of the next records that a warrant reaches; gives how many. The database judges the warrant. */
export async function eraseSlice(
  tx: Tx,
  { tenantId, warrantId, limit }: { tenantId: Uuid; warrantId: Uuid; limit: number },
): Promise<number> {
  const erased = await rows(
    tx,
    sql`update cell.sealed_records set payload = null, erased_at = now(), erased_under = ${warrantId}
      where tenant_id = ${tenantId} and payload is not null and seq = any(array(
        select r.seq from cell.sealed_records r
          join cell.purge_warrants w on w.tenant_id = r.tenant_id and w.id = ${warrantId} and w.expires_at > now()
        where r.tenant_id = ${tenantId} and r.payload is not null and r.type not in ('chain_opened', 'key_rotated')
          and r.at < w.contents_before
        order by r.seq limit ${limit}))
      returning seq`,
  );
  return erased.length;
}

/** Writes a warrant down in its cell; twice is no error. The database refuses one that reaches too far. */
export async function insertWarrant(
  tx: Tx,
  { tenantId, warrantId, grantedBy, secondedBy, contentsBefore, expiresAt }: ContentsWarrant,
): Promise<void> {
  await rows(
    tx,
    sql`insert into cell.purge_warrants (tenant_id, id, reason, granted_by, seconded_by, expires_at, contents_before)
      values (${tenantId}, ${warrantId}, 'contents_retention_ended', ${grantedBy}, ${secondedBy}, ${expiresAt},
        ${contentsBefore})
      on conflict (tenant_id, id) do nothing`,
  );
}

/** How many contents have gone under a warrant. */
export async function countErased(
  tx: Tx,
  { tenantId, warrantId }: { tenantId: Uuid; warrantId: Uuid },
): Promise<bigint> {
  const found = await row<{ erased: bigint }>(
    tx,
    sql`select count(*) as erased from cell.sealed_records where tenant_id = ${tenantId} and erased_under = ${warrantId}`,
  );
  return BigInt(present(found, "count of erased contents").erased);
}

/** What an erasure up to an instant would reach in the dossier in scope. */
export async function reachOf(tx: Tx, before: IsoInstant): Promise<{ records: bigint; unarchived: bigint }> {
  const found = present(
    await row<{ records: bigint; unarchived: bigint }>(
      tx,
      sql`select records, unarchived from cell.erasure_reach(${before})`,
    ),
    "reach of an erasure",
  );
  return { records: BigInt(found.records), unarchived: BigInt(found.unarchived) };
}

/** A warrant under which contents of the dossier went. */
export interface ErasedContents {
  readonly warrantId: Uuid;
  /** Everything erased was sealed before. */
  readonly contentsBefore: IsoInstant;
  readonly contents: bigint;
  readonly erasedAt: IsoInstant;
}

/** The warrants under which contents of the dossier in scope went, the latest first. */
export async function selectErased(tx: Tx, tenantId: Uuid): Promise<ErasedContents[]> {
  const found = await rows<{ warrantId: Uuid; contentsBefore: string; contents: bigint; erasedAt: string }>(
    tx,
    sql`select w.id as "warrantId", w.contents_before as "contentsBefore", e.contents, e.erased_at as "erasedAt"
      from (select erased_under, count(*) as contents, max(erased_at) as erased_at from cell.sealed_records
          where tenant_id = ${tenantId} and erased_under is not null group by erased_under) e
        join cell.purge_warrants w on w.tenant_id = ${tenantId} and w.id = e.erased_under
      order by e.erased_at desc, w.id`,
  );
  return found.map((each) => ({
    warrantId: each.warrantId,
    contentsBefore: instantFromDriver(each.contentsBefore),
    contents: BigInt(each.contents),
    erasedAt: instantFromDriver(each.erasedAt),
  }));
}
