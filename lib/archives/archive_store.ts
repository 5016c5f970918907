import { and, count, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { row, type Tx } from "../platform/db/transaction.ts";
import type { StoredArchive } from "./archive.ts";
import type { Making } from "./making/making.ts";
import type { Ended } from "./making/ending.ts";
import { archives } from "./schema.ts";
import { endStep, findOne, isOne } from "./steps_store.ts";

type Of = Pick<Ctx, "tenantId">;

/** Most archives that a page shows. */
const LISTED = 200;

/** An archive of the dossier, or null. */
export async function findArchive(tx: Tx, ctx: Of, id: Uuid): Promise<StoredArchive | null> {
  return await findOne(tx, archives, ctx, id);
}

/** The archives, latest first. */
export async function selectArchives(tx: Tx, { tenantId }: Of): Promise<StoredArchive[]> {
  return await tx.select().from(archives).where(eq(archives.tenantId, tenantId))
    .orderBy(desc(archives.askedAt), desc(archives.id)).limit(LISTED);
}

/** Writes a new archive. */
export async function insertArchive(tx: Tx, archive: StoredArchive): Promise<void> {
  await tx.insert(archives).values(archive);
}

/** True while one is being made. */
export async function isOneUnderWay(tx: Tx, { tenantId }: Of): Promise<boolean> {
  const found = await tx.select({ id: archives.id }).from(archives)
    .where(and(eq(archives.tenantId, tenantId), inArray(archives.state, ["asked", "making"]))).limit(1);
  return found.length > 0;
}

/** Holds whoever asks for an archive or ends one until the transaction ends: the next one is begun once. */
export async function lockQueue(tx: Tx, { tenantId }: Of): Promise<void> {
  await row(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`archives ${tenantId}`}, 0))`);
}

/** Periods of those that wait or are being made. */
export async function periodsUnderWay(tx: Tx, { tenantId }: Of): Promise<Pick<StoredArchive, "fromOn" | "toOn">[]> {
  return await tx.select({ fromOn: archives.fromOn, toOn: archives.toOn }).from(archives)
    .where(and(eq(archives.tenantId, tenantId), inArray(archives.state, ["waiting", "asked", "making"])));
}

/** The one that has waited longest; null where none waits. */
export async function firstWaiting(tx: Tx, { tenantId }: Of): Promise<Uuid | null> {
  const [first] = await tx.select({ id: archives.id }).from(archives)
    .where(and(eq(archives.tenantId, tenantId), eq(archives.state, "waiting")))
    .orderBy(archives.askedAt, archives.fromOn).limit(1);
  return first?.id ?? null;
}

/** Makes one that waits the one that is asked for. */
export async function setAsked(tx: Tx, ctx: Of, id: Uuid): Promise<void> {
  await tx.update(archives).set({ state: "asked" }).where(isOne(archives, ctx, id));
}

/** How many were asked since a moment. */
export async function countSince(tx: Tx, { tenantId }: Of, since: IsoInstant): Promise<number> {
  const [found] = await tx.select({ n: count() }).from(archives)
    .where(and(eq(archives.tenantId, tenantId), gt(archives.askedAt, since)));
  return Number(found?.n ?? 0);
}

/** The digest of the last archive's manifest, or null before the first. */
export async function lastManifest(tx: Tx, { tenantId }: Of): Promise<string | null> {
  const [found] = await tx.select({ digest: archives.manifestSha256 }).from(archives)
    .where(and(eq(archives.tenantId, tenantId), eq(archives.state, "done"))).orderBy(desc(archives.sealSeq)).limit(1);
  return found?.digest ?? null;
}

/** Ends a step: true for the first who says so, false for whoever did the same step beside him. */
export async function moveOn(
  tx: Tx,
  ctx: Of,
  { id, step, making, ...units }: {
    id: Uuid;
    step: number;
    making: Making;
    doneUnits: number;
    totalUnits: number;
  },
): Promise<boolean> {
  return await endStep(tx, archives, ctx, { id, step, change: { state: "making", cursor: making, ...units } });
}

/** Writes what a whole archive holds, for the last step alone; `seal` then tells where it is sealed. */
export async function takeEnd(
  tx: Tx,
  ctx: Of,
  { id, step, making: { parts }, ended }: { id: Uuid; step: number; making: Making; ended: Ended },
): Promise<boolean> {
  return await endStep(tx, archives, ctx, { id, step, change: { ...ended, parts, cursor: null } });
}

/** The end itself. */
export async function setDone(
  tx: Tx,
  ctx: Of,
  { id, sealSeq, doneAt, doneUnits }: { id: Uuid; sealSeq: bigint; doneAt: IsoInstant; doneUnits: number },
): Promise<void> {
  await tx.update(archives).set({ state: "done", sealSeq, doneAt, doneUnits, totalUnits: doneUnits })
    .where(isOne(archives, ctx, id));
}
