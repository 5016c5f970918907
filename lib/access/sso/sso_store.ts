import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, type Tx } from "../../platform/db/transaction.ts";
import { memberships, ssoAttempts, ssoConnections, ssoSubjects } from "../schema.ts";

/** A dossier's connection as it is stored: its secret wrapped. */
export type StoredConnection = typeof ssoConnections.$inferSelect;

/** A sign-in under way. */
export type StoredAttempt = typeof ssoAttempts.$inferSelect;

/** The dossier of an address that has a company sign-in, or null. */
export async function findSsoDossier(tx: Tx, slug: string): Promise<Uuid | null> {
  const found = await row<{ tenantId: Uuid }>(
    tx,
    sql`select tenant_id as "tenantId" from control.sso_dossier(${slug})`,
  );
  return found?.tenantId ?? null;
}

/** The connection of the dossier in scope, or null. */
export async function loadConnection(tx: Tx, tenantId: Uuid): Promise<StoredConnection | null> {
  const [found] = await tx.select().from(ssoConnections).where(eq(ssoConnections.tenantId, tenantId));
  return found ?? null;
}

/**
 * The same, held until the transaction ends against whoever changes it: a session is opened before its provider is
 * taken away, or not at all.
 */
export async function holdConnection(tx: Tx, tenantId: Uuid): Promise<StoredConnection | null> {
  const [found] = await tx.select().from(ssoConnections).where(eq(ssoConnections.tenantId, tenantId)).for("share");
  return found ?? null;
}

/** Writes the connection of the dossier in scope; false when it was changed since `version` (0: there was none). */
export async function saveConnection(
  tx: Tx,
  connection: Omit<StoredConnection, "version" | "checkResult" | "checkedAt">,
  version: number,
): Promise<boolean> {
  const { tenantId } = connection;
  const checks = { checkResult: null, checkedAt: null };
  const written = version === 0
    ? await tx.insert(ssoConnections).values({ ...connection, ...checks }).onConflictDoNothing()
      .returning({ id: ssoConnections.tenantId })
    : await tx.update(ssoConnections).set({ ...connection, ...checks, version: version + 1 })
      .where(and(eq(ssoConnections.tenantId, tenantId), eq(ssoConnections.version, version)))
      .returning({ id: ssoConnections.tenantId });
  return written.length === 1;
}

/** Writes down what a try of the connection said, unless the connection was changed meanwhile. */
export async function noteCheck(
  tx: Tx,
  tenantId: Uuid,
  check: { version: number; result: string; at: IsoInstant },
): Promise<void> {
  await tx.update(ssoConnections).set({ checkResult: check.result, checkedAt: check.at })
    .where(and(eq(ssoConnections.tenantId, tenantId), eq(ssoConnections.version, check.version)));
}

/** Drops the connection of the dossier in scope, and whom it knew; false when there was none. */
export async function deleteConnection(tx: Tx, tenantId: Uuid): Promise<boolean> {
  const dropped = await tx.delete(ssoConnections).where(eq(ssoConnections.tenantId, tenantId))
    .returning({ id: ssoConnections.tenantId });
  await forgetSubjects(tx, tenantId);
  return dropped.length === 1;
}

/** Forgets whom the provider's names stand for: another provider has other names. */
export async function forgetSubjects(tx: Tx, tenantId: Uuid): Promise<void> {
  await tx.delete(ssoSubjects).where(eq(ssoSubjects.tenantId, tenantId));
}

/** Writes a sign-in that leaves for the provider, and drops those that are long over. */
export async function insertAttempt(
  tx: Tx,
  attempt: Pick<StoredAttempt, "tenantId" | "id" | "stateHash" | "startedAt" | "expiresAt">,
  dropBefore: IsoInstant,
): Promise<void> {
  const { tenantId } = attempt;
  await tx.delete(ssoAttempts).where(and(eq(ssoAttempts.tenantId, tenantId), lt(ssoAttempts.startedAt, dropBefore)));
  await tx.insert(ssoAttempts).values(attempt);
}

/** Spends a sign-in under way; null for an unknown, spent or expired one. */
export async function spendAttempt(
  tx: Tx,
  { tenantId, stateHash, at }: { tenantId: Uuid; stateHash: Uint8Array; at: IsoInstant },
): Promise<Uuid | null> {
  const [spent] = await tx.update(ssoAttempts).set({ spentAt: at }).where(and(
    eq(ssoAttempts.tenantId, tenantId),
    eq(ssoAttempts.stateHash, stateHash),
    isNull(ssoAttempts.spentAt),
    gt(ssoAttempts.expiresAt, at),
  )).returning({ id: ssoAttempts.id });
  return spent?.id ?? null;
}

/** Writes down how a sign-in ended. */
export async function endAttempt(
  tx: Tx,
  tenantId: Uuid,
  { id, outcome }: { id: Uuid; outcome: string },
): Promise<void> {
  await tx.update(ssoAttempts).set({ outcome }).where(and(eq(ssoAttempts.tenantId, tenantId), eq(ssoAttempts.id, id)));
}

/** The last sign-ins of the dossier in scope that came back, newest first. */
export async function loadLastAttempts(
  tx: Tx,
  tenantId: Uuid,
  count: number,
): Promise<{ at: IsoInstant; outcome: string }[]> {
  const found = await tx.select({ at: ssoAttempts.startedAt, outcome: ssoAttempts.outcome }).from(ssoAttempts)
    .where(and(eq(ssoAttempts.tenantId, tenantId), sql`${ssoAttempts.outcome} is not null`))
    .orderBy(sql`${ssoAttempts.startedAt} desc`).limit(count);
  return found.map(({ at, outcome }) => ({ at, outcome: outcome ?? "" }));
}

/** The person that a provider's name stands for in the dossier in scope, or null at his first sign-in. */
export async function findSubject(tx: Tx, tenantId: Uuid, subjectHash: Uint8Array): Promise<Uuid | null> {
  const [found] = await tx.select({ personId: ssoSubjects.personId }).from(ssoSubjects)
    .where(and(eq(ssoSubjects.tenantId, tenantId), eq(ssoSubjects.subjectHash, subjectHash)));
  return found?.personId ?? null;
}

/** Ties a provider's name to a person; false when the person is tied to another name already. */
export async function linkSubject(tx: Tx, link: typeof ssoSubjects.$inferInsert): Promise<boolean> {
  const written = await tx.insert(ssoSubjects).values(link).onConflictDoNothing()
    .returning({ personId: ssoSubjects.personId });
  return written.length === 1;
}

/** True when a person has a place in the dossier in scope. */
export async function isMember(tx: Tx, tenantId: Uuid, personId: Uuid): Promise<boolean> {
  const found = await tx.select({ personId: memberships.personId }).from(memberships)
    .where(and(eq(memberships.tenantId, tenantId), eq(memberships.personId, personId)));
  return found.length === 1;
}
