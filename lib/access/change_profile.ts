import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { actingAdministrator, labelOfMember, memberIn, profileLabelOf, refuseOrphaned } from "./member.ts";
import { lockMembers, updateMembership } from "./member_store.ts";
import { chosenProfile } from "./profile_choice.ts";
import { recordAct } from "./record_act.ts";
import { refuse } from "./refusals.ts";

/**
 * Gives a member another profile; an administrator may give any. Right `members:write`, judged again under the lock.
 * Refuses `no_longer_administrator` (403), `no_member` (404), `owner_stays_administrator`, `last_administrator` (409),
 * `profile_unknown` (422).
 */
export async function changeProfile(ctx: Ctx, wish: { personId: Uuid; profile: string }): Promise<void> {
  authorize(ctx, "members:write");
  const { tenantId } = ctx;
  await withControl({ tenantId }, async (tx) => {
    const members = await lockMembers(tx, tenantId);
    actingAdministrator(members, ctx);
    const member = memberIn(members, wish.personId);
    const { label, ...chosen } = await chosenProfile(tx, tenantId, wish.profile);
    if (chosen.profile === member.profile && chosen.customProfileId === member.customProfileId) return;
    if (member.isOwner) throw refuse("owner_stays_administrator");
    refuseOrphaned(members.map((each) => each === member ? { ...each, ...chosen } : each));
    await updateMembership(tx, { tenantId, personId: member.personId }, chosen);
    await recordAct(tx, ctx, {
      verb: "changeProfile",
      subject: { kind: "member", id: member.personId, label: labelOfMember(member) },
      summary: `Profil changé : ${profileLabelOf(member)} → ${label}`,
    });
  });
}
