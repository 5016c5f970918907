import { and, eq, ne, sql } from "drizzle-orm";
import type { Uuid } from "../../base/ids.ts";
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

/** The cell to go to: the one that is named, or the emptiest open one of a kind. Null: there is none. */
export async function selectTarget(tx: Tx, wish: Destination, from: string): Promise<string | null> {
  const cell = "cell" in wish ? wish.cell : null;
  const kind = "kind" in wish ? wish.kind : null;
  const found = await row<{ id: string }>(
    tx,
    sql`select c.id from control.cells c cross join lateral (
        select count(*) as dossiers from control.instances i where i.cell_id = c.id and i.state <> 'erased') held
      where c.id <> ${from} and (c.id = ${cell} or (c.kind = ${kind} and c.state = 'open'
        and held.dossiers < c.max_dossiers))
      order by held.dossiers::float8 / c.max_dossiers, c.id limit 1`,
  );
  return found?.id ?? null;
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
