import { and, eq, ne, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, type Tx } from "../../platform/db/transaction.ts";
import { instances } from "../schema.ts";
import type { InstanceState } from "../states.ts";
import type { Destination } from "./move.ts";

/** Where the directory says that a dossier is. */
export interface Standing {
  readonly cell: string;
  readonly epoch: number;
  readonly state: InstanceState;
}

/** Where a dossier is, or null. */
export async function loadStanding(tx: Tx, tenantId: Uuid): Promise<Standing | null> {
  const { cellId: cell, epoch, state } = instances;
  const [found] = await tx.select({ cell, epoch, state }).from(instances).where(eq(instances.tenantId, tenantId));
  return found ?? null;
}

/** Where a dossier could go. */
export interface Target {
  readonly cell: string;
  /** Until when the cell keeps the exemplar that the dossier left there, which stands in the way; null: none. */
  readonly keptUntil: IsoInstant | null;
}

/**
 * The cell to go to: the one that is named, or the emptiest open one of a kind, those that keep an exemplar of the
 * dossier last. Null: there is none.
 */
export async function selectTarget(
  tx: Tx,
  { tenantId, from }: { tenantId: Uuid; from: string },
  wish: Destination,
): Promise<Target | null> {
  const cell = "cell" in wish ? wish.cell : null;
  const kind = "kind" in wish ? wish.kind : null;
  const found = await row<{ id: string; until: string | null }>(
    tx,
    sql`select c.id, kept.until from control.cells c cross join lateral (
        select count(*) as dossiers from control.instances i
        where i.cell_id = c.id and i.state not in ('kept', 'erased')) held
      cross join lateral (
        select max(coalesce(p.not_before, p.created_at)) as until from control.procedures p
        where p.tenant_id = ${tenantId} and p.kind = 'purge_moved' and p.state in ('running', 'abandoning')
          and p.cursor ->> 'cell' = c.id) kept
      where c.id <> ${from} and (c.id = ${cell} or (c.kind = ${kind} and c.state = 'open'
        and held.dossiers < c.max_dossiers))
      order by kept.until is not null, held.dossiers::float8 / c.max_dossiers, c.id limit 1`,
  );
  return found && { cell: found.id, keptUntil: found.until === null ? null : instantFromDriver(found.until) };
}

/** The deciding write: from its commit on, the dossier lives elsewhere. False when the directory has changed. */
export async function flip(
  tx: Tx,
  tenantId: Uuid,
  { from, to, epoch }: { from: string; to: string; epoch: number },
): Promise<boolean> {
  const flipped = await tx.update(instances).set({ cellId: to, epoch: epoch + 1 })
    .where(and(
      eq(instances.tenantId, tenantId),
      eq(instances.cellId, from),
      eq(instances.epoch, epoch),
      ne(instances.state, "erased"),
    )).returning({ epoch: instances.epoch });
  return flipped.length === 1;
}
