import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { LogCheck } from "./log_check.ts";
import { logChecks } from "./schema.ts";

/** Which verification. */
export interface CheckKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** Writes a new verification; false where another one of the dossier is under way. */
export async function insertCheck(tx: Tx, tenantId: Uuid, check: LogCheck): Promise<boolean> {
  const added = await tx.insert(logChecks).values({ tenantId, ...check }).onConflictDoNothing()
    .returning({ id: logChecks.id });
  return added.length === 1;
}

/** The verification that is under way, or null. */
export async function runningCheck(tx: Tx, tenantId: Uuid): Promise<LogCheck | null> {
  const [found] = await tx.select().from(logChecks)
    .where(and(eq(logChecks.tenantId, tenantId), ne(logChecks.part, "done")));
  return found ? fromRow(found) : null;
}

/** One verification, or null. */
export async function findCheck(tx: Tx, key: CheckKey): Promise<LogCheck | null> {
  const [found] = await tx.select().from(logChecks).where(isOf(key));
  return found ? fromRow(found) : null;
}

/** The same, locked until the transaction ends. */
export async function lockCheck(tx: Tx, key: CheckKey): Promise<LogCheck | null> {
  const [found] = await tx.select().from(logChecks).where(isOf(key)).for("update");
  return found ? fromRow(found) : null;
}

/** The verification that was asked for last and is done, or null. */
export async function lastCheck(tx: Tx, tenantId: Uuid): Promise<LogCheck | null> {
  const [found] = await tx.select().from(logChecks)
    .where(and(eq(logChecks.tenantId, tenantId), eq(logChecks.part, "done")))
    .orderBy(desc(logChecks.askedAt)).limit(1);
  return found ? fromRow(found) : null;
}

/** Writes how far a verification has come, where nobody else took it further meanwhile. */
export async function moveCheck(
  tx: Tx,
  { tenantId, from, to }: { tenantId: Uuid; from: LogCheck; to: Pick<LogCheck, "part" | "state"> },
): Promise<boolean> {
  const moved = await tx.update(logChecks).set({ part: to.part, state: to.state }).where(and(
    isOf({ tenantId, id: from.id }),
    eq(logChecks.part, from.part),
    sql`${logChecks.state} = ${JSON.stringify(from.state)}::jsonb`,
  )).returning({ id: logChecks.id });
  return moved.length === 1;
}

/** Writes what a verification found. */
export async function finishCheckRow(
  tx: Tx,
  key: CheckKey,
  found: Pick<LogCheck, "finishedAt" | "outcome" | "sealSeq">,
): Promise<void> {
  await tx.update(logChecks).set({ part: "done", ...found }).where(isOf(key));
}

function isOf({ tenantId, id }: CheckKey) {
  return and(eq(logChecks.tenantId, tenantId), eq(logChecks.id, id));
}

function fromRow({ tenantId: _, ...check }: typeof logChecks.$inferSelect): LogCheck {
  return check;
}
