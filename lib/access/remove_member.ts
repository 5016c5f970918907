import { authorize, type Ctx } from "../base/ctx.ts";
import { present } from "../base/assert.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { actingAdministrator, labelOfMember, type Member, memberIn, refuseOrphaned } from "./member.ts";
import { deleteMembership, lockMembers } from "./member_store.ts";
import { recordAct } from "./record_act.ts";
import { refuse } from "./refusals.ts";

/**
 * Shows a member out, from his next request on; his account and his other dossiers stay as they are. An owner is shown
 * out by an owner. Right `members:write`, judged again under the lock.
 * Refuses `no_longer_administrator`, `owners_only` (403), `no_member` (404), `last_owner`, `last_administrator` (409).
 */
export async function removeMember(ctx: Ctx, { personId }: { personId: Uuid }): Promise<void> {
  authorize(ctx, "members:write");
  await withControl({ tenantId: ctx.tenantId }, async (tx) => {
    const members = await lockMembers(tx, ctx.tenantId);
    const me = actingAdministrator(members, ctx);
    const member = memberIn(members, personId);
    if (member.isOwner && !me.isOwner) throw refuse("owners_only");
    await takeOut(tx, ctx, { members, member, verb: "removeMember", summary: "Accès au dossier retiré" });
  });
}

/** Leaves a dossier; any member may. Refuses `no_member` (404), `last_owner`, `last_administrator` (409). */
export async function leaveDossier(ctx: Ctx): Promise<void> {
  const personId = present(ctx.personId, "a member who leaves");
  await withControl({ tenantId: ctx.tenantId }, async (tx) => {
    const members = await lockMembers(tx, ctx.tenantId);
    const member = memberIn(members, personId);
    await takeOut(tx, ctx, { members, member, verb: "leaveDossier", summary: "A quitté le dossier" });
  });
}

async function takeOut(
  tx: Tx,
  ctx: Ctx,
  { members, member, verb, summary }: { members: readonly Member[]; member: Member; verb: string; summary: string },
): Promise<void> {
  refuseOrphaned(members.filter((each) => each !== member));
  await deleteMembership(tx, { tenantId: ctx.tenantId, personId: member.personId });
  const subject = { kind: "member", id: member.personId, label: labelOfMember(member) } as const;
  await recordAct(tx, ctx, { verb, subject, summary });
}
