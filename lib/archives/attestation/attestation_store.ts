import { and, desc, eq } from "drizzle-orm";
import type { Uuid } from "../../base/ids.ts";
import { constraintOf, sqlState, type Tx } from "../../platform/db/transaction.ts";
import { attestations } from "../schema.ts";

/** An attestation as it was made. */
export type Attestation = Omit<typeof attestations.$inferSelect, "tenantId">;

/** Most attestations that the page lists: a company makes a few a year. */
export const MAX_ATTESTATIONS_LISTED = 50;

/** Keeps an attestation: an id that is taken breaks the transaction (see `isAttestationTaken`). */
export async function insertAttestation(tx: Tx, tenantId: Uuid, made: Attestation): Promise<void> {
  await tx.insert(attestations).values({ ...made, tenantId });
}

/** True for the error of `insertAttestation` about a taken id. */
export function isAttestationTaken(error: unknown): boolean {
  return sqlState(error) === "23505" && constraintOf(error) === "attestations_pkey";
}

/** The newest attestations first. */
export async function findAttestations(tx: Tx, tenantId: Uuid): Promise<Attestation[]> {
  const found = await tx.select().from(attestations).where(eq(attestations.tenantId, tenantId))
    .orderBy(desc(attestations.madeAt), desc(attestations.id)).limit(MAX_ATTESTATIONS_LISTED);
  return found.map(({ tenantId: _, ...attestation }) => attestation);
}

/** One attestation, or null: unknown and foreign alike. */
export async function findAttestation(tx: Tx, key: { tenantId: Uuid; id: Uuid }): Promise<Attestation | null> {
  const [found] = await tx.select().from(attestations)
    .where(and(eq(attestations.tenantId, key.tenantId), eq(attestations.id, key.id)));
  return found ?? null;
}
