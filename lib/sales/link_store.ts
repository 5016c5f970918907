import { and, eq, isNull, sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { documentLinks } from "./schema.ts";

/** Keeps a new link. */
export async function insertLink(tx: Tx, link: typeof documentLinks.$inferInsert): Promise<void> {
  await tx.insert(documentLinks).values(link);
}

/** The document that a live secret opens, or null: unknown, expired and revoked are the same answer. */
export async function findLinked(
  tx: Tx,
  { tenantId, digest, now }: { tenantId: Uuid; digest: Uint8Array; now: IsoInstant },
): Promise<{ linkId: Uuid; documentId: Uuid } | null> {
  const [found] = await tx.select({ linkId: documentLinks.id, documentId: documentLinks.documentId })
    .from(documentLinks)
    .where(and(
      eq(documentLinks.tenantId, tenantId),
      eq(documentLinks.secretDigest, digest),
      isNull(documentLinks.revokedAt),
      sql`${documentLinks.expiresAt} > ${now}`,
    ));
  return found ?? null;
}
