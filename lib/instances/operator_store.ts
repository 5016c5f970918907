import { eq, sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { CellRow, DossierFigures } from "./operator_query.ts";
import { cells, instanceFigures, instances } from "./schema.ts";

/** Writes a cell; one that is there takes the new capacity and region, and keeps its state. */
export async function upsertCell(
  tx: Tx,
  cell: Omit<CellRow, "dossiers" | "state"> & { at: IsoInstant },
): Promise<void> {
  const { id, kind, region, maxDossiers } = cell;
  await tx.insert(cells).values({ id, kind, region, maxDossiers, state: "open", createdAt: cell.at })
    .onConflictDoUpdate({ target: cells.id, set: { region, maxDossiers } });
}

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
