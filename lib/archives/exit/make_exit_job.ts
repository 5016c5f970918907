import type { Ctx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { Refusal } from "../../base/refusal.ts";
import { storeKey } from "../../files/mod.ts";
import { sqlState } from "../../platform/db/transaction.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { GiveUp, type JobInfo } from "../../platform/jobs.ts";
import { storeOf } from "../../platform/stores.ts";
import { clearSpools } from "../clear_spools.ts";
import { STEP_TRIES } from "../jobs.ts";
import { advanceExit } from "./advance_exit.ts";
import { failExit, findExit } from "./exit_store.ts";

/** One step of an exit archive. The last try that fails ends it, so that another can be asked for. */
export async function makeExitJob(
  ctx: Ctx,
  { exitId: id, step }: { exitId: Uuid; step: number },
  { attempt }: JobInfo,
): Promise<void> {
  try {
    await advanceExit(ctx, { id, step });
  } catch (error) {
    if (attempt < STEP_TRIES) throw error;
    const failure = error instanceof Refusal
      ? error.code
      : sqlState(error) ?? (error instanceof Error ? error.name : "unknown");
    await giveUp(ctx, { id, step, failure });
    throw new GiveUp(`exit archive ${id} failed at step ${step}: ${failure}`, { cause: error });
  }
}

async function giveUp(ctx: Ctx, { id, step, failure }: { id: Uuid; step: number; failure: string }): Promise<void> {
  const parts = await withTenant(ctx, async (tx) => {
    const exit = await findExit(tx, ctx, id);
    return await failExit(tx, ctx, { id, step, failure, doneAt: ctx.now }) ? exit?.cursor?.parts ?? [] : null;
  });
  if (!parts) return;
  await storeOf(ctx.cell).remove(parts.map((part) => storeKey({ tenantId: ctx.tenantId, id: part.id })));
  await clearSpools(ctx, { id, parts: [] });
}
