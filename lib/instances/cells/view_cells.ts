import type { PersonCtx } from "../../base/ctx.ts";
import { firstPage } from "../../platform/keyset_query.ts";
import { refuse } from "../refusals.ts";
import { onControl } from "./ask_cell.ts";
import type { Cell, CellSample } from "./cell.ts";
import { type CellFilter, CELLS_PER_PAGE, selectCellPage } from "./cell_list_query.ts";
import { loadLastSample, selectCells } from "./cell_store.ts";
import { type Curve, type CurveSpan, selectCurve } from "./curve_query.ts";

/** A cell with what it held. */
export interface CellView {
  readonly cell: Cell;
  /** Its last sample; null before the first. */
  readonly last: CellSample | null;
  readonly curve: Curve;
}

/** Every cell with its load, as control knows it: no cell is asked. */
export async function listCells(_ctx: PersonCtx): Promise<readonly Cell[]> {
  return await onControl((tx) => selectCells(tx));
}

/** One page of cells. */
export interface CellPage {
  readonly rows: readonly Cell[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** Cells for the console, by id unless told otherwise, filtered by use, state, answer and text: no cell is asked. */
export async function listCellPage(_ctx: PersonCtx, filter: CellFilter = {}): Promise<CellPage> {
  const found = await onControl((tx) => selectCellPage(tx, filter));
  return firstPage(found, CELLS_PER_PAGE, ({ id }) => id);
}

/** One cell, its last sample and its curve. Refuses `cell_unknown` (404). */
export async function viewCell(ctx: PersonCtx, id: string, span: CurveSpan): Promise<CellView> {
  return await onControl(async (tx) => {
    const [cell] = await selectCells(tx, id);
    if (!cell) throw refuse("cell_unknown");
    const curve = await selectCurve(tx, { cell: id, span, at: ctx.now });
    return { cell, last: await loadLastSample(tx, id), curve };
  });
}
