import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import { alerts, instanceFigures, instances } from "../schema.ts";
import { type DossierSize, sizeOf, type SizePart, type WarnedPercent } from "./size.ts";

/** In a cell, with the reader's role: every dossier's size, from counts and mean widths. */
export async function selectSizes(tx: Tx): Promise<ReadonlyMap<Uuid, DossierSize>> {
  const found = await rows<SizePart & { tenantId: Uuid }>(
    tx,
    sql`select tenant_id as "tenantId", part, row_count as rows, bytes from cell.dossier_sizes() order by part`,
  );
  const parts = new Map<Uuid, SizePart[]>();
  for (const { tenantId, ...part } of found) {
    const own = parts.get(tenantId) ?? [];
    own.push(part);
    parts.set(tenantId, own);
  }
  return new Map([...parts].map(([tenantId, own]) => [tenantId, sizeOf(own)]));
}

/** In a cell: the size of the dossier in scope, by an exact scan. */
export async function selectOwnSize(tx: Tx): Promise<DossierSize> {
  return sizeOf(
    await rows<SizePart>(tx, sql`select part, row_count as rows, bytes from cell.dossier_size() order by bytes desc`),
  );
}

/** Dossiers of a cell with what they were warned of; those that are gone are left out. */
export async function selectWarned(tx: Tx, cell: string): Promise<ReadonlyMap<Uuid, WarnedPercent>> {
  const found = await tx.select({ tenantId: instances.tenantId, warned: instanceFigures.warnedPercent }).from(instances)
    .leftJoin(instanceFigures, eq(instanceFigures.tenantId, instances.tenantId))
    .where(and(eq(instances.cellId, cell), inArray(instances.state, ["trial", "active", "suspended", "closed"])));
  return new Map(found.map(({ tenantId, warned }) => [tenantId, (warned ?? 0) as WarnedPercent]));
}

/** A sampled size, as it is kept. */
export interface SampledSize extends DossierSize {
  readonly tenantId: Uuid;
  readonly sampledAt: IsoInstant;
  readonly warnedPercent: WarnedPercent;
}

/** Sizes written by one statement at a time. */
const WRITTEN_AT_ONCE = 500;

/** Writes sampled sizes in the place of the last ones. */
export async function upsertSizes(tx: Tx, sizes: readonly SampledSize[]): Promise<void> {
  for (let start = 0; start < sizes.length; start += WRITTEN_AT_ONCE) {
    const some = sizes.slice(start, start + WRITTEN_AT_ONCE).map(({ parts, ...size }) => ({
      ...size,
      parts: parts.map(({ part, rows, bytes }) => ({ part, rows: Number(rows), bytes: Number(bytes) })),
    }));
    await tx.insert(instanceFigures).values(some).onConflictDoUpdate({
      target: instanceFigures.tenantId,
      set: {
        sampledAt: sql`excluded.sampled_at`,
        rowCount: sql`excluded.row_count`,
        rowBytes: sql`excluded.row_bytes`,
        fileCount: sql`excluded.file_count`,
        fileBytes: sql`excluded.file_bytes`,
        parts: sql`excluded.parts`,
        warnedPercent: sql`excluded.warned_percent`,
      },
    });
  }
}

/** Dossiers about whose size an alert is open. */
export async function selectSizeAlerts(tx: Tx): Promise<ReadonlySet<string>> {
  const found = await tx.select({ subject: alerts.subject }).from(alerts)
    .where(and(eq(alerts.kind, "dossier_size"), isNull(alerts.resolvedAt)));
  return new Set(found.map(({ subject }) => subject));
}
