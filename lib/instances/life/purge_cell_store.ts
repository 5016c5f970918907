import { sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { PurgeProof } from "./purge.ts";

/** A table of a cell that holds rows of dossiers. */
export interface PurgedTable {
  readonly name: string;
  /** Tables that its rows point to. */
  readonly parents: readonly string[];
  readonly pointsToItself: boolean;
}

/**
 * What lets the purger delete a whole dossier: two operators or, for one whose archive is kept, whoever closed it and
 * the copy that was read back (`sha256:` and its digest) where that was an owner.
 */
export interface WholeWarrant {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly reason: "never_activated" | "closed" | "kept" | "retention_ended";
  readonly grantedBy: Uuid;
  readonly secondedBy: string;
  readonly expiresAt: IsoInstant;
}

/** As the mover: writes the warrant down; a second run makes it last again. */
export async function writeWarrant(tx: Tx, warrant: WholeWarrant): Promise<void> {
  const { tenantId, id, reason, grantedBy, secondedBy, expiresAt } = warrant;
  await rows(
    tx,
    sql`insert into cell.purge_warrants (tenant_id, id, reason, granted_by, seconded_by, expires_at)
      values (${tenantId}, ${id}, ${reason}, ${grantedBy}, ${secondedBy}, ${expiresAt})
      on conflict (tenant_id, id) do update set expires_at = excluded.expires_at`,
  );
}

/** As the mover: waits for the writers inside, lets nobody in any more. */
export async function shutDossier(tx: Tx, tenantId: Uuid): Promise<void> {
  await rows(tx, sql`select cell.fence_close(${tenantId}, 'moved')`);
}

/** Tables that the purger may delete from, children before their parents. The warrant itself is not among them. */
export async function purgedTables(tx: Tx): Promise<PurgedTable[]> {
  const found = await rows<PurgedTable>(
    tx,
    sql`select c.relname as name, array(select distinct f.relname::text from pg_catalog.pg_constraint k
          join pg_catalog.pg_class f on f.oid = k.confrelid
          where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as parents,
        exists (select 1 from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype = 'f'
          and k.confrelid = c.oid) as "pointsToItself"
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where n.nspname = 'cell' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'purge_warrants'
        and has_table_privilege('ops_purger', c.oid, 'delete')
      order by c.relname`,
  );
  return childrenFirst(found);
}

/** As the purger: deletes the next rows of a table; gives how many. The warrant is judged by the table's policy. */
export async function deleteSlice(
  tx: Tx,
  table: PurgedTable,
  { tenantId, limit }: { tenantId: Uuid; limit: number },
): Promise<number> {
  const name = sql`cell.${sql.identifier(table.name)}`;
  // A row may point to another of the same table: such a table goes at once, or a slice could part the two.
  const slice = table.pointsToItself
    ? sql`tenant_id = ${tenantId}`
    : sql`ctid = any(array(select ctid from ${name} where tenant_id = ${tenantId} limit ${limit}))
      and tenant_id = ${tenantId}`;
  const found = await row<{ n: number }>(
    tx,
    sql`with gone as (delete from ${name} where ${slice} returning 1) select count(*)::int as n from gone`,
  );
  return present(found, "count of a slice").n;
}

/** True where a warrant lets the purger delete the dossier in scope. */
export async function isPurgeAllowed(tx: Tx): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, sql`select cell.purge_allowed() as yes`), "answer").yes;
}

/** As the mover, who sees the dossier in scope without a warrant: rows in each table. */
export async function countRows(tx: Tx, tables: readonly PurgedTable[], tenantId: Uuid): Promise<number> {
  let sum = 0;
  for (const { name } of tables) {
    const counted = sql`select count(*)::int as n from cell.${sql.identifier(name)} where tenant_id = ${tenantId}`;
    sum += present(await row<{ n: number }>(tx, counted), "count of rows").n;
  }
  return sum;
}

/** As the mover: head of the sealed log and what files there are. */
export async function readProof(tx: Tx, tenantId: Uuid): Promise<Omit<PurgeProof, "tables" | "rows">> {
  const chain = await row<NonNullable<PurgeProof["chain"]>>(
    tx,
    sql`select chain_id as id, head_seq::text as seq, encode(head_hash, 'hex') as hash from cell.chains
      where tenant_id = ${tenantId}`,
  );
  const files = await row<{ files: number; bytes: number }>(
    tx,
    sql`select count(*)::int as files, coalesce(sum(bytes), 0)::float8 as bytes from cell.files
      where tenant_id = ${tenantId}`,
  );
  return { ...present(files, "count of files"), chain };
}

function childrenFirst(tables: readonly PurgedTable[]): PurgedTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const placed = new Set<PurgedTable>();
  function place(table: PurgedTable): void {
    if (placed.has(table)) return;
    for (const name of table.parents) {
      const parent = byName.get(name);
      if (parent) place(parent);
    }
    placed.add(table);
  }
  for (const table of tables) place(table);
  return [...placed].reverse();
}
