import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { liftBlock } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { labelOfMember, memberIn } from "./member.ts";
import { loadMembers } from "./member_store.ts";
import { type BlockedMember, loadBlockedMembers } from "./password_policy_store.ts";
import { recordAct } from "./record_act.ts";

/** The members whose account is blocked by too many wrong passwords. Right `members:write`. */
export async function listBlockedMembers(ctx: Ctx): Promise<readonly BlockedMember[]> {
  authorize(ctx, "members:write");
  return await withControl({ tenantId: ctx.tenantId }, loadBlockedMembers, { mode: "read" });
}

/**
 * Opens the blocked account of a member; one that is not blocked stays as it is. Right `members:write`. Refuses
 * `no_member` (404) for somebody who is no member of this dossier, whether he exists or not.
 */
export async function unblockMember(ctx: Ctx, personId: Uuid): Promise<void> {
  authorize(ctx, "members:write");
  await withControl({ tenantId: ctx.tenantId }, async (tx) => {
    const member = memberIn(await loadMembers(tx), personId);
    await liftBlock(tx, personId);
    await recordAct(tx, ctx, {
      verb: "unblockMember",
      subject: { kind: "member", id: personId, label: labelOfMember(member) },
      summary: "Compte débloqué",
    });
  });
}
