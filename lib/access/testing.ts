import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { insertMembership } from "./membership_store.ts";
import type { ProfileKey } from "./profiles.ts";

/** Makes a person a member of a dossier, as an accepted invitation would. */
export async function aMember(
  ctx: PersonCtx,
  member: { tenantId: Uuid; personId: Uuid; profile: ProfileKey },
): Promise<void> {
  const { tenantId } = member;
  await withControl({ tenantId }, (tx) => insertMembership(tx, { ...member, isOwner: false, createdAt: ctx.now }));
}
