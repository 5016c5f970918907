import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { noteAct } from "../acts/note_act.ts";
import { clearAlert } from "../alerts/raise_alert.ts";
import { loadLife } from "../life/life_store.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { startConsoleProcedure } from "../procedures/start_console_procedure.ts";
import { refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { KEEP_DOSSIER, newKeeping } from "./keep_dossier.ts";
import { findToKeep, type ToKeep } from "./kept_store.ts";

/**
 * Begins to keep a dossier; once for its closing and a key. Refuses `procedure_under_way` (409) where another exclusive
 * procedure runs.
 */
export async function startKeeping(
  tx: Tx,
  ctx: PersonCtx,
  { dossier: { tenantId, closing }, secondedBy, key }: {
    readonly dossier: ToKeep;
    readonly secondedBy: Uuid | null;
    readonly key: string;
  },
): Promise<ProcedureKey> {
  const cursor = newKeeping(newId(), secondedBy);
  return await startConsoleProcedure(tx, ctx, {
    ...{ kind: KEEP_DOSSIER, tenantId, cursor },
    idempotencyKey: `${closing}/${key}`,
  });
}

/**
 * The second operator's word on a dossier that an operator closed to be kept, its cooling-off over: his archive is kept
 * and everything else goes. Where an owner closed it, his own written choice is enough and nobody is asked.
 * Refuses: `act_reason` (422), `instance_unknown` (404), `keep_refused`, `keep_own`, `procedure_under_way` (409).
 */
export async function secondKeeping(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...typed }: { readonly tenantId: Uuid; readonly reason: string },
): Promise<ProcedureKey> {
  const reason = readActReason(typed.reason);
  return await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    if (!await loadLife(tx, tenantId)) throw refuse("instance_unknown");
    const dossier = await findToKeep(tx, tenantId);
    if (!dossier || dossier.closedBy !== "operator") throw refuse("keep_refused");
    if (dossier.closer === by.operatorId) throw refuse("keep_own");
    const key = await startKeeping(tx, ctx, { dossier, secondedBy: by.operatorId, key: newId() });
    const subject = { kind: "dossier", id: tenantId } as const;
    await clearAlert(tx, { kind: "keep_to_second", subject, at: ctx.now });
    await noteAct(tx, by, { at: ctx.now, act: "second_keeping", subject: { kind: "instance", id: tenantId }, reason });
    return key;
  });
}
