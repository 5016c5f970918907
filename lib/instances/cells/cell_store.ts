import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import { present } from "../../base/assert.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { cells, cellSamples } from "../schema.ts";
import {
  type Cell,
  type CellFigures,
  type CellKind,
  type CellLimits,
  type CellSample,
  type CellState,
  type ClosedBecause,
  secretNameOf,
} from "./cell.ts";

/** For how long samples are kept, in days: a year and a month to compare it with. */
export const SAMPLE_DAYS = 400;

/** A cell as it is selected, beside its load. */
export const CELL = {
  id: cells.id,
  kind: cells.kind,
  region: cells.region,
  state: cells.state,
  closedBecause: cells.closedBecause,
  stateSince: cells.stateSince,
  downSince: cells.downSince,
  maxDossiers: cells.maxDossiers,
  maxDatabaseBytes: cells.maxDatabaseBytes,
  maxStorageBytes: cells.maxStorageBytes,
  maxConnections: cells.maxConnections,
  maxTransactions: cells.maxTransactions,
  dossiers: sql<number>`loads.dossiers`,
  percent: sql<number>`floor(loads.share * 100 + 1e-9)::integer`,
  fullPercent: sql<number>`round(control.full_share(loads.id) * 100)::integer`,
};

/** The load of each cell, under the name by which `CELL` calls it. */
export const LOADS = sql`control.cell_loads() as loads`;

/** Every cell with its load, by id; or the one of an id. */
export async function selectCells(tx: Tx, only?: string): Promise<Cell[]> {
  const found = await tx.select(CELL).from(cells)
    .innerJoin(LOADS, sql`loads.id = ${cells.id}`)
    .where(only === undefined ? undefined : eq(cells.id, only)).orderBy(asc(cells.id));
  return found.map((cell) => ({ ...cell, secretName: secretNameOf(cell.id) }));
}

/** Waits for whoever places a dossier or changes a cell, and holds the next one off until the transaction ends. */
export async function holdCells(tx: Tx): Promise<void> {
  await rows(tx, sql`select control.hold_cells()`);
}

/** Counts the dossiers of every cell again; how many kept counts were wrong. */
export async function recountCells(tx: Tx): Promise<number> {
  return present(await row<{ mended: number }>(tx, sql`select control.recount_cells() as mended`), "answer").mended;
}

/** Writes a new cell; false when the id is taken. */
export async function insertCell(
  tx: Tx,
  cell: CellLimits & { id: string; kind: CellKind; region: string; state: CellState; at: IsoInstant },
): Promise<boolean> {
  const { at, ...values } = cell;
  const made = await tx.insert(cells).values({ ...values, createdAt: at, stateSince: at }).onConflictDoNothing()
    .returning({ id: cells.id });
  return made.length > 0;
}

/** Writes region and limits of a cell. */
export async function updateCell(
  tx: Tx,
  id: string,
  change: Partial<CellLimits> & { readonly region?: string },
): Promise<void> {
  await tx.update(cells).set(change).where(eq(cells.id, id));
}

/** Opens or closes a cell. */
export async function updateCellState(
  tx: Tx,
  id: string,
  next: { state: CellState; closedBecause: ClosedBecause | null; at: IsoInstant },
): Promise<void> {
  const { state, closedBecause, at: stateSince } = next;
  await tx.update(cells).set({ state, closedBecause, stateSince }).where(eq(cells.id, id));
}

/** Notes that a cell does not answer, since now or since it was first noted; or, with null, that it does. */
export async function updateDown(tx: Tx, id: string, at: IsoInstant | null): Promise<void> {
  const downSince = at === null ? null : sql`coalesce(${cells.downSince}, ${at})`;
  await tx.update(cells).set({ downSince }).where(eq(cells.id, id));
}

/** Keeps what a cell told of itself, and what it did since the sample before; forgets what is too old. */
export async function insertSample(
  tx: Tx,
  { cell, at, figures }: { cell: string; at: IsoInstant; figures: CellFigures },
): Promise<void> {
  const { databaseBytes, storageBytes, connections, transactions, blocksHit, blocksRead } = figures;
  await rows(
    tx,
    sql`insert into control.cell_samples (cell_id, at, dossiers, database_bytes, storage_bytes, connections,
        transactions, blocks_hit, blocks_read, transactions_a_minute, cache_hits_bp)
      select ${cell}, ${at}, l.dossiers, ${databaseBytes}, ${storageBytes}, ${connections}, ${transactions},
        ${blocksHit}, ${blocksRead},
        case when before.transactions <= ${transactions}::bigint and before.at < ${at}::timestamptz then least(2147483647,
          round((${transactions}::bigint - before.transactions) * 60 / extract(epoch from ${at}::timestamptz - before.at)))
          end,
        case when before.blocks_hit <= ${blocksHit}::bigint and before.blocks_read <= ${blocksRead}::bigint then
          (${blocksHit}::bigint - before.blocks_hit) * 10000 / nullif(
            ${blocksHit}::bigint - before.blocks_hit + ${blocksRead}::bigint - before.blocks_read, 0) end
      from control.cell_loads() l left join lateral (
        select * from control.cell_samples s where s.cell_id = l.id order by s.at desc limit 1) before on true
      where l.id = ${cell}
      on conflict do nothing`,
  );
  const tooOld = lt(cellSamples.at, sql`${at}::timestamptz - make_interval(days => ${SAMPLE_DAYS})`);
  await tx.delete(cellSamples).where(and(eq(cellSamples.cellId, cell), tooOld));
}

/** The last sample of a cell, or null. */
export async function loadLastSample(tx: Tx, cell: string): Promise<CellSample | null> {
  const [last] = await tx.select({
    at: cellSamples.at,
    dossiers: cellSamples.dossiers,
    databaseBytes: cellSamples.databaseBytes,
    storageBytes: cellSamples.storageBytes,
    connections: cellSamples.connections,
    transactions: cellSamples.transactionsAMinute,
    cacheHitsBp: cellSamples.cacheHitsBp,
  }).from(cellSamples).where(eq(cellSamples.cellId, cell)).orderBy(desc(cellSamples.at)).limit(1);
  return last ?? null;
}

/** In a cell, as `ops_reader`: what it tells of itself. */
export async function readCellFigures(tx: Tx): Promise<CellFigures> {
  return present(
    await row<CellFigures>(
      tx,
      sql`select database_bytes as "databaseBytes", storage_bytes as "storageBytes", connections, transactions,
        blocks_hit as "blocksHit", blocks_read as "blocksRead" from cell.cell_figures()`,
    ),
    "figures of a cell",
  );
}

/**
 * Applies the rule of the full cell (65 % unless operators decided another share): what has reached it closes, what
 * waits opens. True when a cell changed. Holds the cells until the transaction ends.
 */
export async function settleCells(tx: Tx, at: IsoInstant): Promise<boolean> {
  return present(
    await row<{ changed: boolean }>(tx, sql`select control.settle_cells(${at}) as changed`),
    "answer",
  ).changed;
}

/** The emptiest cell of a kind that takes newcomers, held until the transaction ends; null when there is none. */
export async function emptiestCell(tx: Tx, kind: CellKind): Promise<string | null> {
  return present(await row<{ id: string | null }>(tx, sql`select control.emptiest_cell(${kind}) as id`), "answer").id;
}
