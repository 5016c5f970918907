import { addNode, type Frame, type Piece } from "../pieces.ts";
import { paintBox, textBox } from "../text_box.ts";
import type { TotalRow, TotalsBlock } from "../template.ts";

/** Widest a box of totals grows; beyond, the eye loses the line between label and amount. */
const MAX_WIDTH = 236;

/** Labels and amounts at the right of the frame, in one piece. */
export function totalsPieces({ look, width, parent }: Frame, block: TotalsBlock): Piece[] {
  const boxWidth = Math.min(MAX_WIDTH, width);
  const body = addNode(addNode(parent, "Table"), "TBody");
  const rows = block.rows.map((row) => measure({ look, width: boxWidth, parent: body }, row));
  return [{
    height: rows.reduce((sum, row) => sum + row.height, 0),
    gapBefore: look.step * 3,
    keepWithPrevious: block.keepWithPrevious ?? true,
    paint(canvas, x, y) {
      let top = y;
      for (const row of rows) {
        row.paint(canvas, x + width - boxWidth, top);
        top += row.height;
      }
    },
  }];
}

function measure({ look, width, parent }: Frame, row: TotalRow): Pick<Piece, "height" | "paint"> {
  const isGrand = row.emphasis === "grand";
  const isStrong = isGrand || row.emphasis === "strong";
  const padding = isGrand ? look.step * 2 : look.rowPadding * 0.6;
  const inset = look.step * 2;
  const text = {
    size: isGrand ? look.size.large : look.size.body,
    weight: isStrong ? "bold" : "regular",
    tone: isGrand ? "accent" : "ink",
  } as const;
  const value = textBox(look, row.value, { ...text, width: width * 0.6, tabular: true, align: "right" });
  const valueWidth = Math.max(0, ...value.strips.map((strip) => strip.line.width));
  const label = textBox(look, `${row.label} `, { ...text, width: width - 3 * inset - valueWidth });
  const tr = addNode(parent, "TR");
  const th = addNode(tr, "TH", { scope: "Row" });
  const td = addNode(tr, "TD");
  const ground = isGrand ? look.step : 0;
  const content = Math.max(label.height, value.height) + 2 * padding;
  return {
    height: content + ground,
    paint(canvas, x, y) {
      const top = y + ground;
      if (isGrand) {
        const radius = look.step;
        canvas.add({ kind: "rect", tag: "Layout", x, y: top, width, height: content, fill: look.color.tint, radius });
      }
      paintBox(canvas, label, { x: x + inset, y: top + padding, tag: th });
      paintBox(canvas, value, { x: x + width - inset - value.width, y: top + padding, tag: td });
    },
  };
}
