import type { PersonCtx } from "../../base/ctx.ts";
import { formatInstant, type IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Actor } from "../../identity/mod.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { clearAlert } from "../alerts/raise_alert.ts";
import { newId } from "../../platform/random.ts";
import { noteAct } from "../acts/note_act.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { startConsoleProcedure } from "../procedures/start_console_procedure.ts";
import { refuse } from "../refusals.ts";
import { type Destination, newMove } from "./move.ts";
import { MOVE_DOSSIER } from "./move_dossier.ts";
import { loadStanding, selectTarget } from "./move_store.ts";

/** What is asked of a move. */
export interface MoveRequest {
  readonly tenantId: Uuid;
  /** A cell by its id, or the emptiest open one of a kind. */
  readonly to: Destination;
  readonly by: Actor;
  /** Why, clean. */
  readonly reason: string;
  /** A quiet hour; at once without. */
  readonly notBefore?: IsoInstant;
  /** Asked twice under one key it begins once. */
  readonly idempotencyKey?: string;
}

/**
 * Begins the move of a dossier to another cell, in the transaction of control (role `ops_control`) that decides it.
 * Refuses `instance_unknown` (404), `no_target`, `exemplar_kept`, `procedure_under_way` (409).
 */
export async function startMove(tx: Tx, ctx: PersonCtx, request: MoveRequest): Promise<ProcedureKey> {
  const { tenantId, to, by, reason, notBefore, idempotencyKey = newId() } = request;
  const standing = await loadStanding(tx, tenantId);
  if (!standing || ["provisioning", "kept", "erased"].includes(standing.state)) throw refuse("instance_unknown");
  const target = await selectTarget(tx, { tenantId, from: standing.cell }, to);
  if (target === null) throw refuse("no_target");
  if (target.keptUntil) throw refuse("exemplar_kept", { values: { until: formatInstant(target.keptUntil) } });
  const start = { kind: MOVE_DOSSIER, tenantId, idempotencyKey, cursor: newMove(to), ...notBefore && { notBefore } };
  const key = await startConsoleProcedure(tx, ctx, start);
  await clearAlert(tx, { kind: "not_moved", subject: { kind: "dossier", id: tenantId }, at: ctx.now });
  await noteAct(tx, by, { at: ctx.now, act: "move_dossier", subject: { kind: "instance", id: tenantId }, reason });
  return key;
}
