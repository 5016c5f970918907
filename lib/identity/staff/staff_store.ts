import { type SQL, sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { OperatorRole } from "../operator_roles.ts";

/** An operator as the page of operators shows him: nothing that signs in. */
export interface StaffMember {
  readonly id: Uuid;
  readonly email: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly createdAt: IsoInstant;
  readonly disabledAt: IsoInstant | null;
  readonly hasTotp: boolean;
  readonly passkeys: number;
  /** Until when the link that he was given opens; null where he followed it, or has none. */
  readonly linkExpiresAt: IsoInstant | null;
  readonly lastSeenAt: IsoInstant | null;
  readonly openSessions: number;
}

/** A link for a new operator, or for one whose factors were taken away. */
export interface StaffLink {
  readonly hash: Uint8Array;
  readonly expiresAt: IsoInstant;
  /** The secret of his codes, wrapped; his once a code was right. */
  readonly totpDraft: Uint8Array;
}

/** Whom an administrator acts on. */
export interface StaffPair {
  readonly askerId: Uuid;
  readonly operatorId: Uuid;
}

/** Every operator, by name. */
export async function selectStaff(tx: Tx, at: IsoInstant): Promise<StaffMember[]> {
  const found = await selectStaffPage(tx, at, { where: sql`true`, orderBy: [sql`s.name`, sql`s.id`], at: sql`''` });
  return found.map(({ at: _at, ...member }) => member);
}

/** Operators that a condition finds, in an order; `at` is read besides. Without a limit, all of them. */
export async function selectStaffPage(
  tx: Tx,
  when: IsoInstant,
  { where, orderBy, at, limit }: {
    readonly where: SQL;
    readonly orderBy: readonly SQL[];
    readonly at: SQL;
    readonly limit?: number;
  },
): Promise<(StaffMember & { readonly at: string })[]> {
  const found = await rows<StaffMember & { readonly at: string }>(
    tx,
    sql`select id, email, name, role, created_at as "createdAt", disabled_at as "disabledAt", has_totp as "hasTotp",
      passkeys, link_expires_at as "linkExpiresAt", last_seen_at as "lastSeenAt", open_sessions as "openSessions",
      ${at} as at
      from control.staff(${when}) s where ${where} order by ${sql.join([...orderBy], sql`, `)} limit ${limit ?? null}`,
  );
  return found.map((member) => ({
    ...member,
    createdAt: instantFromDriver(member.createdAt),
    disabledAt: instantOrNull(member.disabledAt),
    linkExpiresAt: instantOrNull(member.linkExpiresAt),
    lastSeenAt: instantOrNull(member.lastSeenAt),
  }));
}

/** Writes an operator who is still to follow his link; false when the address is taken or the asker may not. */
export async function inviteOperatorRow(
  tx: Tx,
  { askerId, operatorId, email, emailKey, name, role, link, at }: StaffPair & {
    email: string;
    emailKey: string;
    name: string;
    role: OperatorRole;
    link: StaffLink;
    at: IsoInstant;
  },
): Promise<boolean> {
  return await said(
    tx,
    sql`select control.invite_operator(${askerId}, ${operatorId}, ${email}, ${emailKey}, ${name}, ${role},
      ${link.totpDraft}, ${link.hash}, ${link.expiresAt}, ${at}) as yes`,
  );
}

/** Changes a role; false when it is the same, one's own, or the asker may not. */
export async function updateRole(tx: Tx, { askerId, operatorId }: StaffPair, role: OperatorRole): Promise<boolean> {
  return await said(tx, sql`select control.set_operator_role(${askerId}, ${operatorId}, ${role}) as yes`);
}

/** Takes every factor away and ends the sessions; a link is the only way in. */
export async function resetOperatorRow(
  tx: Tx,
  { askerId, operatorId }: StaffPair,
  { link, at }: { link: StaffLink; at: IsoInstant },
): Promise<boolean> {
  return await said(
    tx,
    sql`select control.reset_operator(${askerId}, ${operatorId}, ${link.totpDraft}, ${link.hash}, ${link.expiresAt},
      ${at}) as yes`,
  );
}

/** Shuts an operator out or lets him in again; false when nothing changes or the asker may not. */
export async function shutOperatorOutRow(
  tx: Tx,
  { askerId, operatorId }: StaffPair,
  { isShut, at }: { isShut: boolean; at: IsoInstant },
): Promise<boolean> {
  return await said(tx, sql`select control.shut_operator_out(${askerId}, ${operatorId}, ${isShut}, ${at}) as yes`);
}

/** Ends an operator's sessions: how many were alive; null where the asker may not. */
export async function endSessionsOfOperator(tx: Tx, pair: StaffPair, at: IsoInstant): Promise<number | null> {
  const answer = await row<{ ended: number }>(
    tx,
    sql`select control.end_operator_sessions(${pair.askerId}, ${pair.operatorId}, ${at}) as ended`,
  );
  const { ended } = present(answer, "answer of end_operator_sessions");
  return ended < 0 ? null : ended;
}

/** Who follows a link, or null. */
export async function findOperatorOfLink(
  tx: Tx,
  hash: Uint8Array,
  at: IsoInstant,
): Promise<{ id: Uuid; email: string; name: string; totpDraft: Uint8Array } | null> {
  return await row(
    tx,
    sql`select id, email, name, totp_draft as "totpDraft" from control.operator_of_link(${hash}, ${at})`,
  );
}

/** Spends a link: its operator has a password and codes; false when somebody was quicker. */
export async function settleOperatorRow(
  tx: Tx,
  { hash, passwordHash, step, at }: { hash: Uint8Array; passwordHash: string; step: bigint; at: IsoInstant },
): Promise<boolean> {
  return await said(
    tx,
    sql`select control.settle_operator(${hash}, ${passwordHash}, ${step.toString()}::bigint, ${at}) as yes`,
  );
}

/** Ends a person's sessions by the key of his address; null where it is nobody's. */
export async function endSessionsOfPerson(
  tx: Tx,
  { askerId, emailKey, at }: { askerId: Uuid; emailKey: string; at: IsoInstant },
): Promise<{ personId: Uuid; ended: number } | null> {
  return await row(
    tx,
    sql`select person_id as "personId", ended from control.end_person_sessions(${askerId}, ${emailKey}, ${at})`,
  );
}

function instantOrNull(value: IsoInstant | null): IsoInstant | null {
  return value === null ? null : instantFromDriver(value);
}

async function said(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer of a function of operators").yes;
}
