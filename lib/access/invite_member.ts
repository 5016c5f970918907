import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { emailKey, hasForbiddenCharacters, parseEmail } from "../base/text.ts";
import { countInvitation, getAccount } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import { newSending } from "./invitation_link.ts";
import {
  deleteInvitation,
  insertInvitation,
  type Invitation,
  loadInvitations,
  renewInvitation,
} from "./invitation_store.ts";
import { INVITATION_MAIL } from "./jobs.ts";
import { actingAdministrator, labelOfMember, type Member } from "./member.ts";
import { lockMembers } from "./member_store.ts";
import { chosenProfile } from "./profile_choice.ts";
import { recordAct } from "./record_act.ts";
import { refuse } from "./refusals.ts";

/** Who is invited, as typed, and how many members and invitations the dossier's plan holds: the edge knows the plan. */
export interface InvitationForm {
  readonly email: string;
  readonly profile: string;
  readonly maxMembers: number;
}

/**
 * Invites somebody by mail, with a profile, through a link that works once within seven days. Right `members:write`,
 * judged again under the lock.
 * Refuses `email`, `profile_unknown` (422), `already_member`, `already_invited`, `members_limit` (409),
 * `no_longer_administrator` (403), `identity.too_many_invitations` (429).
 */
export async function inviteMember(ctx: Ctx, form: InvitationForm): Promise<Uuid> {
  authorize(ctx, "members:write");
  const email = addressIn(form.email), key = emailKey(email);
  await countInvitation(ctx, { tenantId: ctx.tenantId, emailKey: key });
  const id = newId();
  // Whoever invites is understood by whom he invites: his own language, until the account says another.
  const { language } = await getAccount(ctx);
  await underLock(ctx, async (tx, { members, invitations, me }) => {
    if (members.some((member) => emailKey(member.email) === key)) throw refuse("already_member");
    if (invitations.some((invitation) => invitation.emailKey === key)) throw refuse("already_invited");
    if (members.length + invitations.length >= form.maxMembers) {
      throw refuse("members_limit", { values: { max: String(form.maxMembers) } });
    }
    const { label, ...profile } = await chosenProfile(tx, ctx.tenantId, form.profile);
    const inviter = labelOfMember(me), sending = newSending(ctx);
    await insertInvitation(tx, ctx.tenantId, { id, email, emailKey: key, ...profile, inviter, language, ...sending });
    await mail(tx, ctx, { id, tokenId: sending.tokenId });
    await record(tx, ctx, { id, verb: "inviteMember", summary: `Invitation envoyée, profil ${label}` });
  });
  return id;
}

/**
 * Sends an invitation again, with another link: the one before leads nowhere from then on, and seven days begin anew.
 * Refuses `no_invitation` (404), `no_longer_administrator` (403), `identity.too_many_invitations` (429).
 */
export async function resendInvitation(ctx: Ctx, { id }: { id: Uuid }): Promise<void> {
  authorize(ctx, "members:write");
  const { tenantId } = ctx;
  const known = await withControl({ tenantId }, (tx) => loadInvitations(tx, tenantId), { mode: "read" });
  const { emailKey: key } = invitationIn(known, id);
  await countInvitation(ctx, { tenantId, emailKey: key });
  await underLock(ctx, async (tx, { invitations }) => {
    invitationIn(invitations, id);
    const sending = newSending(ctx);
    await renewInvitation(tx, { tenantId, id }, sending);
    await mail(tx, ctx, { id, tokenId: sending.tokenId });
    await record(tx, ctx, { id, verb: "resendInvitation", summary: "Invitation renvoyée" });
  });
}

/** Takes an invitation back: its link is unknown from then on. Refuses `no_invitation` (404) and as above (403). */
export async function withdrawInvitation(ctx: Ctx, { id }: { id: Uuid }): Promise<void> {
  authorize(ctx, "members:write");
  await underLock(ctx, async (tx, { invitations }) => {
    invitationIn(invitations, id);
    await deleteInvitation(tx, { tenantId: ctx.tenantId, id });
    await record(tx, ctx, { id, verb: "withdrawInvitation", summary: "Invitation retirée" });
  });
}

interface Held {
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
  readonly me: Member;
}

/** The members' lock stands for the invitations too: two administrators who invite at once wait for each other. */
async function underLock(ctx: Ctx, work: (tx: Tx, held: Held) => Promise<void>): Promise<void> {
  const { tenantId } = ctx;
  await withControl({ tenantId }, async (tx) => {
    const members = await lockMembers(tx, tenantId);
    const me = actingAdministrator(members, ctx);
    await work(tx, { members, me, invitations: await loadInvitations(tx, tenantId) });
  });
}

function addressIn(text: string): string {
  const email = parseEmail(text);
  if (email === null || hasForbiddenCharacters(email)) throw refuse("email");
  return email;
}

function invitationIn(invitations: readonly Invitation[], id: Uuid): Invitation {
  const found = invitations.find((invitation) => invitation.id === id);
  if (!found) throw refuse("no_invitation");
  return found;
}

async function mail(tx: Tx, { tenantId }: Ctx, { id, tokenId }: { id: Uuid; tokenId: Uuid }): Promise<void> {
  const payload = { tenantId, invitationId: id, tokenId };
  await enqueue(tx, INVITATION_MAIL, { tenantId, payload, dedupeKey: tokenId, priority: 10 });
}

async function record(
  tx: Tx,
  ctx: Ctx,
  { id, verb, summary }: { id: Uuid; verb: string; summary: string },
): Promise<void> {
  await recordAct(tx, ctx, { verb, subject: { kind: "invitation", id }, summary });
}
