import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import {
  countLinkMiss,
  type InvitedPerson,
  makeInvitedPerson,
  type OpenedSession,
  openSession,
  prepareInvitedPerson,
} from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { invitationHash } from "./invitation_link.ts";
import { findInvitation, type FoundInvitation, spendInvitation } from "./invitation_store.ts";
import { labelOfInvited } from "./invited_as.ts";
import { loadMembers, lockMembers } from "./member_store.ts";
import { labelOfMember, memberIn } from "./member.ts";
import { insertMembership } from "./membership_store.ts";
import { findPasswordPolicy } from "./password_policy_store.ts";
import { recordAct } from "./record_act.ts";
import { TEAM } from "./recovery/recovery.ts";
import { takeOver } from "./recovery/take_over.ts";
import { refuse } from "./refusals.ts";

/** What the page of an invitation shows before its button is pressed. */
export interface PendingInvitation {
  readonly email: string;
  readonly companyName: string;
  readonly slug: string;
  readonly inviter: string;
  readonly profileLabel: string;
  /** False for an address without account: the page asks for a name and a password. */
  readonly hasAccount: boolean;
  /** True when the signed-in person is not the one who is invited. */
  readonly isSomebodyElses: boolean;
}

/** What an accepted invitation gives. */
export interface AcceptedInvitation {
  readonly slug: string;
  /** Of an account just made; somebody who had one is signed in already. */
  readonly session: OpenedSession | null;
}

/** Somebody who opens a link: signed in with an address, or a visitor. */
export type Visitor = PersonCtx & { readonly email: string | null };

/**
 * Looks at an invitation without spending it: mail scanners open links, so a GET changes nothing.
 * Refuses `invitation_link` (410), the same for an unknown, spent, replaced, withdrawn, expired or malformed one;
 * `identity.too_many_links` (429) beyond 20 misses a minute from one address.
 */
export async function peekInvitation(ctx: PersonCtx, secret: string): Promise<PendingInvitation> {
  const found = await aliveInvitation(ctx, secret);
  const { email, companyName, slug, inviter, personId } = found;
  return {
    ...{ email, companyName, slug, inviter },
    profileLabel: labelOfInvited(found),
    hasAccount: personId !== null,
    isSomebodyElses: ctx.personId !== null && ctx.personId !== personId,
  };
}

/**
 * Spends the link in one transaction: the account where the address has none, the membership, the session. `form` is
 * read for a new account alone.
 * Refuses `invitation_link` (410), `wrong_mailbox`, `sign_in_first` (409), `identity.name`, `identity.password_*`
 * (422), `identity.too_many_links` (429).
 */
export async function acceptInvitation(
  visitor: Visitor,
  secret: string,
  form: { name: string; password: string },
): Promise<AcceptedInvitation> {
  const found = await aliveInvitation(visitor, secret);
  const { tenantId, email, companyName, slug, personId: known } = found;
  refuseOthers(visitor, found);
  const policy = await withControl({ tenantId }, (tx) => findPasswordPolicy(tx, tenantId), { mode: "read" });
  const fresh = known ? null : await prepareInvitedPerson({ email, companyName, ...form, policy: policy ?? undefined });
  const ctx: PersonCtx = { ...visitor, personId: known ?? fresh!.personId };
  const session = await withControl(
    { tenantId, personId: ctx.personId },
    (tx) => enter(tx, ctx, { found, fresh, secret }),
  );
  return { slug, session };
}

/** Signed in as somebody else he is told so plainly: holding the link, he knows whom it is for. */
function refuseOthers(visitor: Visitor, { email, personId }: FoundInvitation): void {
  if (visitor.personId !== null && visitor.personId !== personId) {
    throw refuse("wrong_mailbox", { values: { invited: email, signedIn: visitor.email ?? "un autre compte" } });
  }
  if (personId !== null && visitor.personId === null) throw refuse("sign_in_first");
}

async function enter(
  tx: Parameters<typeof spendInvitation>[0],
  ctx: PersonCtx,
  { found, fresh, secret }: { found: FoundInvitation; fresh: InvitedPerson | null; secret: string },
): Promise<OpenedSession | null> {
  const { tenantId, recoveryId } = found, personId = ctx.personId as Uuid;
  // Before the invitation, as administrators do who hold both.
  const isFirst = (await lockMembers(tx, tenantId)).length === 0 && found.inviter === TEAM;
  const spent = await spendInvitation(tx, { tenantId, hash: invitationHash(secret), at: ctx.now });
  if (!spent) throw refuse("invitation_link");
  if (fresh && !await makeInvitedPerson(tx, ctx, fresh)) throw refuse("sign_in_first");
  if (recoveryId !== null) await takeOver(tx, { tenantId, personId, recoveryId, at: ctx.now });
  else await insertMembership(tx, { tenantId, personId, ...spent, isOwner: isFirst, createdAt: ctx.now });
  const label = labelOfMember(memberIn(await loadMembers(tx), personId));
  await recordAct(tx, { tenantId, personId, actor: label, now: ctx.now }, {
    verb: "acceptInvitation",
    subject: { kind: "member", id: personId, label },
    summary: `Invitation acceptée, profil ${labelOfInvited(found)}`,
  });
  return fresh ? await openSession(tx, ctx, personId) : null;
}

async function aliveInvitation(ctx: PersonCtx, secret: string): Promise<FoundInvitation> {
  const found = await withControl({}, (tx) => findInvitation(tx, { hash: invitationHash(secret), at: ctx.now }), {
    mode: "read",
  });
  if (found) return found;
  await countLinkMiss(ctx);
  throw refuse("invitation_link");
}
