import { eq, sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { DossierFigures } from "./operator_query.ts";
import { instanceFigures, instances } from "./schema.ts";

/** Writes the sampled sizes of the dossiers that a cell holds; one that moved away meanwhile is left alone. */
export async function storeFigures(
  tx: Tx,
  { cell, at, figures }: { cell: string; at: IsoInstant; figures: readonly DossierFigures[] },
): Promise<void> {
  const held = await tx.select({ tenantId: instances.tenantId }).from(instances).where(eq(instances.cellId, cell));
  const here = new Set(held.map((instance) => instance.tenantId));
  const known = figures.filter((figure) => here.has(figure.tenantId)).map((figure) => ({ ...figure, sampledAt: at }));
  if (known.length === 0) return;
  await tx.insert(instanceFigures).values(known).onConflictDoUpdate({
    target: instanceFigures.tenantId,
    set: {
      sampledAt: sql`excluded.sampled_at`,
      rowCount: sql`excluded.row_count`,
      rowBytes: sql`excluded.row_bytes`,
    },
  });
}
