import { pendingAct, settleAct } from "../access/mod.ts";
import type { Ctx, PersonCtx } from "../base/ctx.ts";
import { dayOf } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { findPlace } from "../instances/mod.ts";
import { DossierMoved, withTenant } from "../platform/db/tenant.ts";
import { insertActOnce } from "./activity_store.ts";

/**
 * Copies an act on rights from control into the activity of its dossier, under the same id: run twice it stands there
 * once. Control has decided first; a dossier that is locked or moving makes the job wait, never the act.
 */
export async function recordAccessAct(
  job: PersonCtx,
  { tenantId, actId }: { tenantId: Uuid; actId: Uuid },
): Promise<void> {
  const act = await pendingAct({ tenantId, id: actId });
  if (!act) return;
  const { cell, epoch, personId, actor, at } = act;
  const ctx: Ctx = { ...job, now: at, tenantId, cell, epoch, personId, actor, rights: new Set(), today: dayOf(at) };
  try {
    await withTenant(ctx, (tx) => insertActOnce(tx, ctx, act));
  } catch (error) {
    // A dossier that has left its cell for good has no activity any more; one that moves is found at the next try.
    if (!(error instanceof DossierMoved) || await findPlace(tenantId)) throw error;
  }
  await settleAct({ tenantId, id: actId });
}
