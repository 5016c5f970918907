import type { DisplayItem, FontWeight, Tag } from "./display_list.ts";
import { breakLines, type Line, type StyledText } from "./line_breaking.ts";
import { type Look, toneColor } from "./look.ts";
import type { RichText, Tone } from "./template.ts";

/** Where items are painted: one page. */
export interface Canvas {
  add(item: DisplayItem): void;
}

/** One measured line and the height it takes. */
export interface Strip {
  readonly line: Line;
  readonly size: number;
  readonly height: number;
}

/** A measured text: its lines will not be broken again, so PDF and SVG cannot disagree. */
export interface TextBox {
  readonly strips: readonly Strip[];
  readonly height: number;
  readonly width: number;
  readonly align: Align;
}

/** Side on which the lines of a text are even. */
export type Align = "left" | "center" | "right";

/** How a text is set; width and size in points. */
export interface TextOptions {
  readonly width: number;
  readonly size: number;
  readonly weight?: FontWeight;
  readonly tone?: Tone;
  readonly tabular?: boolean;
  readonly align?: Align;
}

/** Inter's ascent and descent in ems (hhea): every face sits on the same baseline. */
const ASCENT = 1984 / 2048;
const DESCENT = 494 / 2048;

/** Breaks and measures a text. */
export function textBox(look: Look, text: RichText, options: TextOptions): TextBox {
  const height = options.size * look.leading;
  const strips = breakLines(styled(look, text, options), options.size, options.width)
    .map((line) => ({ line, size: options.size, height }));
  return boxOf(strips, options.width, options.align);
}

/** A box of lines already measured. */
export function boxOf(strips: readonly Strip[], width: number, align: Align = "left"): TextBox {
  return { strips, width, align, height: strips.reduce((sum, strip) => sum + strip.height, 0) };
}

/** Boxes of one width as one, the first one's alignment for all. */
export function joinBoxes(boxes: readonly [TextBox, ...TextBox[]]): TextBox {
  return boxOf(boxes.flatMap((box) => box.strips), boxes[0].width, boxes[0].align);
}

/** Cuts a box at a height: what fits, and the rest; the first part holds at least one line. */
export function splitBox(box: TextBox, height: number): [TextBox, TextBox] {
  let count = 0;
  let used = 0;
  for (const strip of box.strips) {
    if (count > 0 && used + strip.height > height) break;
    used += strip.height;
    count++;
  }
  return [
    boxOf(box.strips.slice(0, count), box.width, box.align),
    boxOf(box.strips.slice(count), box.width, box.align),
  ];
}

/** Paints a box with its top left corner at (x, y). */
export function paintBox(canvas: Canvas, box: TextBox, at: { x: number; y: number; tag: Tag }): void {
  let top = at.y;
  for (const { line, size, height } of box.strips) {
    const baseline = top + (height - (ASCENT + DESCENT) * size) / 2 + ASCENT * size;
    const left = at.x + indent(box, line);
    for (const run of line.runs) {
      canvas.add({
        kind: "text",
        tag: at.tag,
        text: run.text,
        face: run.face,
        weight: run.style.weight,
        size,
        color: run.style.color,
        x: left + run.x,
        baseline,
        width: run.width,
        tabular: run.style.tabular,
      });
    }
    top += height;
  }
}

function styled(look: Look, text: RichText, options: TextOptions): StyledText[] {
  const spans = typeof text === "string" ? [{ text }] : text;
  return spans.map((span) => ({
    text: span.text,
    style: {
      weight: span.strong ? "bold" : options.weight ?? "regular",
      color: toneColor(look, span.tone ?? options.tone ?? "ink"),
      tabular: options.tabular ?? false,
    },
  }));
}

function indent(box: TextBox, line: Line): number {
  if (box.align === "right") return box.width - line.width;
  return box.align === "center" ? (box.width - line.width) / 2 : 0;
}
