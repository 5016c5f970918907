import { and, count, desc, eq, gt } from "drizzle-orm";
import type { Ctx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { ArchivePart } from "../archive.ts";
import { exitArchives } from "../schema.ts";
import { endStep, failStep, findOne, isOne } from "../steps_store.ts";
import type { Leaving, StoredExit } from "./exit.ts";

type Of = Pick<Ctx, "tenantId">;

/** Writes a new exit archive; false where one is under way. */
export async function insertExit(
  tx: Tx,
  exit: Pick<StoredExit, "tenantId" | "id" | "companyName" | "askedAt" | "askedBy">,
): Promise<boolean> {
  const made = await tx.insert(exitArchives).values({ ...exit, state: "asked", step: 0 }).onConflictDoNothing()
    .returning({ id: exitArchives.id });
  return made.length > 0;
}

/** An exit archive of the dossier, or null. */
export async function findExit(tx: Tx, ctx: Of, id: Uuid): Promise<StoredExit | null> {
  return await findOne(tx, exitArchives, ctx, id);
}

/** The one that was asked for last, or null. */
export async function findLastExit(tx: Tx, { tenantId }: Of): Promise<StoredExit | null> {
  const [found] = await tx.select().from(exitArchives).where(eq(exitArchives.tenantId, tenantId))
    .orderBy(desc(exitArchives.askedAt), desc(exitArchives.id)).limit(1);
  return found ?? null;
}

/** How many were asked since a moment. */
export async function countExits(tx: Tx, { tenantId }: Of, since: IsoInstant): Promise<number> {
  const [found] = await tx.select({ n: count() }).from(exitArchives)
    .where(and(eq(exitArchives.tenantId, tenantId), gt(exitArchives.askedAt, since)));
  return Number(found?.n ?? 0);
}

/** Ends a step: true for the first who says so, false for whoever did the same step beside him. */
export async function moveExitOn(
  tx: Tx,
  ctx: Of,
  { id, step, leaving }: { id: Uuid; step: number; leaving: Leaving },
): Promise<boolean> {
  const { documents, lacking } = leaving;
  const change = { state: "making", cursor: leaving, documents, lacking } as const;
  return await endStep(tx, exitArchives, ctx, { id, step, change });
}

/** What is known of a whole exit archive. */
export interface EndedExit {
  readonly isWhole: boolean;
  readonly documents: number;
  readonly lacking: number;
  readonly files: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly parts: readonly ArchivePart[];
  readonly doneAt: IsoInstant;
  readonly expiresAt: IsoInstant;
}

/** The end of the last step. */
export async function endExit(
  tx: Tx,
  ctx: Of,
  { id, step, ended }: { id: Uuid; step: number; ended: EndedExit },
): Promise<boolean> {
  return await endStep(tx, exitArchives, ctx, { id, step, change: { ...ended, state: "done", cursor: null } });
}

/** The other end: no step is left to try. Nothing where it has ended already. */
export async function failExit(
  tx: Tx,
  ctx: Of,
  failed: { id: Uuid; step: number; failure: string; doneAt: IsoInstant },
): Promise<boolean> {
  return await failStep(tx, exitArchives, ctx, failed);
}

/** Says that it is no longer kept. */
export async function markExpired(tx: Tx, ctx: Of, id: Uuid): Promise<void> {
  await tx.update(exitArchives).set({ state: "expired", parts: [] })
    .where(and(isOne(exitArchives, ctx, id), eq(exitArchives.state, "done")));
}
