import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Life, PlannedMove, StateChange } from "./life.ts";
import { loadLife, selectChanges } from "./life_store.ts";
import { loadPlannedMove } from "./planned_move_store.ts";

/** Where a dossier stands in its life, for work of control; null where there is none. */
export async function findLife(tenantId: Uuid): Promise<Life | null> {
  return await withControl({ tenantId }, (tx) => loadLife(tx, tenantId), { mode: "read" });
}

/** The move of a dossier that is asked for and not over; null where there is none. */
export async function findPlannedMove(tenantId: Uuid): Promise<PlannedMove | null> {
  return await withControl({ tenantId }, (tx) => loadPlannedMove(tx, tenantId), { mode: "read" });
}

/** The changes of a dossier's state, the first first. */
export async function findChanges(tenantId: Uuid): Promise<readonly StateChange[]> {
  return (await withControl({ tenantId }, (tx) => selectChanges(tx, tenantId), { mode: "read" })).reverse();
}
