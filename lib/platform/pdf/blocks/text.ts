import { addNode, type Frame, type Piece, stackHeight, textPiece } from "../pieces.ts";
import { boxOf, paintBox, type TextBox, textBox } from "../text_box.ts";
import type { BoxBlock, FieldsBlock, HeadingBlock, ParagraphsBlock } from "../template.ts";

/** Fields that stand side by side in a band. */
const FIELDS_PER_ROW = 4;

/** Paragraphs up to this share of the sheet stay on one page, all of them. */
const MAX_UNCUT_SHARE = 0.2;

/** A heading, tied to what follows. */
export function headingPieces({ look, width, parent }: Frame, block: HeadingBlock): Piece[] {
  const box = textBox(look, block.text, { width, size: look.size.heading, weight: "bold" });
  return [{ ...textPiece(box, addNode(parent, "H2"), look.step * 4), keepWithNext: true }];
}

/** Paragraphs, each in one piece unless longer than a page. */
export function paragraphPieces(frame: Frame, block: ParagraphsBlock): Piece[] {
  const { look, width, parent } = frame;
  const size = { small: look.size.small, normal: look.size.body, large: look.size.large }[block.size ?? "normal"];
  const pieces: Piece[] = [];
  if (block.heading !== undefined) {
    const box = textBox(look, block.heading, { width, size, weight: "bold" });
    pieces.push({ ...textPiece(box, addNode(parent, "H2"), look.step * 3), keepWithNext: true });
  }
  for (const paragraph of block.paragraphs) {
    const box = textBox(look, paragraph, { width, size, tone: block.tone ?? "ink" });
    pieces.push(textPiece(box, addNode(parent, "P"), pieces.length === 0 ? look.step * 3 : look.step * 0.75));
  }
  const isShort = stackHeight(pieces) <= look.page.height * MAX_UNCUT_SHARE;
  return pieces.map((piece, index) => isShort && index > 0 ? { ...piece, keepWithPrevious: true } : piece);
}

/** Labels over values in a band, or labels beside values line by line. */
export function fieldPieces(frame: Frame, block: FieldsBlock): Piece[] {
  return block.as === "list" ? listPieces(frame, block) : bandPieces(frame, block);
}

/** A framed text, with room to write by hand when `minHeight` asks for it. */
export function boxPieces({ look, width, parent }: Frame, block: BoxBlock): Piece[] {
  const padding = look.step * 2.5;
  const inner = width - 2 * padding;
  const parts: { box: TextBox; role: "H2" | "P" }[] = block.paragraphs.map((paragraph) => ({
    box: textBox(look, paragraph, { width: inner, size: look.size.small, tone: "muted" }),
    role: "P",
  }));
  if (block.heading !== undefined) {
    parts.unshift({
      box: textBox(look, block.heading, { width: inner, size: look.size.body, weight: "bold" }),
      role: "H2",
    });
  }
  const tagged = parts.map(({ box, role }) => ({ box, tag: addNode(parent, role) }));
  const content = tagged.reduce((sum, { box }) => sum + box.height, 0) + 2 * padding;
  const height = Math.max(content, block.minHeight ?? 0);
  return [{
    height,
    gapBefore: look.step * 3,
    paint(canvas, x, y) {
      canvas.add({
        kind: "rect",
        tag: "Layout",
        x,
        y,
        width,
        height,
        stroke: look.color.hairline,
        lineWidth: 0.75,
        radius: look.step,
      });
      let top = y + padding;
      for (const { box, tag } of tagged) {
        paintBox(canvas, box, { x: x + padding, y: top, tag });
        top += box.height;
      }
    },
  }];
}

function bandPieces({ look, width, parent }: Frame, block: FieldsBlock): Piece[] {
  const perRow = Math.min(FIELDS_PER_ROW, block.fields.length);
  const gap = look.step * 3;
  const column = (width - gap * (perRow - 1)) / perRow;
  const pieces: Piece[] = [];
  for (let start = 0; start < block.fields.length; start += perRow) {
    const cells = block.fields.slice(start, start + perRow).map((field) => ({
      label: textBox(look, `${field.label} `, { width: column, size: look.size.small, tone: "muted" }),
      value: textBox(look, field.value, { width: column, size: look.size.body, weight: "bold" }),
      tag: addNode(parent, "P"),
    }));
    pieces.push({
      height: Math.max(...cells.map(({ label, value }) => label.height + value.height)),
      gapBefore: start === 0 ? look.step * 4 : look.step * 2,
      paint(canvas, x, y) {
        for (const [index, { label, value, tag }] of cells.entries()) {
          const left = x + index * (column + gap);
          paintBox(canvas, label, { x: left, y, tag });
          paintBox(canvas, value, { x: left, y: y + label.height, tag });
        }
      },
    });
  }
  return pieces;
}

function listPieces({ look, width, parent }: Frame, block: FieldsBlock): Piece[] {
  const labels = block.fields.map((field) =>
    textBox(look, `${field.label} `, { width: width / 2, size: look.size.body, tone: "muted" })
  );
  const widest = Math.max(0, ...labels.flatMap((box) => box.strips.map((strip) => strip.line.width)));
  const offset = Math.min(width / 2, widest + look.step * 2);
  return block.fields.map((field, index) => {
    const label = boxOf(labels[index]!.strips, offset);
    const value = textBox(look, field.value, { width: width - offset, size: look.size.body });
    const tag = addNode(parent, "P");
    return {
      height: Math.max(label.height, value.height),
      gapBefore: index === 0 ? look.step * 3 : 0,
      paint(canvas, x, y) {
        paintBox(canvas, label, { x, y, tag });
        paintBox(canvas, value, { x: x + offset, y, tag });
      },
    };
  });
}
