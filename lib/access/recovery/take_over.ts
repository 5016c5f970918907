import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { labelOfMember } from "../member.ts";
import { lockMembers, updateMembership } from "../member_store.ts";
import { insertMembership } from "../membership_store.ts";
import { OWNER_PROFILE } from "../profiles.ts";
import { recordAct } from "../record_act.ts";
import { asTeam } from "./recovery.ts";
import { loadRecovery } from "./recovery_store.ts";

/**
 * Makes whoever accepted the invitation of a recovery an administrator and owner, one who was a member already too.
 * The others keep what they had, unless the recovery says that the owners leave: they are administrators still, and
 * owners no more. In the transaction that spends the link; the members are locked.
 */
export async function takeOver(
  tx: Tx,
  { tenantId, personId, recoveryId, at }: { tenantId: Uuid; personId: Uuid; recoveryId: Uuid; at: IsoInstant },
): Promise<void> {
  const members = await lockMembers(tx, tenantId);
  const place = { profile: OWNER_PROFILE, customProfileId: null, isOwner: true };
  if (members.some((member) => member.personId === personId)) await updateMembership(tx, { tenantId, personId }, place);
  else await insertMembership(tx, { tenantId, personId, ...place, createdAt: at });
  const { ownersLeave } = present(await loadRecovery(tx, { tenantId, id: recoveryId }), "recovery of an invitation");
  if (!ownersLeave) return;
  for (const owner of members.filter((member) => member.isOwner && member.personId !== personId)) {
    await updateMembership(tx, { tenantId, personId: owner.personId }, { isOwner: false });
    await recordAct(tx, asTeam(tenantId, at), {
      verb: "withdrawOwnership",
      subject: { kind: "member", id: owner.personId, label: labelOfMember(owner) },
      summary: "N’est plus titulaire du dossier, par la reprise",
    });
  }
}
