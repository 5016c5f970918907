import { and, eq } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { invitations, memberships, profiles } from "./schema.ts";

/** A profile of a dossier's own. */
export interface CustomProfile {
  readonly id: Uuid;
  readonly name: string;
  readonly nameKey: string;
  /** As rights.ts names them, in its order. */
  readonly rights: readonly string[];
}

/** A profile to write. */
export interface ProfileRecord extends CustomProfile {
  readonly at: IsoInstant;
}

const PROFILE = { id: profiles.id, name: profiles.name, nameKey: profiles.nameKey, rights: profiles.rights };

/** The profiles of a dossier, by name. */
export async function loadProfiles(tx: Tx, tenantId: Uuid): Promise<CustomProfile[]> {
  return await tx.select(PROFILE).from(profiles).where(eq(profiles.tenantId, tenantId)).orderBy(profiles.nameKey);
}

/** Writes a new profile; one that is there under the same id is left as it is. */
export async function insertProfile(tx: Tx, tenantId: Uuid, profile: ProfileRecord): Promise<void> {
  const { at, rights, ...rest } = profile;
  await tx.insert(profiles).values({ tenantId, ...rest, rights: [...rights], createdAt: at, updatedAt: at })
    .onConflictDoNothing({ target: [profiles.tenantId, profiles.id] });
}

/** Changes a profile; false when there is none. */
export async function updateProfileRow(tx: Tx, tenantId: Uuid, profile: ProfileRecord): Promise<boolean> {
  const { id, name, nameKey, rights, at } = profile;
  const changed = await tx.update(profiles).set({ name, nameKey, rights: [...rights], updatedAt: at })
    .where(isProfile(tenantId, id)).returning({ id: profiles.id });
  return changed.length > 0;
}

/** Deletes a profile. */
export async function deleteProfileRow(tx: Tx, tenantId: Uuid, id: Uuid): Promise<void> {
  await tx.delete(profiles).where(isProfile(tenantId, id));
}

/** True when a member has the profile or an invitation promises it. */
export async function isProfileUsed(tx: Tx, tenantId: Uuid, id: Uuid): Promise<boolean> {
  const held = await tx.select({ id: memberships.personId }).from(memberships)
    .where(and(eq(memberships.tenantId, tenantId), eq(memberships.customProfileId, id))).limit(1);
  const promised = await tx.select({ id: invitations.id }).from(invitations)
    .where(and(eq(invitations.tenantId, tenantId), eq(invitations.customProfileId, id))).limit(1);
  return held.length + promised.length > 0;
}

function isProfile(tenantId: Uuid, id: Uuid) {
  return and(eq(profiles.tenantId, tenantId), eq(profiles.id, id));
}
