import { sql } from "drizzle-orm";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";

/** A dossier's own row in a cell. */
export interface DossierRow {
  readonly state: "open" | "read_only" | "moving" | "moved" | "copy";
  readonly epoch: number;
  readonly publicId: string;
  readonly revision: bigint;
}

/** The dossier's row in the cell, or null. */
export async function loadDossierRow(tx: Tx, tenantId: Uuid): Promise<DossierRow | null> {
  return await row(
    tx,
    sql`select state, epoch, public_id as "publicId", revision from cell.dossiers where tenant_id = ${tenantId}`,
  );
}

/**
 * Takes the fence for this transaction alone: those who are inside end first, those who come wait. Fails with SQLSTATE
 * 55P03 when somebody stays inside for longer than the milliseconds given.
 */
export async function lockFence(tx: Tx, tenantId: Uuid, waitMs: number): Promise<void> {
  await rows(tx, sql`select set_config('lock_timeout', ${`${waitMs}ms`}, true)`);
  await rows(tx, sql`select pg_advisory_xact_lock(cell.fence_key(${tenantId}))`);
}

/** Makes the row of a dossier that is about to arrive; false when another one than a copy is there. */
export async function insertArrival(
  tx: Tx,
  { tenantId, publicId, epoch }: { tenantId: Uuid; publicId: string; epoch: number },
): Promise<boolean> {
  await rows(
    tx,
    sql`insert into cell.dossiers (tenant_id, public_id, state, epoch, queue_held)
    values (${tenantId}, ${publicId}, 'copy', ${epoch}, true) on conflict (tenant_id) do nothing`,
  );
  const there = await loadDossierRow(tx, tenantId);
  return there?.state === "copy" && there.epoch === epoch;
}

/** What changes of a dossier's row during a move. */
export interface RowChange {
  readonly state?: DossierRow["state"];
  readonly epoch?: number;
  readonly revision?: bigint;
  readonly isFollowed?: boolean;
  readonly isQueueHeld?: boolean;
}

/** Changes the dossier's row. */
export async function changeDossierRow(tx: Tx, tenantId: Uuid, change: RowChange): Promise<void> {
  const { state = null, epoch = null, revision = null, isFollowed = null, isQueueHeld = null } = change;
  await rows(
    tx,
    sql`update cell.dossiers set state = coalesce(${state}, state), epoch = coalesce(${epoch}::integer, epoch),
        revision = coalesce(${revision === null ? null : String(revision)}::bigint, revision),
        followed = coalesce(${isFollowed}::boolean, followed),
        queue_held = coalesce(${isQueueHeld}::boolean, queue_held)
      where tenant_id = ${tenantId}`,
  );
}

/** Lets the purger remove this exemplar of the dossier for a week; asked again, the same warrant is pushed on. */
export async function grantPurge(
  tx: Tx,
  { tenantId, id, by }: { tenantId: Uuid; id: Uuid; by: string },
): Promise<void> {
  await rows(
    tx,
    sql`insert into cell.purge_warrants (tenant_id, id, reason, granted_by, expires_at)
    values (${tenantId}, ${id}, 'moved', ${by}, now() + interval '7 days')
    on conflict (tenant_id, id) do update set expires_at = excluded.expires_at`,
  );
}

/** Takes the warrant back as soon as nothing is left: what comes here later is not under it. */
export async function endPurge(tx: Tx, { tenantId, id }: { tenantId: Uuid; id: Uuid }): Promise<void> {
  await rows(tx, sql`update cell.purge_warrants set expires_at = now() where tenant_id = ${tenantId} and id = ${id}`);
}
