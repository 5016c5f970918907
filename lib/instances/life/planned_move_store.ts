import { and, eq } from "drizzle-orm";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { cells, procedures } from "../schema.ts";
import type { PlannedMove } from "./life.ts";

/** True for a cell of trials. */
export async function isInTrialCell(tx: Tx, cell: string): Promise<boolean> {
  const found = await tx.select({ id: cells.id }).from(cells).where(and(eq(cells.id, cell), eq(cells.kind, "trial")));
  return found.length > 0;
}

/** The move of a dossier that is asked for and not over, or null. */
export async function loadPlannedMove(tx: Tx, tenantId: Uuid): Promise<PlannedMove | null> {
  const { id, notBefore, createdAt } = procedures;
  const [found] = await tx.select({ id, notBefore, createdAt }).from(procedures).where(and(
    eq(procedures.tenantId, tenantId),
    eq(procedures.kind, MOVE_KIND),
    eq(procedures.state, "running"),
  )).limit(1);
  return found ? { procedureId: found.id, from: found.notBefore ?? found.createdAt } : null;
}

/** Name of the procedure, as in `MOVE_DOSSIER`, whose steps this file has no use for. */
const MOVE_KIND = "move_dossier";
