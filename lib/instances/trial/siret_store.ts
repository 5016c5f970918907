import { eq, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, type Tx } from "../../platform/db/transaction.ts";
import { instances } from "../schema.ts";
import type { InstanceState } from "../states.ts";

/** A dossier as its page in the console shows it. */
export interface InstanceCard {
  readonly tenantId: Uuid;
  readonly companyName: string;
  readonly slug: string;
  readonly cell: string;
  readonly state: InstanceState;
  readonly trialEndsOn: IsoDate | null;
  readonly createdAt: IsoInstant;
  readonly confirmedSiret: string | null;
  readonly siretConfirmedAt: IsoInstant | null;
}

/** One dossier of the directory, or null. */
export async function findInstanceCard(tx: Tx, tenantId: Uuid): Promise<InstanceCard | null> {
  const { companyName, slug, cellId: cell, state, trialEndsOn, createdAt } = instances;
  const { confirmedSiret, siretConfirmedAt } = instances;
  const [found] = await tx.select({
    tenantId: instances.tenantId,
    companyName,
    slug,
    cell,
    state,
    trialEndsOn,
    createdAt,
    confirmedSiret,
    siretConfirmedAt,
  }).from(instances).where(eq(instances.tenantId, tenantId));
  return found ?? null;
}

/** Writes the SIRET that an operator confirmed, or that none is. */
export async function writeConfirmedSiret(
  tx: Tx,
  tenantId: Uuid,
  confirmed: { siret: string; at: IsoInstant; by: Uuid } | null,
): Promise<void> {
  await tx.update(instances).set({
    confirmedSiret: confirmed?.siret ?? null,
    siretConfirmedAt: confirmed?.at ?? null,
    siretConfirmedBy: confirmed?.by ?? null,
  }).where(eq(instances.tenantId, tenantId));
}

/** In the cell, in the scope of a dossier: the SIRET that it declares. */
export async function readDeclaredSiret(tx: Tx): Promise<string | null> {
  const found = await row<{ siret: string | null }>(tx, sql`select cell.declared_siret() as siret`);
  return found?.siret ?? null;
}
