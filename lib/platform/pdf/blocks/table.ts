import type { StructureNode } from "../display_list.ts";
import type { Look } from "../look.ts";
import { addNode, type Frame, type Piece, type RepeatedHead } from "../pieces.ts";
import { type Canvas, joinBoxes, paintBox, splitBox, type TextBox, textBox } from "../text_box.ts";
import type { LineRow, Row, TableBlock } from "../template.ts";
import { type ColumnPlace, placeColumns } from "./table_columns.ts";

/** What every row of one table shares. */
interface Table {
  readonly look: Look;
  readonly width: number;
  readonly columns: readonly ColumnPlace[];
  readonly size: number;
  readonly padding: number;
  readonly body: StructureNode;
  readonly head: RepeatedHead;
}

interface Cell {
  readonly box: TextBox;
  readonly x: number;
  readonly tag: StructureNode;
}

/** A table: one piece per row, all under the same head. */
export function tablePieces({ look, width, parent }: Frame, block: TableBlock): Piece[] {
  const size = block.compact ? look.size.small : look.size.body;
  const gutter = block.compact ? look.step * 2 : look.step * 2.5;
  const columns = placeColumns(block, { width, gutter, size });
  const node = addNode(parent, "Table");
  const head = headOf({ look, width, parent: node }, columns);
  const padding = block.compact ? look.rowPadding * 0.5 : look.rowPadding;
  const table: Table = { look, width, columns, size, padding, body: addNode(node, "TBody"), head };
  const pieces = block.rows.map((row) => rowPiece(table, row));
  return pieces.map((piece, index) => index === 0 ? { ...piece, gapBefore: look.step * 5 } : piece);
}

function headOf({ look, width, parent }: Frame, columns: readonly ColumnPlace[]): RepeatedHead {
  const tr = addNode(addNode(parent, "THead"), "TR");
  const cells = columns.map((place) => ({
    box: textBox(look, place.column.title, {
      width: place.width,
      size: look.size.small,
      weight: "bold",
      tone: "muted",
      align: place.align,
    }),
    x: place.x,
    tag: addNode(tr, "TH", { scope: "Column" }),
  }));
  const content = Math.max(...cells.map(({ box }) => box.height));
  const height = content + look.step * 1.5;
  return {
    height,
    paint(canvas, x, y, repeated) {
      for (const { box, x: left, tag } of cells) {
        // Titles stand on the rule, whatever the number of their lines.
        paintBox(canvas, box, { x: x + left, y: y + content - box.height, tag: repeated ? "Pagination" : tag });
      }
      rule(canvas, { x, y: y + height, width, color: look.color.ink, lineWidth: 0.8 });
    },
  };
}

function rowPiece(table: Table, row: Row): Piece {
  switch (row.kind) {
    case "line":
      return cellsPiece(table, lineCells(table, row));
    case "section":
      return { ...cellsPiece(table, [spanning(table, row.text, "strong")]), keepWithNext: true };
    case "subtotal":
      return { ...cellsPiece(table, subtotalCells(table, row.label, row.value)), keepWithPrevious: true };
    case "note":
      return cellsPiece(table, [spanning(table, row.text, "quiet")]);
  }
}

/** A row that is cut, when it must, between two lines of all its cells at once. */
function cellsPiece(table: Table, cells: readonly Cell[]): Piece {
  const { look, width, padding, head } = table;
  const height = Math.max(...cells.map(({ box }) => box.height)) + 2 * padding;
  return {
    height,
    gapBefore: 0,
    head,
    paint(canvas, x, y) {
      for (const { box, x: left, tag } of cells) paintBox(canvas, box, { x: x + left, y: y + padding, tag });
      rule(canvas, { x, y: y + height, width, color: look.color.hairline, lineWidth: 0.6 });
    },
    split(available) {
      if (cells.every(({ box }) => box.strips.length < 2)) return null;
      const halves = cells.map((cell) => ({ cell, parts: splitBox(cell.box, available - 2 * padding) }));
      return [
        cellsPiece(table, halves.map(({ cell, parts }) => ({ ...cell, box: parts[0] }))),
        cellsPiece(table, halves.map(({ cell, parts }) => ({ ...cell, box: parts[1] }))),
      ];
    },
  };
}

function lineCells(table: Table, row: LineRow): Cell[] {
  const { look, size, columns, body } = table;
  const tr = addNode(body, "TR");
  return columns.map((place, index) => {
    const isBold = row.strong || place.column.strong;
    const text = textBox(look, row.cells[index] ?? "", {
      width: place.width,
      size,
      weight: isBold ? "bold" : "regular",
      align: place.align,
      tabular: place.align === "right",
    });
    const note = index === 0 && row.note !== undefined
      ? textBox(look, row.note, { width: place.width, size: look.size.small, tone: "muted" })
      : null;
    return { box: note ? joinBoxes([text, note]) : text, x: place.x, tag: addNode(tr, "TD") };
  });
}

function spanning(table: Table, text: Parameters<typeof textBox>[1], voice: "strong" | "quiet"): Cell {
  const { look, width, size, columns, body } = table;
  const box = voice === "strong"
    ? textBox(look, text, { width, size, weight: "bold", tone: "accent" })
    : textBox(look, text, { width, size: look.size.small, tone: "muted" });
  return { box, x: 0, tag: addNode(addNode(body, "TR"), "TD", spanOf(columns.length)) };
}

function subtotalCells(table: Table, label: string, value: string): Cell[] {
  const { look, size, columns, body } = table;
  const tr = addNode(body, "TR");
  const last = columns.at(-1)!;
  const labelBox = textBox(look, label, { width: last.x - look.step * 2, size, weight: "bold", align: "right" });
  const labelCell = { box: labelBox, x: 0, tag: addNode(tr, "TD", spanOf(columns.length - 1)) };
  const valueBox = textBox(look, value, { width: last.width, size, weight: "bold", align: "right", tabular: true });
  return [labelCell, { box: valueBox, x: last.x, tag: addNode(tr, "TD") }];
}

function spanOf(columns: number): { colSpan?: number } {
  return columns > 1 ? { colSpan: columns } : {};
}

function rule(
  canvas: Canvas,
  line: { x: number; y: number; width: number; color: string; lineWidth: number },
): void {
  const { x, y, width, color, lineWidth } = line;
  canvas.add({ kind: "line", tag: "Layout", x1: x, y1: y, x2: x + width, y2: y, color, lineWidth });
}
