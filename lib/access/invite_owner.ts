import type { Ctx } from "../base/ctx.ts";
import { emailKey } from "../base/text.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import { newSending } from "./invitation_link.ts";
import { insertInvitation } from "./invitation_store.ts";
import { INVITATION_MAIL } from "./jobs.ts";
import { OWNER_PROFILE } from "./profiles.ts";
import { recordAct } from "./record_act.ts";
import { asTeam, TEAM } from "./recovery/recovery.ts";

/**
 * Invites the person for whom the team opened a dossier, in the transaction that opens it: whoever accepts becomes its
 * owner, as long as it has nobody.
 */
export async function inviteOwner(tx: Tx, { tenantId, now }: Ctx, email: string): Promise<void> {
  const id = newId(), sending = newSending({ now });
  const promise = { profile: OWNER_PROFILE, customProfileId: null };
  const to = { id, email, emailKey: emailKey(email), ...promise, inviter: TEAM, language: "fr" } as const;
  await insertInvitation(tx, tenantId, { ...to, ...sending });
  const payload = { tenantId, invitationId: id, tokenId: sending.tokenId };
  await enqueue(tx, INVITATION_MAIL, { tenantId, payload, dedupeKey: sending.tokenId, priority: 10 });
  await recordAct(tx, asTeam(tenantId, now), {
    verb: "inviteOwner",
    subject: { kind: "invitation", id },
    summary: "Dossier ouvert par l’équipe Paraphe, futur titulaire invité",
  });
}
