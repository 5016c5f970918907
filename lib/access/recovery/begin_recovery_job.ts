import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds, type IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue, enqueueAll } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { FINISH_RECOVERY, RECOVERY_MAIL } from "../jobs.ts";
import { loadMembers } from "../member_store.ts";
import { recordAct } from "../record_act.ts";
import { asTeam, OBJECTION_HOURS } from "./recovery.ts";
import { objectionHash, objectionSecret } from "./recovery_link.ts";
import { beginRecoveryRow, insertNotices } from "./recovery_store.ts";

/**
 * Tells every member of the dossier, and lets the days run from now on: nobody has less than all of them to object.
 * Run again, or for a recovery that was cancelled meanwhile, it does nothing.
 */
export async function beginRecovery(
  ctx: PersonCtx,
  { tenantId, recoveryId }: { readonly tenantId: Uuid; readonly recoveryId: Uuid },
): Promise<void> {
  const until = addSeconds(ctx.now, OBJECTION_HOURS * 3_600);
  await withControl({ tenantId }, async (tx) => {
    if (!await beginRecoveryRow(tx, recoveryId, until)) return;
    await tellMembers(tx, { tenantId, recoveryId, at: ctx.now });
    const payload = { tenantId, recoveryId };
    await enqueue(tx, FINISH_RECOVERY, { tenantId, payload, dedupeKey: recoveryId, runAt: until });
    await recordAct(tx, asTeam(tenantId, ctx.now), {
      verb: "beginRecovery",
      subject: { kind: "recovery", id: recoveryId },
      summary: `Reprise du dossier annoncée aux membres, qui ont ${OBJECTION_HOURS} heures pour s’y opposer`,
    });
  });
}

async function tellMembers(
  tx: Tx,
  { tenantId, recoveryId, at }: { tenantId: Uuid; recoveryId: Uuid; at: IsoInstant },
): Promise<void> {
  const notices = (await loadMembers(tx)).map(({ personId }) => {
    const id = newId();
    return { id, personId, tokenHash: objectionHash(objectionSecret(id)) };
  });
  await insertNotices(tx, { tenantId, id: recoveryId, createdAt: at }, notices);
  const mails = notices.map(({ id }) => ({
    tenantId,
    payload: { tenantId, noticeId: id },
    dedupeKey: id,
    priority: 10,
  }));
  await enqueueAll(tx, RECOVERY_MAIL, mails);
}
