import { openChain, seal } from "../../../lib/antifraud/mod.ts";
import type { Ctx, PersonCtx } from "../../../lib/base/ctx.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId, randomBase32 } from "../../../lib/platform/random.ts";
import { TRIAL_CELL, type World } from "../../support/world.ts";

/** The ctx of a job at a moment. */
export function aJob(at: string): PersonCtx {
  return { now: at as PersonCtx["now"], personId: null, request: { id: newId(), ip: "" } };
}

/** Registers the trial and the production cell, as the program's start does. */
export async function registerCells(world: World): Promise<void> {
  await world.owner.control`insert into control.cells (id, kind, region, max_dossiers)
    values ('trial-1', 'trial', 'eu', 1000), ('production-1', 'production', 'eu', 1000)`;
}

/** An open dossier of the trial cell that the directory knows, with a chain. */
export async function aChain(world: World): Promise<Ctx> {
  const ctx = await world.makeDossier(["sealed_log:read", "company:write"]);
  const name = randomBase32(8);
  await world.owner.control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone)
    values (${ctx.tenantId}, ${name}, ${name}, 'Atelier Dupré', 'atelier dupre', ${TRIAL_CELL}, 'trial', 'Europe/Paris')`;
  await withTenant(ctx, (tx) => openChain(tx, ctx));
  return ctx;
}

/** Seals one more record. */
export async function sealOne(ctx: Ctx): Promise<void> {
  const events = [{ type: "probe_sealed", subjectId: newId(), payload: { label: newId() } }];
  await withTenant(ctx, (tx) => seal(tx, ctx, events));
}
