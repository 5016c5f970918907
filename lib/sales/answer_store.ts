import { and, eq } from "drizzle-orm";
import type { Tx } from "../platform/db/transaction.ts";
import { quoteAnswers } from "./schema.ts";
import type { DocumentKey } from "./document_store.ts";

/** What a customer answered to a quote. */
export type QuoteAnswer = Omit<typeof quoteAnswers.$inferSelect, "tenantId" | "documentId">;

/** Keeps the answer to a quote. */
export async function insertAnswer(tx: Tx, answer: DocumentKey & QuoteAnswer): Promise<void> {
  const { id: documentId, ...rest } = answer;
  await tx.insert(quoteAnswers).values({ ...rest, documentId });
}

/** The answer to a quote, or null. */
export async function findAnswer(tx: Tx, key: DocumentKey): Promise<QuoteAnswer | null> {
  const [found] = await tx.select().from(quoteAnswers)
    .where(and(eq(quoteAnswers.tenantId, key.tenantId), eq(quoteAnswers.documentId, key.id)));
  return found ?? null;
}
