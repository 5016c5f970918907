import { authorize, type Ctx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { loadCompany, recordActivity } from "../../company/mod.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { refuse } from "../refusals.ts";
import { countExits, findExit, insertExit } from "./exit_store.ts";
import { enqueueExit } from "./exit_travel.ts";

/** Exit archives that a dossier may ask for in twenty-four hours. */
const MOST_A_DAY = 5;
const DAY_S = 86_400;

/**
 * Asks for everything of the dossier in one ZIP: documents, sheets, and data that a program reads; jobs make it. The
 * same id asked again gives the same one. Open in every state until the dossier is erased. Right `members:write`: an
 * administrator's. Refuses `exit_under_way` (one at a time), `exit_too_many`.
 */
export async function startExitArchive(ctx: Ctx, { id }: { readonly id: Uuid }): Promise<{ id: Uuid }> {
  authorize(ctx, "members:write");
  return await withTenant(ctx, async (tx) => {
    if (await findExit(tx, ctx, id)) return { id };
    const recent = await countExits(tx, ctx, addSeconds(ctx.now, -DAY_S));
    if (recent >= MOST_A_DAY) throw refuse("exit_too_many", { values: { most: String(MOST_A_DAY) } });
    const { tenantId, now: askedAt, personId: askedBy } = ctx;
    const { name: companyName } = await loadCompany(tx, ctx);
    if (!await insertExit(tx, { tenantId, id, companyName, askedAt, askedBy })) throw refuse("exit_under_way");
    await enqueueExit(tx, ctx, { id, step: 0 });
    const summary = "Archive de sortie demandée : tout le dossier";
    await recordActivity(tx, ctx, { verb: "startExitArchive", subject: { kind: "exit_archive", id }, summary });
    return { id };
  });
}
