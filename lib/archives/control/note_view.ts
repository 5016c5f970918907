import { seal } from "../../antifraud/mod.ts";
import type { Guest } from "../../access/mod.ts";
import { authorize, type Ctx } from "../../base/ctx.ts";
import { recordActivity } from "../../company/mod.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { countView } from "./control_store.ts";
import { CONTROL_VIEWS, type ControlView } from "./control_view.ts";

/**
 * Writes down that a guest looked at a page, in a transaction of its own before the page is read: what could not be
 * noted is not shown. The activity tells each look, the sealed log one an hour and kind of page.
 */
export async function noteView({ ctx: reading, passId }: Guest, view: ControlView): Promise<void> {
  authorize(reading, "sealed_log:read");
  const { tenantId, now: at } = reading;
  const ctx: Ctx = { ...reading, isReadOnly: false };
  await withTenant(ctx, async (tx) => {
    const isSealed = await countView(tx, { tenantId, passId, view, at });
    const summary = `Contrôle : a consulté ${CONTROL_VIEWS[view]}`;
    await recordActivity(tx, ctx, { verb: "viewControl", subject: { kind: "control", id: passId }, summary });
    if (isSealed) await seal(tx, ctx, [{ type: "control_viewed", subjectId: passId, payload: { pass: passId, view } }]);
  });
}
