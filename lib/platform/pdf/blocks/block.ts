import { type Frame, type Piece, stack, stackHeight } from "../pieces.ts";
import type { Block, ColumnCell, ColumnsBlock } from "../template.ts";
import { partiesPieces } from "./parties.ts";
import { qrPieces } from "./qr.ts";
import { tablePieces } from "./table.ts";
import { boxPieces, fieldPieces, headingPieces, paragraphPieces } from "./text.ts";
import { totalsPieces } from "./totals.ts";

/** Tallest columns that stay side by side, as a share of the sheet. */
const MAX_COLUMN_SHARE = 0.7;

/** Measures a block: the pieces it is made of, in reading order. */
export function blockPieces(frame: Frame, block: Block): Piece[] {
  const pieces = measure(frame, block);
  const [first, ...rest] = pieces;
  if (!first || block.keepWithPrevious === undefined) return pieces;
  return [{ ...first, keepWithPrevious: block.keepWithPrevious }, ...rest];
}

function measure(frame: Frame, block: Block): Piece[] {
  switch (block.kind) {
    case "parties":
      return partiesPieces(frame, block);
    case "fields":
      return fieldPieces(frame, block);
    case "heading":
      return headingPieces(frame, block);
    case "paragraphs":
      return paragraphPieces(frame, block);
    case "table":
      return tablePieces(frame, block);
    case "totals":
      return totalsPieces(frame, block);
    case "qr":
      return qrPieces(frame, block);
    case "box":
      return boxPieces(frame, block);
    case "columns":
      return columnsPieces(frame, block);
    case "space":
      return [{ height: block.height, gapBefore: 0, paint() {} }];
  }
}

function holdsTotals(cell: ColumnCell): boolean {
  return cell.blocks.some((block) => block.kind === "totals");
}

/** Blocks side by side as one piece; one under the other where a column is taller than a page. */
function columnsPieces({ look, width, parent }: Frame, block: ColumnsBlock): Piece[] {
  const gap = look.step * 6;
  const shares = block.cells.reduce((sum, cell) => sum + cell.flex, 0);
  const available = width - gap * (block.cells.length - 1);
  const widths = block.cells.map((cell) => available * cell.flex / shares);
  const before = parent.children.length;
  const columns = block.cells.map((cell, index) =>
    cell.blocks.flatMap((inner) => blockPieces({ look, width: widths[index]!, parent }, inner))
  );
  const height = Math.max(...columns.map(stackHeight));
  if (height > look.page.height * MAX_COLUMN_SHARE) {
    parent.children.splice(before);
    return block.cells.flatMap((cell) => cell.blocks).flatMap((inner) => blockPieces({ look, width, parent }, inner));
  }
  const stacks = columns.map((pieces) => stack(pieces, 0));
  return [{
    height,
    gapBefore: look.step * 4,
    keepWithPrevious: block.keepWithPrevious ?? block.cells.some(holdsTotals),
    paint(canvas, x, y) {
      let left = x;
      for (const [index, column] of stacks.entries()) {
        column.paint(canvas, left, y);
        left += widths[index]! + gap;
      }
    },
  }];
}
