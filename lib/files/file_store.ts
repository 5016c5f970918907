import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { FileRecord, FileUsage, StoredBlob } from "./file.ts";
import { files, fileUsage } from "./schema.ts";

/** A file of the dossier, or null. */
export async function findFile(tx: Tx, ctx: Ctx, id: Uuid): Promise<FileRecord | null> {
  const [found] = await tx.select().from(files).where(and(eq(files.tenantId, ctx.tenantId), eq(files.id, id)));
  return found ?? null;
}

/** Writes a file's row. */
export async function insertFile(tx: Tx, ctx: Ctx, blob: StoredBlob): Promise<FileRecord> {
  const [made] = await tx.insert(files)
    .values({ ...blob, tenantId: ctx.tenantId, createdAt: ctx.now, createdBy: ctx.personId }).returning();
  return made!;
}

/** Deletes a file's row and gives it back; null where there is none (or another removal was first). */
export async function deleteFile(tx: Tx, ctx: Ctx, id: Uuid): Promise<FileRecord | null> {
  const [gone] = await tx.delete(files).where(and(eq(files.tenantId, ctx.tenantId), eq(files.id, id))).returning();
  return gone ?? null;
}

/** Counts a file into the dossier's figures; their row stays locked until the commit. */
export async function countFile(tx: Tx, ctx: Ctx, { bytes }: { bytes: number }): Promise<void> {
  await tx.insert(fileUsage).values({ tenantId: ctx.tenantId, files: 1, bytes }).onConflictDoUpdate({
    target: fileUsage.tenantId,
    set: { files: sql`${fileUsage.files} + 1`, bytes: sql`${fileUsage.bytes} + ${bytes}` },
  });
}

/** Takes a file out of the figures. */
export async function discountFile(tx: Tx, ctx: Ctx, { bytes }: { bytes: number }): Promise<void> {
  await tx.update(fileUsage)
    .set({ files: sql`${fileUsage.files} - 1`, bytes: sql`${fileUsage.bytes} - ${bytes}` })
    .where(eq(fileUsage.tenantId, ctx.tenantId));
}

/** The dossier's figures. */
export async function findUsage(tx: Tx, ctx: Ctx): Promise<FileUsage> {
  const [found] = await tx.select({ files: fileUsage.files, bytes: fileUsage.bytes }).from(fileUsage)
    .where(eq(fileUsage.tenantId, ctx.tenantId));
  return found ?? { files: 0, bytes: 0 };
}
