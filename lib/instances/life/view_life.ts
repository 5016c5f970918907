import type { Ctx, PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withControl, withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { refuse } from "../refusals.ts";
import type { Life, PlannedMove, StateChange } from "./life.ts";
import { loadLife, selectChanges } from "./life_store.ts";
import { loadPlannedMove } from "./planned_move_store.ts";

/** A dossier's life, and how its states followed each other. */
export interface LifeView {
  readonly life: Life;
  readonly changes: readonly StateChange[];
  /** Where it is about to change cells. */
  readonly move: PlannedMove | null;
}

/** The life of a dossier for the console. Refuses `instance_unknown` (404). */
export async function viewLife(_ctx: PersonCtx, tenantId: Uuid): Promise<LifeView> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => load(tx, tenantId));
}

/** The life of one's own dossier, for the subscriber's area. */
export async function viewOwnLife({ tenantId }: Ctx): Promise<LifeView> {
  return await withControl({ tenantId }, (tx) => load(tx, tenantId), { mode: "read" });
}

async function load(tx: Tx, tenantId: Uuid): Promise<LifeView> {
  const life = await loadLife(tx, tenantId);
  if (!life) throw refuse("instance_unknown");
  return { life, changes: await selectChanges(tx, tenantId), move: await loadPlannedMove(tx, tenantId) };
}
