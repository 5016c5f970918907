import { and, eq, sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import type { Member } from "./member.ts";
import { memberships } from "./schema.ts";

/** The people of the dossier in scope, by name. */
export async function loadMembers(tx: Tx): Promise<Member[]> {
  const found = await rows<Omit<Member, "joinedAt" | "lastSeenAt"> & { joinedAt: string; lastSeenAt: string | null }>(
    tx,
    sql`select person_id as "personId", email, name, profile, custom_profile_id as "customProfileId",
      profile_name as "profileName", is_owner as "isOwner", joined_at as "joinedAt", last_seen_at as "lastSeenAt"
      from control.members()`,
  );
  return found.map((member) => ({
    ...member,
    joinedAt: instantFromDriver(member.joinedAt),
    lastSeenAt: member.lastSeenAt === null ? null : instantFromDriver(member.lastSeenAt),
  }));
}

/** The same, held until the transaction ends: rows are locked in the order of their key, by everybody. */
export async function lockMembers(tx: Tx, tenantId: Uuid): Promise<Member[]> {
  await tx.select({ personId: memberships.personId }).from(memberships).where(eq(memberships.tenantId, tenantId))
    .orderBy(memberships.personId).for("update");
  // Asked again, because the lock may have waited for somebody who changed them.
  return await loadMembers(tx);
}

/** Changes what a member is. */
export async function updateMembership(
  tx: Tx,
  key: { tenantId: Uuid; personId: Uuid },
  change: { profile?: string; customProfileId?: Uuid | null; isOwner?: boolean },
): Promise<void> {
  await tx.update(memberships).set(change).where(isMembership(key));
}

/** Shows a member out. */
export async function deleteMembership(tx: Tx, key: { tenantId: Uuid; personId: Uuid }): Promise<void> {
  await tx.delete(memberships).where(isMembership(key));
}

function isMembership({ tenantId, personId }: { tenantId: Uuid; personId: Uuid }) {
  return and(eq(memberships.tenantId, tenantId), eq(memberships.personId, personId));
}
