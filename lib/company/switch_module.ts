import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { enqueue } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import { findSwitches, writeSwitch } from "./company_store.ts";
import { MIRROR_MODULES } from "./jobs.ts";
import { type ModuleName, MODULES_OFFERED } from "./modules_offered.ts";
import { recordActivity } from "./record_activity.ts";
import { refuse } from "./refusals.ts";

/**
 * Switches a part of the product on or off; nothing is deleted. The cell's row decides, and a job mirrors it into
 * control, where each request reads it: call `mirrorModules` next for whoever waits to see it.
 * Right `company:write`. Refuses: `module_unknown`, the core of the product included.
 */
export async function switchModule(ctx: Ctx, module: string, isOn: boolean): Promise<void> {
  authorize(ctx, "company:write");
  if (!isOffered(module)) throw refuse("module_unknown");
  await withTenant(ctx, async (tx) => {
    await writeSwitch(tx, ctx, { module, isOn });
    const summary = `Module « ${MODULES_OFFERED[module]} » ${isOn ? "activé" : "désactivé"}`;
    await recordActivity(tx, ctx, { verb: "switchModule", subject: { kind: "company", id: ctx.tenantId }, summary });
    await enqueue(tx, MIRROR_MODULES, { tenantId: ctx.tenantId, payload: {}, dedupeKey: newId() });
  });
}

/** The parts that are on: those nobody switched off. One statement; every person of the dossier may ask. */
export async function modulesOn(ctx: Ctx): Promise<ReadonlySet<ModuleName>> {
  const switches = await withTenant(ctx, (tx) => findSwitches(tx, ctx), { mode: "read" });
  const names = Object.keys(MODULES_OFFERED).filter(isOffered);
  return new Set(names.filter((name) => switches.get(name) !== false));
}

function isOffered(module: string): module is ModuleName {
  return Object.hasOwn(MODULES_OFFERED, module);
}
