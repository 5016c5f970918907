import type { FoundInvitation } from "./invitation_store.ts";
import { labelOfProfile } from "./profiles.ts";

/** What an invitation makes of whoever accepts it: its profile, and owner when a recovery of the dossier sent it. */
export function labelOfInvited(invitation: Pick<FoundInvitation, "profile" | "profileName" | "recoveryId">): string {
  const label = labelOfProfile(invitation.profile, invitation.profileName);
  return invitation.recoveryId === null ? label : `${label}, titulaire du dossier`;
}
