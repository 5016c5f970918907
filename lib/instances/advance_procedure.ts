import type { PersonCtx } from "../base/ctx.ts";
import { Refusal } from "../base/refusal.ts";
import { sqlState } from "../platform/db/transaction.ts";
import { log } from "../platform/log.ts";
import { OPEN_DOSSIER } from "./open_dossier.ts";
import { type ProcedureKinds, runProcedure, withAnyCursor } from "./procedure.ts";
import type { ProcedureKey } from "./procedure_store.ts";

/** Every kind of procedure of the product. */
export const PROCEDURES: ProcedureKinds = new Map([[OPEN_DOSSIER.kind, withAnyCursor(OPEN_DOSSIER)]]);

/** Runs the steps of a procedure that are left; throws what a step throws, after noting it. */
export async function advanceProcedure(ctx: PersonCtx, key: ProcedureKey): Promise<void> {
  await runProcedure(ctx, key, { kinds: PROCEDURES });
}

/**
 * Runs a procedure at once for the person who waits for it. True when it has ended; false when a step failed, which the
 * job will try again: the page says that the dossier is being prepared.
 */
export async function hurryProcedure(ctx: PersonCtx, key: ProcedureKey): Promise<boolean> {
  try {
    await advanceProcedure(ctx, key);
    return true;
  } catch (error) {
    const code = error instanceof Refusal ? error.code : sqlState(error) ?? (error instanceof Error ? error.name : "?");
    log("warn", "instances.procedure_delayed", { tenant: key.tenantId, procedure: key.id, code });
    return false;
  }
}
