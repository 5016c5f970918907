import { present } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { groupThousands } from "../../base/money.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { enqueue } from "../../platform/jobs.ts";
import { SEAL_ERASURE } from "../jobs.ts";
import { recordAct } from "../record_act.ts";
import { asTeam } from "../recovery/recovery.ts";
import { erasureHands, WARRANT_DAYS } from "./erasure.ts";
import { finishErasureRow, loadErasure } from "./erasure_store.ts";

/**
 * Carries out what two operators agreed on: the warrant, the contents slice by slice, then the word that it is done and
 * the record that says so in the dossier's log. Stopped anywhere and run again it goes on; done, it does nothing.
 */
export async function carryOutErasure(
  ctx: PersonCtx,
  { tenantId, erasureId: id }: { readonly tenantId: Uuid; readonly erasureId: Uuid },
): Promise<void> {
  const scope = { database: CONTROL, role: "ops_control" } as const, key = { tenantId, id };
  const erasure = await withOperator(scope, (tx) => loadErasure(tx, key));
  if (erasure?.state !== "approved") return;
  const { cell, contentsBefore } = erasure;
  const erased = await erasureHands().erase({
    cell,
    tenantId,
    warrantId: id,
    grantedBy: erasure.askedBy,
    secondedBy: present(erasure.decidedBy, "who approved"),
    contentsBefore,
    expiresAt: addSeconds(ctx.now, WARRANT_DAYS * 86_400),
  });
  await withOperator(scope, async (tx) => {
    if (!await finishErasureRow(tx, key, { erased, at: ctx.now })) return;
    const payload = { tenantId, warrantId: id, contentsBefore, contents: Number(erased) };
    await enqueue(tx, SEAL_ERASURE, { tenantId, payload, dedupeKey: id });
    await recordAct(tx, asTeam(tenantId, ctx.now), {
      verb: "carryOutErasure",
      subject: { kind: "erasure", id },
      summary: `Contenus hors conservation effacés : ${groupThousands(String(erased))} ; leurs empreintes restent`,
    });
  });
}
