import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { selectStale } from "./console_procedure_store.ts";
import { CONSOLE_PROCEDURES } from "./kinds.ts";
import { runTurn } from "./run_turn.ts";
import { enqueueTurn } from "./start_console_procedure.ts";

/** Silence after which a procedure is taken for forgotten: its job was lost, or parked. */
const SILENT_S = 900;

/** One turn; the next is another job. */
export async function advanceConsoleProcedureJob(
  ctx: PersonCtx,
  { tenantId, procedureId }: { tenantId: Uuid; procedureId: Uuid },
): Promise<void> {
  await runTurn(ctx, { tenantId, id: procedureId }, { kinds: CONSOLE_PROCEDURES });
}

/** Gives a turn to procedures that have been silent; to one that waits for its hour, none. */
export async function reviveProcedures(ctx: PersonCtx): Promise<void> {
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const stale = await selectStale(tx, addSeconds(ctx.now, -SILENT_S));
    for (const { tenantId, id } of stale) await enqueueTurn(tx, { tenantId, id }, { turn: `revived/${ctx.now}` });
  });
}
