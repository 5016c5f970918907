import type { Ctx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { storeKey } from "../../files/mod.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { storeOf } from "../../platform/stores.ts";
import { findExit, markExpired } from "./exit_store.ts";

/** Removes the ZIP of an exit archive whose days are over, then says so; cut short, it is done again. */
export async function expireExitJob(ctx: Ctx, { exitId }: { exitId: Uuid }): Promise<void> {
  const exit = await withTenant(ctx, (tx) => findExit(tx, ctx, exitId), { mode: "read", oneStatement: true });
  if (exit?.state !== "done") return;
  await storeOf(ctx.cell).remove(exit.parts.map(({ id }) => storeKey({ tenantId: ctx.tenantId, id })));
  await withTenant(ctx, (tx) => markExpired(tx, ctx, exitId));
}
