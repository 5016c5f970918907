import type { PersonCtx } from "../../base/ctx.ts";
import { type Actor, readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { noteAct } from "../acts/note_act.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { loadConsoleProcedure, setDue } from "../procedures/console_procedure_store.ts";
import { enqueueTurn } from "../procedures/start_console_procedure.ts";
import { refuse } from "../refusals.ts";
import { PURGE_MOVED } from "./purge_moved.ts";

/**
 * Purges the exemplar that a dossier left now instead of after its days, under the same warrant: the dossier may then
 * come back to that cell. Asked twice, it is purged once. Refuses `act_reason` (422), `no_kept_exemplar` (404).
 */
export async function hastenPurge(
  ctx: PersonCtx,
  by: Actor,
  { reason: typed, ...key }: ProcedureKey & { readonly reason: string },
): Promise<void> {
  const reason = readActReason(typed);
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const at = await loadConsoleProcedure(tx, key);
    if (at?.kind !== PURGE_MOVED.kind || at.state !== "running") throw refuse("no_kept_exemplar");
    await setDue(tx, key, ctx.now);
    const subject = { kind: "procedure", id: key.id, instanceId: key.tenantId } as const;
    await noteAct(tx, by, { at: ctx.now, act: "hasten_purge", subject, reason });
    await enqueueTurn(tx, key, { turn: "hastened" });
  });
}
