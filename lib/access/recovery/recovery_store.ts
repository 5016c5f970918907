import { eq, type SQL, sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { InstanceState } from "../../instances/mod.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { recoveryNotices } from "../schema.ts";
import type { Recovery, RecoveryKey } from "./recovery.ts";

/** A recovery to write. */
export type RecoveryRecord =
  & RecoveryKey
  & Pick<Recovery, "email" | "emailKey" | "name" | "ownersLeave" | "reason" | "evidence" | "evidenceNote">
  & Pick<Recovery, "administratorSeen" | "askedBy" | "askedByName" | "askedAt">;

/** A member who is told, with the hash of his link. */
export interface NoticeRecord {
  readonly id: Uuid;
  readonly personId: Uuid;
  readonly tokenHash: Uint8Array;
}

/** What the link of a member who was told finds. */
export interface FoundObjection {
  readonly tenantId: Uuid;
  readonly recoveryId: Uuid;
  readonly personId: Uuid;
  /** Name of the member. */
  readonly label: string;
  readonly companyName: string;
  /** Who is to become administrator and owner. */
  readonly email: string;
  readonly name: string;
  readonly waitsUntil: IsoInstant;
}

/** Recoveries that the page of one dossier shows. */
const LISTED = 200;

type Moments = "askedAt" | "decidedAt" | "waitsUntil" | "endedAt";
type Sent = Omit<Recovery, Moments> & { readonly askedAt: string } & Record<Exclude<Moments, "askedAt">, string | null>;

/** Which recoveries are read, in which order, and what is read besides as `at`. */
export interface RecoveryQuestion {
  readonly where: SQL;
  readonly orderBy?: readonly SQL[];
  readonly at?: SQL;
  readonly limit?: number;
}

/** The recoveries that a condition finds, the youngest first, each with what the directory calls its dossier. */
export async function selectRecoveries(tx: Tx, question: RecoveryQuestion): Promise<(Recovery & { at: string })[]> {
  const { where, orderBy = [sql`r.asked_at desc`, sql`r.id`], at = sql`''`, limit = LISTED } = question;
  const found = await rows<Sent & { at: string }>(
    tx,
    sql`select r.tenant_id as "tenantId", r.id, i.company_name as "companyName", i.state as "instanceState", r.state,
        r.email, r.email_key as "emailKey", r.name, r.owners_leave as "ownersLeave", r.reason, r.evidence,
        r.evidence_note as "evidenceNote", r.administrator_seen as "administratorSeen", r.asked_by as "askedBy",
        r.asked_by_name as "askedByName", r.asked_at as "askedAt", r.decided_by_name as "decidedByName",
        r.decided_at as "decidedAt", r.waits_until as "waitsUntil", r.ended_at as "endedAt",
        r.end_reason as "endReason", ${at} as at
      from control.recoveries r join control.instances i on i.tenant_id = r.tenant_id
      where ${where} order by ${sql.join([...orderBy], sql`, `)} limit ${limit}`,
  );
  return found.map((each) => ({
    ...each,
    askedAt: instantFromDriver(each.askedAt),
    decidedAt: momentOf(each.decidedAt),
    waitsUntil: momentOf(each.waitsUntil),
    endedAt: momentOf(each.endedAt),
  }));
}

/** One recovery, or null. */
export async function loadRecovery(tx: Tx, { tenantId, id }: RecoveryKey): Promise<Recovery | null> {
  const [found] = await selectRecoveries(tx, { where: sql`r.tenant_id = ${tenantId} and r.id = ${id}` });
  return found ? withoutAt(found) : null;
}

/** Recoveries of one dossier, the youngest first. */
export async function loadRecoveries(tx: Tx, tenantId: Uuid): Promise<Recovery[]> {
  return (await selectRecoveries(tx, { where: sql`r.tenant_id = ${tenantId}` })).map(withoutAt);
}

function withoutAt({ at: _at, ...recovery }: Recovery & { at: string }): Recovery {
  return recovery;
}

/** State of a dossier in the directory, or null. */
export async function loadInstanceState(tx: Tx, tenantId: Uuid): Promise<InstanceState | null> {
  const found = await row<{ state: InstanceState }>(
    tx,
    sql`select state from control.instances where tenant_id = ${tenantId}`,
  );
  return found && found.state;
}

/** Whether somebody who governs the dossier was there since an instant. */
export async function isGovernedSince(
  tx: Tx,
  { tenantId, administrator, since }: { tenantId: Uuid; administrator: string; since: IsoInstant },
): Promise<boolean> {
  return await answerOf(tx, sql`select control.is_governed_since(${tenantId}, ${administrator}, ${since}) as yes`);
}

/** Writes what an operator asks; false when a recovery of the dossier is under way. */
export async function insertRecovery(tx: Tx, recovery: RecoveryRecord): Promise<boolean> {
  const { tenantId, id, email, emailKey, name, ownersLeave, reason, evidenceNote, administratorSeen } = recovery;
  const made = await row(
    tx,
    // The columns that the console may write, and no other.
    sql`insert into control.recoveries (tenant_id, id, email, email_key, name, owners_leave, reason, evidence,
        evidence_note, administrator_seen, asked_by, asked_by_name, asked_at)
      values (${tenantId}, ${id}, ${email}, ${emailKey}, ${name}, ${ownersLeave}, ${reason},
        string_to_array(${recovery.evidence.join()}, ','), ${evidenceNote}, ${administratorSeen},
        ${recovery.askedBy}, ${recovery.askedByName}, ${recovery.askedAt})
      on conflict (tenant_id) where state in ('asked', 'approved', 'waiting') do nothing returning id`,
  );
  return made !== null;
}

/** The second operator's word; false unless it waited for his. */
export async function decideRecovery(
  tx: Tx,
  { tenantId, id }: RecoveryKey,
  said: { operatorId: Uuid; name: string; approves: boolean; reason: string | null; at: IsoInstant },
): Promise<boolean> {
  const { operatorId, name, approves, reason, at } = said;
  return await answerOf(
    tx,
    sql`select control.decide_recovery(${tenantId}, ${id}, ${operatorId}, ${name}, ${approves}, ${reason}, ${at})
      as yes`,
  );
}

/** Takes a recovery back; false when it is over. */
export async function cancelRecoveryRow(
  tx: Tx,
  { tenantId, id }: RecoveryKey,
  { reason, at }: { reason: string; at: IsoInstant },
): Promise<boolean> {
  return await answerOf(tx, sql`select control.cancel_recovery(${tenantId}, ${id}, ${reason}, ${at}) as yes`);
}

/** Lets the days run, in the dossier in scope; false unless it was approved. */
export async function beginRecoveryRow(tx: Tx, id: Uuid, until: IsoInstant): Promise<boolean> {
  return await answerOf(tx, sql`select control.begin_recovery(${id}, ${until}) as yes`);
}

/** Ends the wait, in the dossier in scope; true once, after the last day. */
export async function finishRecoveryRow(tx: Tx, id: Uuid, at: IsoInstant): Promise<boolean> {
  return await answerOf(tx, sql`select control.finish_recovery(${id}, ${at}) as yes`);
}

/** Writes who is told. */
export async function insertNotices(
  tx: Tx,
  recovery: RecoveryKey & { readonly createdAt: IsoInstant },
  notices: readonly NoticeRecord[],
): Promise<void> {
  if (notices.length === 0) return;
  const { tenantId, id: recoveryId, createdAt } = recovery;
  await tx.insert(recoveryNotices).values(notices.map((notice) => ({ tenantId, recoveryId, createdAt, ...notice })));
}

/** Who a notice is for, and of which recovery; null when he is gone. */
export async function loadNotice(tx: Tx, id: Uuid): Promise<{ recoveryId: Uuid; personId: Uuid } | null> {
  const { recoveryId, personId } = recoveryNotices;
  const [found] = await tx.select({ recoveryId, personId }).from(recoveryNotices).where(eq(recoveryNotices.id, id));
  return found ?? null;
}

/** The notice of a member about the recovery that waits in the dossier in scope, or null. */
export async function loadOwnNotice(tx: Tx, personId: Uuid): Promise<Uuid | null> {
  const found = await row<{ id: Uuid }>(
    tx,
    sql`select n.id from control.recovery_notices n
        join control.recoveries r on r.tenant_id = n.tenant_id and r.id = n.recovery_id
      where n.person_id = ${personId} and r.state = 'waiting'`,
  );
  return found && found.id;
}

/** The recovery that a link may stop, or null. */
export async function findObjection(
  tx: Tx,
  { hash, at }: { hash: Uint8Array; at: IsoInstant },
): Promise<FoundObjection | null> {
  const found = await row<Omit<FoundObjection, "waitsUntil"> & { waitsUntil: string }>(
    tx,
    sql`select tenant_id as "tenantId", recovery_id as "recoveryId", person_id as "personId", label,
        company_name as "companyName", email, name, waits_until as "waitsUntil"
      from control.find_objection(${hash}, ${at})`,
  );
  return found && { ...found, waitsUntil: instantFromDriver(found.waitsUntil) };
}

/** Stops the recovery of a link, in the dossier in scope; false unless the link was alive. */
export async function objectRecoveryRow(
  tx: Tx,
  { hash, at }: { hash: Uint8Array; at: IsoInstant },
): Promise<boolean> {
  return await answerOf(tx, sql`select control.object_recovery(${hash}, ${at}) as yes`);
}

async function answerOf(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer about a recovery").yes;
}

function momentOf(value: string | null): IsoInstant | null {
  return value === null ? null : instantFromDriver(value);
}
