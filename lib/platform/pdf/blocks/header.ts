import type { StructureNode } from "../display_list.ts";
import { addNode, type Frame, type Piece } from "../pieces.ts";
import { type Align, type Canvas, paintBox, type TextBox, textBox } from "../text_box.ts";
import type { Header, Picture } from "../template.ts";

/** Room for a logo, in points: a wide one is bounded by its width, a square one by its height. */
const LOGO_MAX_WIDTH = 168;
const LOGO_MAX_HEIGHT = 52;

interface Words {
  readonly boxes: readonly { readonly box: TextBox; readonly tag: StructureNode }[];
  readonly height: number;
}

/** Logo, title, number and dates at the top of the first page. */
export function headerPiece(frame: Frame, header: Header): Piece {
  const { look, width } = frame;
  const place = header.logoAlign ?? "left";
  const logo = header.logo ? fit(header.logo) : null;
  const logoNode = header.logo ? addNode(frame.parent, "Figure", { alt: header.logo.alt }) : null;
  const isBeside = logo !== null && place !== "center";
  const wordsWidth = isBeside ? width - logo.width - look.step * 6 : width;
  const words = wordsOf({ ...frame, width: wordsWidth }, header, wordsAlign(place, isBeside));
  const wordsY = logo && place === "center" ? logo.height + look.step * 4 : 0;
  return {
    height: Math.max(logo?.height ?? 0, wordsY + words.height),
    gapBefore: 0,
    paint(canvas, x, y) {
      if (logo && logoNode) {
        const left = x + (width - logo.width) * { left: 0, center: 0.5, right: 1 }[place];
        canvas.add({ kind: "image", tag: logoNode, bytes: header.logo!.bytes, x: left, y, ...logo });
      }
      paintWords(canvas, words, x + (isBeside && place === "left" ? width - wordsWidth : 0), y + wordsY);
    },
  };
}

/** The reminder at the top of the following pages. */
export function runningHead(frame: Omit<Frame, "parent">, header: Header): TextBox {
  const text = header.running ?? [header.title, header.subtitle].filter(Boolean).join(" ");
  return textBox(frame.look, text, { width: frame.width, size: frame.look.size.small, tone: "muted" });
}

function fit(logo: Picture): { width: number; height: number } {
  const scale = Math.min(LOGO_MAX_WIDTH / logo.width, LOGO_MAX_HEIGHT / logo.height);
  return { width: logo.width * scale, height: logo.height * scale };
}

/** Words answer the logo from the other side of the page. */
function wordsAlign(place: "left" | "center" | "right", isBeside: boolean): Align {
  if (place === "center") return "center";
  return place === "left" && isBeside ? "right" : "left";
}

function wordsOf({ look, width, parent }: Frame, header: Header, align: Align): Words {
  const boxes = [{
    box: textBox(look, header.title, { width, size: look.size.title, weight: "bold", tone: "accent", align }),
    tag: addNode(parent, "H1"),
  }];
  if (header.subtitle !== undefined) {
    const box = textBox(look, header.subtitle, { width, size: look.size.large, weight: "bold", align });
    boxes.push({ box, tag: addNode(parent, "P") });
  }
  for (const field of header.fields ?? []) {
    const text = [{ text: `${field.label}  `, tone: "muted" }, { text: field.value }] as const;
    boxes.push({ box: textBox(look, text, { width, size: look.size.body, align }), tag: addNode(parent, "P") });
  }
  return { boxes, height: boxes.reduce((sum, { box }) => sum + box.height, 0) };
}

function paintWords(canvas: Canvas, words: Words, x: number, y: number): void {
  let top = y;
  for (const { box, tag } of words.boxes) {
    paintBox(canvas, box, { x, y: top, tag });
    top += box.height;
  }
}
