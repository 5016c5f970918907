import { authorize, type Ctx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type CustomProfile, loadProfiles } from "./custom_profile_store.ts";
import { type Invitation, loadInvitations } from "./invitation_store.ts";
import type { Member } from "./member.ts";
import { loadMembers } from "./member_store.ts";

/** Everything that the members page shows. */
export interface Membership {
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
  readonly profiles: readonly CustomProfile[];
}

/** Members, invitations that wait and profiles of the dossier's own, each by name. Right `members:read`. */
export async function listMembers(ctx: Ctx): Promise<Membership> {
  authorize(ctx, "members:read");
  const { tenantId } = ctx;
  return await withControl({ tenantId }, async (tx) => ({
    members: await loadMembers(tx),
    invitations: await loadInvitations(tx, tenantId),
    profiles: await loadProfiles(tx, tenantId),
  }), { mode: "read" });
}
