import { eq, sql } from "drizzle-orm";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { present } from "../base/assert.ts";
import { row, type Tx } from "../platform/db/transaction.ts";
import { kept } from "../platform/db/kept_statements.ts";
import type { DocumentKind } from "./document.ts";
import { numberCounters } from "./schema.ts";

/** Where a series of one year stands. */
export interface NumberCounter {
  readonly series: DocumentKind;
  readonly year: number;
  readonly lastNumber: number;
}

/** A series of one year. */
export interface SeriesYear {
  readonly tenantId: Uuid;
  readonly series: DocumentKind;
  readonly year: number;
}

const [TENANT, SERIES, YEAR] = [sql.placeholder("tenantId"), sql.placeholder("series"), sql.placeholder("year")];
const takeAfter = kept<{ last_number: number }>(
  sql`insert into cell.number_counters as c (tenant_id, series, year, last_number, last_on)
    values (${TENANT}, ${SERIES}, ${YEAR}, ${sql.placeholder("count")}, ${sql.placeholder("to")})
    on conflict (tenant_id, series, year) do update
      set last_number = c.last_number + excluded.last_number, last_on = excluded.last_on
      where c.last_on <= ${sql.placeholder("from")}
    returning last_number`,
);

/**
 * Moves a counter by `count` and returns its last number, or null when the series already has a later date. The row
 * stays locked until the commit.
 */
export async function advanceCounter(
  tx: Tx,
  at: SeriesYear,
  { count, from, to }: { count: number; from: IsoDate; to: IsoDate },
): Promise<number | null> {
  const [taken] = await takeAfter(tx, { ...at, count, from, to });
  return taken ? taken.last_number : null;
}

/** Date of the last document numbered in a series that has one. */
export async function lastNumberedOn(tx: Tx, at: SeriesYear): Promise<IsoDate> {
  const found = await row<{ last_on: IsoDate }>(
    tx,
    sql`select last_on from cell.number_counters
      where tenant_id = ${at.tenantId} and series = ${at.series} and year = ${at.year}`,
  );
  return present(found, "counter").last_on;
}

/** Every counter of a dossier. */
export async function loadCounters(tx: Tx, tenantId: Uuid): Promise<NumberCounter[]> {
  const { series, year, lastNumber } = numberCounters;
  return await tx.select({ series, year, lastNumber }).from(numberCounters)
    .where(eq(numberCounters.tenantId, tenantId)).orderBy(series, year);
}
