import { present } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantMs } from "../../platform/clock.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue, type JobInfo } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { newSending } from "../invitation_link.ts";
import { deleteInvitationOf, insertInvitation } from "../invitation_store.ts";
import { FINISH_RECOVERY, INVITATION_MAIL } from "../jobs.ts";
import { lockMembers } from "../member_store.ts";
import { OWNER_PROFILE } from "../profiles.ts";
import { recordAct } from "../record_act.ts";
import { asTeam, type Recovery, TEAM } from "./recovery.ts";
import { finishRecoveryRow, loadRecovery } from "./recovery_store.ts";

/**
 * Invites the new person once the days are over: once, however often it runs. Objected to or cancelled meanwhile, it
 * does nothing; run too early it does nothing either, and asks to be run again in time.
 */
export async function finishRecovery(
  ctx: PersonCtx,
  { tenantId, recoveryId }: { readonly tenantId: Uuid; readonly recoveryId: Uuid },
  job: Pick<JobInfo, "id">,
): Promise<void> {
  await withControl({ tenantId }, async (tx) => {
    // The members' lock stands for the invitations too, as for every act of an administrator.
    await lockMembers(tx, tenantId);
    const recovery = await loadRecovery(tx, { tenantId, id: recoveryId });
    if (recovery?.state !== "waiting") return;
    const until = present(recovery.waitsUntil, "end of a wait");
    if (instantMs(ctx.now) < instantMs(until)) {
      const payload = { tenantId, recoveryId };
      return await enqueue(tx, FINISH_RECOVERY, { tenantId, payload, dedupeKey: `${job.id} again`, runAt: until });
    }
    if (await finishRecoveryRow(tx, recoveryId, ctx.now)) await invite(tx, ctx, recovery);
  });
}

/** An invitation that waited for the same address gives way: this one makes an owner. */
async function invite(tx: Tx, ctx: PersonCtx, { tenantId, id: recoveryId, email, emailKey }: Recovery): Promise<void> {
  await deleteInvitationOf(tx, { tenantId, emailKey });
  const id = newId(), sending = newSending(ctx);
  const promise = { profile: OWNER_PROFILE, customProfileId: null, recoveryId };
  await insertInvitation(tx, tenantId, { id, email, emailKey, ...promise, inviter: TEAM, language: "fr", ...sending });
  const payload = { tenantId, invitationId: id, tokenId: sending.tokenId };
  await enqueue(tx, INVITATION_MAIL, { tenantId, payload, dedupeKey: sending.tokenId, priority: 10 });
  await recordAct(tx, asTeam(tenantId, ctx.now), {
    verb: "finishRecovery",
    subject: { kind: "recovery", id: recoveryId },
    summary: "Reprise du dossier : personne ne s’y est opposé, invitation envoyée",
  });
}
