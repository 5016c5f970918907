import type { Ctx } from "../base/ctx.ts";
import { holdModules, writeModulesOff } from "../instances/mod.ts";
import { withControl, withTenant } from "../platform/db/tenant.ts";
import { findSwitches } from "./company_store.ts";

/**
 * Writes into control which modules the cell says are off. The row in control is held first and the cell read after,
 * so that of two who mirror at once the later one writes what stands. Safe to run twice; the job of `switchModule`
 * does it for whoever left in between. Refuses nothing.
 */
export async function mirrorModules(ctx: Ctx): Promise<void> {
  await withControl({ tenantId: ctx.tenantId }, async (tx) => {
    await holdModules(tx);
    const switches = await withTenant(ctx, (cell) => findSwitches(cell, ctx), { mode: "read" });
    const off = [...switches].filter(([, isOn]) => !isOn).map(([module]) => module);
    await writeModulesOff(tx, off.sort());
  });
}
