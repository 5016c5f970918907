import type { Ctx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { loadCompany, recordActivity } from "../../company/mod.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue } from "../../platform/jobs.ts";
import { MAKE_EXIT } from "../jobs.ts";
import type { StoredExit } from "./exit.ts";
import { findExit, insertExit } from "./exit_store.ts";

/** Which step of which exit archive. */
interface Step {
  readonly id: Uuid;
  readonly step: number;
}

/** Asks for a step: once in each place where the dossier has lived, as what was done elsewhere is done anew. */
export async function enqueueExit(tx: Tx, { tenantId, epoch }: Ctx, { id, step }: Step): Promise<void> {
  await enqueue(tx, MAKE_EXIT, { tenantId, payload: { exitId: id, step }, dedupeKey: `${id} ${epoch} ${step}` });
}

/**
 * An exit archive whose job came with its dossier from another cell, where its row and its parts have stayed: it begins
 * again here, from the first step, under the same id. Null where another was asked for here meanwhile.
 */
export async function beginAgain(ctx: Ctx, { id, step }: Step): Promise<StoredExit | null> {
  return await withTenant(ctx, async (tx) => {
    const { tenantId, now: askedAt } = ctx;
    const { name: companyName } = await loadCompany(tx, ctx);
    if (await insertExit(tx, { tenantId, id, companyName, askedAt, askedBy: null })) {
      const summary = "Archive de sortie reprise du début : le dossier a changé de serveur";
      await recordActivity(tx, ctx, { verb: "beginExitAgain", subject: { kind: "exit_archive", id }, summary });
      if (step !== 0) await enqueueExit(tx, ctx, { id, step: 0 });
    }
    return await findExit(tx, ctx, id);
  });
}
