import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { askMailReview } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { findSending } from "./sending_store.ts";

/** Puts a held sending into the operator's queue: its id, since when, and the fragments; run twice, once. */
export async function askMailReviewJob(ctx: Ctx, { sendingId }: { sendingId: Uuid }): Promise<void> {
  const sending = await withTenant(
    ctx,
    (tx) => findSending(tx, { tenantId: ctx.tenantId, id: sendingId }),
    { mode: "read" },
  );
  if (sending?.state !== "held") return;
  await askMailReview(ctx, { id: sending.id, heldAt: sending.queuedAt, reasons: sending.heldFor });
}
