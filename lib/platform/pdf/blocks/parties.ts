import type { StructureNode, Tag } from "../display_list.ts";
import { type Look, mm } from "../look.ts";
import { addNode, type Frame, type Piece } from "../pieces.ts";
import { type Canvas, paintBox, type TextBox, textBox } from "../text_box.ts";
import type { PartiesBlock, Party } from "../template.ts";

/**
 * Where an address is read through the window of a French DL envelope, whichever way the sheet slides inside
 * (NF Z 11-001: window of 100 × 45 mm, 20 mm from the right and bottom edges).
 */
const WINDOW_LEFT = mm(110);
const WINDOW_TOP = mm(47);

interface Measured {
  readonly boxes: readonly { readonly box: TextBox; readonly tag: Tag; readonly gap: number }[];
  readonly height: number;
}

/** Two addresses side by side; the right one behind the envelope's window when asked. */
export function partiesPieces(frame: Frame, block: PartiesBlock): Piece[] {
  const { look, width } = frame;
  const rightX = block.window ? WINDOW_LEFT - look.page.marginX : width / 2 + look.step * 2;
  // Names stand on one line, whichever party has a word above.
  const heading = block.left.heading ?? block.right.heading;
  const left = measure(frame, block.left, { width: rightX - look.step * 4, hasHeading: heading !== undefined });
  const right = measure(frame, block.right, { width: width - rightX, hasHeading: heading !== undefined });
  return [{
    height: Math.max(left.height, right.height),
    gapBefore: look.step * 5,
    ...(block.window ? { notAbove: WINDOW_TOP } : {}),
    paint(canvas, x, y) {
      paint(canvas, left, x, y);
      paint(canvas, right, x + rightX, y);
    },
  }];
}

function measure(
  { look, parent }: Frame,
  party: Party,
  { width, hasHeading }: { width: number; hasHeading: boolean },
): Measured {
  const boxes: { box: TextBox; tag: Tag; gap: number }[] = [];
  if (hasHeading) {
    const text = party.heading ?? "";
    const box = textBox(look, text, { width, size: look.size.small, tone: "accent", weight: "bold" });
    boxes.push({ box, tag: party.heading === undefined ? "Layout" : addNode(parent, "P"), gap: 0 });
  }
  const name = textBox(look, party.name, { width, size: look.size.large, weight: "bold" });
  boxes.push({ box: name, tag: addNode(parent, "P"), gap: look.step * 0.4 });
  if (party.lines.length > 0) boxes.push(linesOf(look, party.lines, { width, parent, tone: "ink" }));
  if (party.details?.length) boxes.push(linesOf(look, party.details, { width, parent, tone: "muted" }));
  return { boxes, height: boxes.reduce((sum, { box, gap }) => sum + gap + box.height, 0) };
}

function linesOf(
  look: Look,
  lines: readonly string[],
  options: { width: number; parent: StructureNode; tone: "ink" | "muted" },
): { box: TextBox; tag: Tag; gap: number } {
  const { width, parent, tone } = options;
  const size = tone === "ink" ? look.size.body : look.size.small;
  const box = textBox(look, lines.join("\n"), { width, size, tone });
  return { box, tag: addNode(parent, "P"), gap: tone === "ink" ? 0 : look.step };
}

function paint(canvas: Canvas, measured: Measured, x: number, y: number): void {
  let top = y;
  for (const { box, tag, gap } of measured.boxes) {
    top += gap;
    paintBox(canvas, box, { x, y: top, tag });
    top += box.height;
  }
}
