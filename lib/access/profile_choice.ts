import { isUuid, type Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { loadProfiles } from "./custom_profile_store.ts";
import { CUSTOM, isReady, labelOfProfile } from "./profiles.ts";
import { refuse } from "./refusals.ts";

/** A profile as memberships and invitations hold it, and its name. */
export interface ChosenProfile {
  readonly profile: string;
  readonly customProfileId: Uuid | null;
  readonly label: string;
}

/** What a form chose: the key of a ready profile, or the id of one of the dossier's own. Refuses `profile_unknown`. */
export async function chosenProfile(tx: Tx, tenantId: Uuid, choice: string): Promise<ChosenProfile> {
  if (isReady(choice)) return { profile: choice, customProfileId: null, label: labelOfProfile(choice) };
  const own = isUuid(choice) ? (await loadProfiles(tx, tenantId)).find(({ id }) => id === choice) : undefined;
  if (!own) throw refuse("profile_unknown");
  return { profile: CUSTOM, customProfileId: own.id, label: own.name };
}
