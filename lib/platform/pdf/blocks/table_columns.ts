import { drawable, widthOf } from "../fonts/text.ts";
import type { Column, TableBlock } from "../template.ts";
import type { Align } from "../text_box.ts";

/** A column and where its text stands in the table. */
export interface ColumnPlace {
  readonly column: Column;
  readonly x: number;
  readonly width: number;
  readonly align: Align;
}

/** Widest that a column without a width grows, as a share of the table: beyond, its text wraps. */
const MAX_NATURAL_SHARE = 0.3;
/** Least that flexible columns keep together, as a share of the table. */
const MIN_FLEX_SHARE = 0.25;

/** Gives each column its width: fixed ones first, natural ones as wide as their text, flexible ones what is left. */
export function placeColumns(
  block: TableBlock,
  options: { width: number; gutter: number; size: number },
): ColumnPlace[] {
  const { width, gutter, size } = options;
  const widths = block.columns.map((column, index) => {
    if (column.width === undefined) return Math.min(naturalWidth(block, index, size), width * MAX_NATURAL_SHARE);
    return "fixed" in column.width ? column.width.fixed : 0;
  });
  const flex = block.columns.map((column) => column.width && "flex" in column.width ? column.width.flex : 0);
  const shares = flex.reduce((sum, share) => sum + share, 0);
  const available = width - gutter * (block.columns.length - 1);
  const least = shares > 0 ? width * MIN_FLEX_SHARE : 0;
  const taken = widths.reduce((sum, taken) => sum + taken, 0);
  // Columns that ask for more than the sheet has are narrowed together: their text wraps instead of overlapping.
  const squeeze = Math.min(1, (available - least) / Math.max(taken, 1));
  const left = available - taken * squeeze;
  let x = 0;
  return block.columns.map((column, index) => {
    const own = flex[index]! > 0 ? left * flex[index]! / shares : widths[index]! * squeeze;
    const place = { column, x, width: own, align: column.align ?? "left" };
    x += own + gutter;
    return place;
  });
}

function naturalWidth(block: TableBlock, index: number, size: number): number {
  const column = block.columns[index]!;
  let widest = widthOf(drawable(column.title), { weight: "bold", tabular: false });
  for (const row of block.rows) {
    const isLastValue = row.kind === "subtotal" && index === block.columns.length - 1;
    const text = row.kind === "line" ? row.cells[index] ?? "" : isLastValue ? row.value : "";
    const weight = isLastValue || column.strong || row.kind === "line" && row.strong ? "bold" : "regular";
    for (const line of drawable(text).split("\n")) {
      widest = Math.max(widest, widthOf(line, { weight, tabular: column.align === "right" }));
    }
  }
  return widest * size;
}
