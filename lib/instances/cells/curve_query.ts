import { sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";

/** How far a curve reaches: a day hour by hour, or a month day by day. */
export type CurveSpan = "day" | "month";

/** What a cell held in one hour or day: the highest of each figure, the lowest of the cache; null without sample. */
export interface CurvePoint {
  /** Start of the hour or day, UTC. */
  readonly at: IsoInstant;
  readonly dossiers: number | null;
  readonly databaseBytes: bigint | null;
  readonly storageBytes: bigint | null;
  readonly connections: number | null;
  readonly transactions: number | null;
  readonly cacheHitsBp: number | null;
}

/** Points of a cell, the oldest first. */
export type Curve = readonly CurvePoint[];

const SPANS = { day: { step: "hour", steps: 24 }, month: { step: "day", steps: 30 } } as const;

/** The curve of a cell up to an instant, with a point for each hour or day, whether there was a sample or not. */
export async function selectCurve(
  tx: Tx,
  { cell, span, at }: { cell: string; span: CurveSpan; at: IsoInstant },
): Promise<Curve> {
  const { step, steps } = SPANS[span];
  const found = await rows<Omit<CurvePoint, "at"> & { at: string }>(
    tx,
    sql`with slots as (
        select date_trunc(${step}, ${at}::timestamptz) - n * ('1 ' || ${step})::interval as at
        from generate_series(0, ${steps - 1}::integer) n),
      held as (
        select date_trunc(${step}, s.at) as at, max(dossiers) as dossiers, max(database_bytes) as database_bytes,
          max(storage_bytes) as storage_bytes, max(connections) as connections,
          max(transactions_a_minute) as transactions, min(cache_hits_bp) as cache_hits_bp
        from control.cell_samples s
        where s.cell_id = ${cell} and s.at > ${at}::timestamptz - ${steps}::integer * ('1 ' || ${step})::interval
        group by 1)
      select slots.at, dossiers, database_bytes as "databaseBytes", storage_bytes as "storageBytes", connections,
        transactions, cache_hits_bp as "cacheHitsBp"
      from slots left join held using (at) order by slots.at`,
  );
  return found.map((point) => ({ ...point, at: instantFromDriver(point.at) }));
}
