import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid } from "../base/ids.ts";
import { recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { lockCustomer, writeArchived } from "./customer_store.ts";
import { refuse } from "./refusals.ts";

/** Takes a card out of lists and proposals; its documents stay. Right `customers:write`. Refuses: `not_found`. */
export async function archiveCustomer(ctx: Ctx, id: string): Promise<void> {
  await setArchived(ctx, id, { isArchived: true });
}

/** Puts an archived card back into lists and proposals. Right `customers:write`. Refuses: `not_found`. */
export async function restoreCustomer(ctx: Ctx, id: string): Promise<void> {
  await setArchived(ctx, id, { isArchived: false });
}

async function setArchived(ctx: Ctx, id: string, { isArchived }: { isArchived: boolean }): Promise<void> {
  authorize(ctx, "customers:write");
  await withTenant(ctx, async (tx) => {
    const current = isUuid(id) ? await lockCustomer(tx, ctx, id) : null;
    if (!current) throw refuse("not_found");
    if ((current.archivedAt !== null) === isArchived) return;
    await writeArchived(tx, ctx, { id: current.id, archivedAt: isArchived ? ctx.now : null });
    await recordActivity(tx, ctx, {
      verb: isArchived ? "archiveCustomer" : "restoreCustomer",
      subject: { kind: "customer", id: current.id },
      summary: `Fiche de ${current.name} ${isArchived ? "archivée" : "rétablie"}`,
    });
  });
}
