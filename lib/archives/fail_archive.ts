import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { storeKey } from "../files/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { storeOf } from "../platform/stores.ts";
import { findArchive, lockQueue } from "./archive_store.ts";
import { beginNext } from "./begin_next.ts";
import { clearSpools } from "./clear_spools.ts";
import { archives } from "./schema.ts";
import { failStep } from "./steps_store.ts";

/**
 * Ends an archive that cannot be made; what was stored of it is removed, and the next one is begun. Right
 * `sealed_log:archive`.
 */
export async function failArchive(
  ctx: Ctx,
  { id, step, reason }: { id: Uuid; step: number; reason: string },
): Promise<void> {
  authorize(ctx, "sealed_log:archive");
  const parts = await withTenant(ctx, async (tx) => {
    await lockQueue(tx, ctx);
    const archive = await findArchive(tx, ctx, id);
    const isOurs = await failStep(tx, archives, ctx, { id, step, failure: reason, doneAt: ctx.now });
    if (isOurs) await beginNext(tx, ctx);
    return isOurs ? archive?.cursor?.parts ?? [] : null;
  });
  if (!parts) return;
  await storeOf(ctx.cell).remove(parts.map((part) => storeKey({ tenantId: ctx.tenantId, id: part.id })));
  await clearSpools(ctx, { id, parts: [] });
}
