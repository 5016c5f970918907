import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { liftBlock } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type BlockedMember, isMember, loadBlockedMembers } from "./password_policy_store.ts";

/** The members whose account is blocked by too many wrong passwords. Right `members:write`. */
export async function listBlockedMembers(ctx: Ctx): Promise<readonly BlockedMember[]> {
  authorize(ctx, "members:write");
  return await withControl({ tenantId: ctx.tenantId }, loadBlockedMembers, { mode: "read" });
}

/**
 * Opens the blocked account of a member; one that is not blocked stays as it is. Right `members:write`. Refuses
 * `access.no_member` (404) for somebody who is no member of this dossier, whether he exists or not.
 */
export async function unblockMember(ctx: Ctx, personId: Uuid): Promise<void> {
  authorize(ctx, "members:write");
  const { tenantId } = ctx;
  await withControl({ tenantId }, async (tx) => {
    if (!await isMember(tx, { tenantId, personId })) throw unknownMember();
    await liftBlock(tx, personId);
  });
}

function unknownMember(): Refusal {
  return new Refusal(404, [{ code: "access.no_member", sentence: "Cette personne n’est pas membre du dossier." }]);
}
