import { present } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import type { Actor } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { noteAct } from "../acts/note_act.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { refuse } from "../refusals.ts";
import type { ConsoleKinds } from "./console_procedure.ts";
import { lockConsoleProcedure, logProcedure, markCancelled } from "./console_procedure_store.ts";
import { hasDecided } from "./run_turn.ts";
import { enqueueTurn } from "./start_console_procedure.ts";

/**
 * Cancels a procedure that has not decided yet: the turn under way, or the next, undoes its steps, the last first.
 * Refuses `procedure_unknown` (404), `procedure_ended`, `procedure_decided` (409).
 */
export async function cancelConsoleProcedure(
  ctx: PersonCtx,
  key: ProcedureKey,
  { by, reason, kinds }: { by: Actor; reason: string; kinds: ConsoleKinds },
): Promise<void> {
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const at = await lockConsoleProcedure(tx, key);
    if (!at) throw refuse("procedure_unknown");
    if (at.state !== "running") throw refuse("procedure_ended");
    const kind = present(kinds.get(at.kind), `procedure ${at.kind}`);
    if (hasDecided(kind, at.step)) throw refuse("procedure_decided");
    await markCancelled(tx, key, ctx.now);
    await logProcedure(tx, key, { step: kind.steps[at.step]!.name, event: "cancelled" });
    const subject = { kind: "procedure", id: key.id, instanceId: key.tenantId } as const;
    await noteAct(tx, by, { at: ctx.now, act: "cancel_procedure", subject, reason });
    // A turn that is under way finds it out by itself; where none is, this one begins.
    await enqueueTurn(tx, key, { turn: "cancelled" });
  });
}
