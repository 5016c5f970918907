import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { insertMembership } from "./membership_store.ts";
import type { ProfileKey } from "./profiles.ts";

/**
 * Lets a person who has an account into the dossier with a profile; one who is a member already stays what he is.
 * Right `members:write`. Refuses nothing else.
 */
export async function admitMember(ctx: Ctx, member: { personId: Uuid; profile: ProfileKey }): Promise<void> {
  authorize(ctx, "members:write");
  const { tenantId, now: createdAt } = ctx;
  await withControl({ tenantId }, (tx) => insertMembership(tx, { tenantId, ...member, isOwner: false, createdAt }));
}
