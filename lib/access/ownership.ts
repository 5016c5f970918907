import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { actingAdministrator, labelOfMember, type Member, memberIn, refuseOrphaned } from "./member.ts";
import { lockMembers, updateMembership } from "./member_store.ts";
import { OWNER_PROFILE } from "./profiles.ts";
import { recordAct } from "./record_act.ts";
import { refuse } from "./refusals.ts";

/**
 * Makes a member an owner of the dossier beside the others, and an administrator with it. Right `members:write`, and
 * the acting person is an owner.
 * Refuses `no_longer_administrator`, `owners_only` (403), `no_member` (404), `already_owner` (409).
 */
export async function grantOwnership(ctx: Ctx, wish: { personId: Uuid }): Promise<void> {
  await changeOwner(ctx, wish.personId, (member) => {
    if (member.isOwner) throw refuse("already_owner");
    return { isOwner: true, profile: OWNER_PROFILE, customProfileId: null };
  });
}

/**
 * Takes the ownership back; the member stays an administrator until his profile is changed. An owner may give up his
 * own. Right `members:write`, and the acting person is an owner.
 * Refuses `no_longer_administrator`, `owners_only` (403), `no_member` (404), `not_owner`, `last_owner` (409).
 */
export async function withdrawOwnership(ctx: Ctx, wish: { personId: Uuid }): Promise<void> {
  await changeOwner(ctx, wish.personId, (member) => {
    if (!member.isOwner) throw refuse("not_owner");
    return { isOwner: false };
  });
}

interface Change {
  readonly isOwner: boolean;
  readonly profile?: string;
  readonly customProfileId?: null;
}

async function changeOwner(ctx: Ctx, personId: Uuid, rule: (member: Member) => Change): Promise<void> {
  authorize(ctx, "members:write");
  const { tenantId } = ctx;
  await withControl({ tenantId }, async (tx) => {
    const members = await lockMembers(tx, tenantId);
    if (!actingAdministrator(members, ctx).isOwner) throw refuse("owners_only");
    const member = memberIn(members, personId);
    const change = rule(member);
    refuseOrphaned(members.map((each) => each === member ? { ...each, ...change } : each));
    await updateMembership(tx, { tenantId, personId }, change);
    await recordAct(tx, ctx, {
      verb: change.isOwner ? "grantOwnership" : "withdrawOwnership",
      subject: { kind: "member", id: personId, label: labelOfMember(member) },
      summary: change.isOwner ? "Désigné titulaire du dossier" : "N’est plus titulaire du dossier",
    });
  });
}
