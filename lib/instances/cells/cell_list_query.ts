import { and, eq, ilike, isNotNull, isNull, sql } from "drizzle-orm";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { cells } from "../schema.ts";
import { type Cell, type CellKind, type CellState, secretNameOf } from "./cell.ts";
import { CELL, LOADS } from "./cell_store.ts";

/** Cells on one page of the console. */
export const CELLS_PER_PAGE = 50;

/** What cells are sorted by. */
export const CELL_SORTS = ["id", "share", "dossiers"] as const;

/** What the console asks for. */
export interface CellFilter {
  readonly kind?: CellKind | undefined;
  readonly state?: CellState | undefined;
  /** Only those that answer, or that do not. */
  readonly answers?: boolean | undefined;
  /** Part of an id or of a region. */
  readonly text?: string | undefined;
  /** By id unless said. */
  readonly sort?: { readonly by: (typeof CELL_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** Cells are few, each with a load that is put together: no index gives their order. */
const KEYS: Readonly<Record<(typeof CELL_SORTS)[number], SortKey | null>> = {
  id: null,
  share: { value: CELL.percent, type: "bigint" },
  dossiers: { value: CELL.dossiers, type: "bigint" },
};

/** One page of cells with their loads, and one more where another page follows. */
export async function selectCellPage(
  tx: Tx,
  { kind, state, answers, text, sort = { by: "id", isDescending: false }, after }: CellFilter,
): Promise<(Cell & { readonly at: string })[]> {
  const { isDescending } = sort, pattern = text ? `%${text.replace(/[\\%_]/g, "\\$&")}%` : null;
  const { where, orderBy, at } = pageOf({ key: KEYS[sort.by], id: cells.id, ids: "name", isDescending, after });
  const found = await tx.select({ ...CELL, at }).from(cells).innerJoin(LOADS, sql`loads.id = ${cells.id}`)
    .where(and(
      kind && eq(cells.kind, kind),
      state && eq(cells.state, state),
      answers === undefined ? undefined : answers ? isNull(cells.downSince) : isNotNull(cells.downSince),
      pattern ? ilike(sql`${cells.id} || ' ' || ${cells.region}`, pattern) : undefined,
      where,
    )).orderBy(...orderBy).limit(CELLS_PER_PAGE + 1);
  return found.map((cell) => ({ ...cell, secretName: secretNameOf(cell.id) }));
}
