import { and, eq, sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Language } from "../identity/mod.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import { invitations, profiles } from "./schema.ts";

/** An invitation that waits. */
export interface Invitation {
  readonly id: Uuid;
  readonly email: string;
  readonly emailKey: string;
  readonly profile: string;
  readonly customProfileId: Uuid | null;
  readonly profileName: string | null;
  readonly inviter: string;
  readonly tokenId: Uuid;
  readonly sentAt: IsoInstant;
  readonly expiresAt: IsoInstant;
}

/** One sending of an invitation: a link of its own, which replaces the one before. */
export interface SendingRecord {
  readonly tokenId: Uuid;
  readonly tokenHash: Uint8Array;
  readonly sentAt: IsoInstant;
  readonly expiresAt: IsoInstant;
}

/** A new invitation. */
export interface InvitationRecord extends SendingRecord {
  readonly id: Uuid;
  readonly email: string;
  readonly emailKey: string;
  readonly profile: string;
  readonly customProfileId: Uuid | null;
  readonly inviter: string;
  /** The recovery that ends with it: whoever accepts becomes an owner. */
  readonly recoveryId?: Uuid;
  /** Of who invites; an account that the address has already speaks its own. */
  readonly language: Language;
}

/** What the link of an invitation finds. */
export interface FoundInvitation {
  readonly tenantId: Uuid;
  readonly invitationId: Uuid;
  readonly email: string;
  readonly emailKey: string;
  readonly language: Language;
  readonly profile: string;
  readonly profileName: string | null;
  readonly inviter: string;
  readonly companyName: string;
  readonly slug: string;
  /** Of the account that the address has already. */
  readonly personId: Uuid | null;
  /** The recovery of the dossier that it comes from; null for an invitation by a member. */
  readonly recoveryId: Uuid | null;
}

const INVITATION = {
  id: invitations.id,
  email: invitations.email,
  emailKey: invitations.emailKey,
  profile: invitations.profile,
  customProfileId: invitations.customProfileId,
  profileName: profiles.name,
  inviter: invitations.inviter,
  tokenId: invitations.tokenId,
  sentAt: invitations.sentAt,
  expiresAt: invitations.expiresAt,
};

/** The invitations of a dossier that wait, by address. */
export async function loadInvitations(tx: Tx, tenantId: Uuid): Promise<Invitation[]> {
  return await tx.select(INVITATION).from(invitations)
    .leftJoin(
      profiles,
      and(eq(profiles.tenantId, invitations.tenantId), eq(profiles.id, invitations.customProfileId)),
    )
    .where(eq(invitations.tenantId, tenantId)).orderBy(invitations.emailKey);
}

/** Writes an invitation. */
export async function insertInvitation(tx: Tx, tenantId: Uuid, invitation: InvitationRecord): Promise<void> {
  await tx.insert(invitations).values({ tenantId, ...invitation, createdAt: invitation.sentAt });
}

/** Gives an invitation another link; the one before is unknown from then on. */
export async function renewInvitation(
  tx: Tx,
  key: { tenantId: Uuid; id: Uuid },
  sending: SendingRecord,
): Promise<void> {
  await tx.update(invitations).set(sending).where(isInvitation(key));
}

/** Forgets an invitation. */
export async function deleteInvitation(tx: Tx, key: { tenantId: Uuid; id: Uuid }): Promise<void> {
  await tx.delete(invitations).where(isInvitation(key));
}

/** The invitation of a link that is alive, or null. */
export async function findInvitation(
  tx: Tx,
  { hash, at }: { hash: Uint8Array; at: IsoInstant },
): Promise<FoundInvitation | null> {
  return await row<FoundInvitation>(
    tx,
    sql`select tenant_id as "tenantId", invitation_id as "invitationId", email, email_key as "emailKey", language,
      profile, profile_name as "profileName", inviter, company_name as "companyName", slug, person_id as "personId",
      recovery_id as "recoveryId"
      from control.find_invitation(${hash}, ${at})`,
  );
}

/** Forgets the invitation of an address, if one waits. */
export async function deleteInvitationOf(
  tx: Tx,
  { tenantId, emailKey }: { tenantId: Uuid; emailKey: string },
): Promise<void> {
  await tx.delete(invitations).where(and(eq(invitations.tenantId, tenantId), eq(invitations.emailKey, emailKey)));
}

/** Spends a link: gives the profile that it promises and forgets the invitation. Null unless the link was alive. */
export async function spendInvitation(
  tx: Tx,
  link: { tenantId: Uuid; hash: Uint8Array; at: IsoInstant },
): Promise<{ profile: string; customProfileId: Uuid | null } | null> {
  const { tenantId, hash, at } = link;
  return await row<{ profile: string; customProfileId: Uuid | null }>(
    tx,
    sql`delete from control.invitations where tenant_id = ${tenantId} and token_hash = ${hash} and expires_at > ${at}
      returning profile, custom_profile_id as "customProfileId"`,
  );
}

/** Drops invitations and company sign-ins that were over so many days ago, of every dossier. */
export async function sweepDead(tx: Tx, at: IsoInstant, deadDays: number): Promise<void> {
  await rows(tx, sql`select control.sweep_access(${at}, ${deadDays})`);
}

function isInvitation({ tenantId, id }: { tenantId: Uuid; id: Uuid }) {
  return and(eq(invitations.tenantId, tenantId), eq(invitations.id, id));
}
