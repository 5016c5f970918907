import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid } from "../base/ids.ts";
import { recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { lockItem, writeItemArchived } from "./item_store.ts";
import { WRITE_RIGHT } from "./policy.ts";
import { refuse } from "./refusals.ts";

/** Takes an item out of lists and proposals; documents keep it. Right `catalog:write`. Refuses: `not_found`. */
export async function archiveItem(ctx: Ctx, id: string): Promise<void> {
  await setArchived(ctx, id, { isArchived: true });
}

/** Puts an archived item back into lists and proposals. Right `catalog:write`. Refuses: `not_found`. */
export async function restoreItem(ctx: Ctx, id: string): Promise<void> {
  await setArchived(ctx, id, { isArchived: false });
}

async function setArchived(ctx: Ctx, id: string, { isArchived }: { isArchived: boolean }): Promise<void> {
  authorize(ctx, WRITE_RIGHT);
  await withTenant(ctx, async (tx) => {
    const current = isUuid(id) ? await lockItem(tx, ctx, id) : null;
    if (!current) throw refuse("not_found");
    if ((current.archivedAt !== null) === isArchived) return;
    await writeItemArchived(tx, ctx, { id: current.id, archivedAt: isArchived ? ctx.now : null });
    await recordActivity(tx, ctx, {
      verb: isArchived ? "archiveItem" : "restoreItem",
      subject: { kind: "item", id: current.id },
      summary: `Article « ${current.name} » ${isArchived ? "archivé" : "rétabli"}`,
    });
  });
}
