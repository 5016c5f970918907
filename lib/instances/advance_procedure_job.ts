import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { advanceProcedure } from "./advance_procedure.ts";

/** Brings a procedure to its end; run again after a failure, it goes on from the step that failed. */
export async function advanceProcedureJob(
  ctx: PersonCtx,
  { tenantId, procedureId }: { tenantId: Uuid; procedureId: Uuid },
): Promise<void> {
  await advanceProcedure(ctx, { tenantId, id: procedureId });
}
