import { eq, sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { dossierSecurity } from "./schema.ts";

/** True when the dossier wants a second factor of its members; one that has set nothing wants none. */
export async function findSecondFactorRule(tx: Tx, tenantId: Uuid): Promise<boolean> {
  const [found] = await tx.select({ isRequired: dossierSecurity.secondFactorRequired }).from(dossierSecurity)
    .where(eq(dossierSecurity.tenantId, tenantId));
  return found?.isRequired ?? false;
}

/** Writes whether the dossier wants a second factor. */
export async function writeSecondFactorRule(
  tx: Tx,
  { tenantId, at, isRequired }: { tenantId: Uuid; at: IsoInstant; isRequired: boolean },
): Promise<void> {
  const values = { secondFactorRequired: isRequired, changedAt: at };
  await tx.insert(dossierSecurity).values({ tenantId, ...values })
    .onConflictDoUpdate({ target: dossierSecurity.tenantId, set: values });
}

/** The members of the dossier in scope who have a second factor: that they have one, never which. */
export async function loadMembersWithFactor(tx: Tx): Promise<ReadonlySet<Uuid>> {
  const found = await rows<{ personId: Uuid }>(
    tx,
    sql`select person_id as "personId" from control.members_with_factor()`,
  );
  return new Set(found.map(({ personId }) => personId));
}
