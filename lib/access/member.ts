import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Ctx } from "../base/ctx.ts";
import { isReady, labelOfProfile, OWNER_PROFILE, type ProfileChoice } from "./profiles.ts";
import { refuse } from "./refusals.ts";

/** A member of a dossier, as the members page shows him. */
export interface Member {
  readonly personId: Uuid;
  readonly email: string;
  readonly name: string | null;
  /** Key of a ready profile, or `custom`. */
  readonly profile: string;
  readonly customProfileId: Uuid | null;
  /** Name of a profile of the dossier's own. */
  readonly profileName: string | null;
  readonly isOwner: boolean;
  readonly joinedAt: IsoInstant;
  /** Last use of any of his sessions; null once they are all forgotten. */
  readonly lastSeenAt: IsoInstant | null;
}

/** Name of a member, or his address while he has given none. */
export function labelOfMember({ name, email }: Pick<Member, "name" | "email">): string {
  return name ?? email;
}

/** What the profile of a member or an invitation is called. */
export function profileLabelOf({ profile, profileName }: Pick<Member, "profile" | "profileName">): string {
  return labelOfProfile(profile, profileName);
}

/** The choice that a form offers for the profile held: a key, or an id. */
export function choiceOf({ profile, customProfileId }: Pick<Member, "profile" | "customProfileId">): ProfileChoice {
  return isReady(profile) ? profile : customProfileId!;
}

/** True for who hands rights out: the ready profile, since no other can hold that right. */
export function isAdministrator({ profile }: Pick<Member, "profile">): boolean {
  return profile === OWNER_PROFILE;
}

/**
 * The member who acts, as he stands under the lock: two administrators may have acted on each other since the request
 * was let in. Refuses `no_longer_administrator` (403).
 */
export function actingAdministrator(members: readonly Member[], ctx: Ctx): Member {
  const me = members.find(({ personId }) => personId === ctx.personId);
  if (!me || !isAdministrator(me)) throw refuse("no_longer_administrator");
  return me;
}

/** The member that an act is about. Refuses `no_member` (404). */
export function memberIn(members: readonly Member[], personId: Uuid): Member {
  const found = members.find((member) => member.personId === personId);
  if (!found) throw refuse("no_member");
  return found;
}

/**
 * Holds what would be left against the two rules that keep a dossier governable: an administrator, and an owner.
 * Refuses `last_owner`, `last_administrator` (409).
 */
export function refuseOrphaned(left: readonly Member[]): void {
  if (!left.some(({ isOwner }) => isOwner)) throw refuse("last_owner");
  if (!left.some(isAdministrator)) throw refuse("last_administrator");
}
