import {
  type BlockedMember,
  changeProfile,
  choiceOf,
  grantOwnership,
  inviteMember,
  leaveDossier,
  listBlockedMembers,
  listMembers,
  type Member,
  type Membership,
  profileLabelOf,
  removeMember,
  resendInvitation,
  withdrawInvitation,
  withdrawOwnership,
} from "../../lib/access/mod.ts";
import type { IsoInstant } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import type { FormState, JSX } from "../../lib/ui/mod.ts";
import { type DossierContext, idParam, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { may, slugOf } from "./here.tsx";
import { MemberPage } from "./member_page.tsx";
import { MembersPage } from "./members_page.tsx";
import { customProfileRoutes } from "./members_profiles.tsx";

export const memberRoutes: Routes = {
  "GET /d/:slug/membres": showAll,
  "POST /d/:slug/membres/invitations": invite,
  "POST /d/:slug/membres/invitations/:invitation/renvoi": resend,
  "POST /d/:slug/membres/invitations/:invitation/retrait": withdraw,
  "POST /d/:slug/membres/depart": leave,
  "GET /d/:slug/membres/:member": showOne,
  "POST /d/:slug/membres/:member/profil": giveProfile,
  "POST /d/:slug/membres/:member/retrait": showOut,
  "POST /d/:slug/membres/:member/titulaire": makeOwner,
  "POST /d/:slug/membres/:member/titulaire/retrait": takeOwnership,
  ...customProfileRoutes,
};

/** Members and invitations that one dossier may have, until the plans say how many each of them holds. */
export const MAX_MEMBERS = 50;

async function showAll(c: DossierContext): Promise<Response> {
  const [membership, blocked] = await Promise.all([listMembers(c.get("ctx")), blockedMembers(c)]);
  return respond(c, {
    json: () => ({ ...jsonOf(membership), blocked }),
    page: () => <MembersPage c={c} membership={membership} blocked={blocked} />,
  });
}

/** Whose account is blocked: told to those alone who may open it again. */
async function blockedMembers(c: DossierContext): Promise<readonly BlockedMember[]> {
  return may(c, "members:write") ? await listBlockedMembers(c.get("ctx")) : [];
}

async function invite(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: (form) =>
      inviteMember(c.get("ctx"), {
        email: form.text("email"),
        profile: form.text("profile"),
        maxMembers: MAX_MEMBERS,
      }),
    goTo: () => paths.members(slugOf(c), { fait: "invitation" }),
    json: (id) => ({ id }),
    status: 201,
    again: (state) => again(c, state),
  });
}

async function resend(c: DossierContext): Promise<Response> {
  return await act(c, "renvoi", () => resendInvitation(c.get("ctx"), { id: idParam(c, "invitation") }));
}

async function withdraw(c: DossierContext): Promise<Response> {
  return await act(c, "retrait", () => withdrawInvitation(c.get("ctx"), { id: idParam(c, "invitation") }));
}

/** An act on an invitation: the list again, and what was done or why not. */
async function act(c: DossierContext, did: string, run: () => Promise<void>): Promise<Response> {
  return await submit(c, {
    run,
    goTo: () => paths.members(slugOf(c), { fait: did }),
    json: () => ({ done: true }),
    again: (state) => again(c, state),
  });
}

async function again(c: DossierContext, state: FormState): Promise<JSX.Element> {
  const [membership, blocked] = await Promise.all([listMembers(c.get("ctx")), blockedMembers(c)]);
  return <MembersPage c={c} membership={membership} blocked={blocked} state={state} />;
}

/** Only an administrator is ever refused: the last one, or the last owner. He may read the list again. */
async function leave(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: () => leaveDossier(c.get("ctx")),
    goTo: () => paths.dossiers("tous"),
    json: () => ({ left: true }),
    again: (state) => again(c, state),
  });
}

async function showOne(c: DossierContext): Promise<Response> {
  const found = await find(c, idParam(c, "member"));
  return respond(c, {
    json: () => ({ member: memberJson(found.member), blockedAt: found.blockedAt }),
    page: () => <MemberPage c={c} {...found} />,
  });
}

async function giveProfile(c: DossierContext): Promise<Response> {
  const personId = idParam(c, "member");
  return await actOn(c, "profil", (form) => changeProfile(c.get("ctx"), { personId, profile: form.text("profile") }));
}

async function makeOwner(c: DossierContext): Promise<Response> {
  return await actOn(c, "titulaire", () => grantOwnership(c.get("ctx"), { personId: idParam(c, "member") }));
}

async function takeOwnership(c: DossierContext): Promise<Response> {
  return await actOn(c, "titulaire_retire", () => withdrawOwnership(c.get("ctx"), { personId: idParam(c, "member") }));
}

async function showOut(c: DossierContext): Promise<Response> {
  const personId = idParam(c, "member");
  return await submit(c, {
    run: () => removeMember(c.get("ctx"), { personId }),
    goTo: () => paths.members(slugOf(c), { fait: "sortie" }),
    json: () => ({ removed: true }),
    again: (state) => memberAgain(c, personId, state),
  });
}

/** An act on a member: his page again, and what was done or why not. */
async function actOn(
  c: DossierContext,
  did: string,
  run: (form: { text(name: string): string }) => Promise<void>,
): Promise<Response> {
  const personId = idParam(c, "member");
  return await submit(c, {
    run,
    goTo: () => paths.member(slugOf(c), personId, { fait: did }),
    json: () => ({ done: true }),
    again: (state) => memberAgain(c, personId, state),
  });
}

async function memberAgain(c: DossierContext, personId: Uuid, state: FormState): Promise<JSX.Element> {
  return <MemberPage c={c} {...await find(c, personId)} state={state} />;
}

interface Found {
  readonly membership: Membership;
  readonly member: Member;
  readonly blockedAt: IsoInstant | null;
}

async function find(c: DossierContext, personId: Uuid): Promise<Found> {
  const [membership, blocked] = await Promise.all([listMembers(c.get("ctx")), blockedMembers(c)]);
  const member = membership.members.find((each) => each.personId === personId);
  if (!member) throw notFound();
  const blockedAt = blocked.find((each) => each.personId === personId)?.blockedAt ?? null;
  return { membership, member, blockedAt };
}

function jsonOf({ members, invitations, profiles }: Membership): Readonly<Record<string, unknown>> {
  return {
    members: members.map(memberJson),
    invitations: invitations.map((invitation) => ({
      id: invitation.id,
      email: invitation.email,
      profile: choiceOf(invitation),
      inviter: invitation.inviter,
      sentAt: invitation.sentAt,
      expiresAt: invitation.expiresAt,
    })),
    profiles: profiles.map(({ id, name, rights }) => ({ id, name, rights })),
  };
}

function memberJson(member: Member): unknown {
  const { personId, email, name, isOwner, joinedAt, lastSeenAt } = member;
  return {
    ...{ id: personId, email, name, isOwner, joinedAt, lastSeenAt },
    profile: choiceOf(member),
    profileLabel: profileLabelOf(member),
  };
}
