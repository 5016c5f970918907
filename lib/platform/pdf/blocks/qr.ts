import { qrCode, QUIET_ZONE } from "../../qr.ts";
import { addNode, type Frame, type Piece } from "../pieces.ts";
import { paintBox, textBox } from "../text_box.ts";
import type { QrBlock } from "../template.ts";

const DEFAULT_SIDE = 76;

/** A QR code with its words at the right. */
export function qrPieces({ look, width, parent }: Frame, block: QrBlock): Piece[] {
  const side = block.size ?? DEFAULT_SIDE;
  const code = qrCode(block.payload);
  const figure = addNode(parent, "Figure", { alt: block.alt });
  // The quiet zone hangs in the margin, so that the dark modules stand on the column's edge.
  const hang = QUIET_ZONE * side / code.size;
  const textX = side - 2 * hang + look.step * 4;
  const captions = (block.caption ?? []).map((caption) => ({
    box: textBox(look, caption, { width: width - textX, size: look.size.small, tone: "muted" }),
    tag: addNode(parent, "P"),
  }));
  const captionHeight = captions.reduce((sum, { box }) => sum + box.height, 0);
  const height = Math.max(side - 2 * hang, captionHeight);
  return [{
    height,
    gapBefore: look.step * 4 + hang,
    paint(canvas, x, y) {
      canvas.add({
        kind: "bars",
        tag: figure,
        bars: code.bars,
        x: x - hang,
        y: y - hang,
        side,
        units: code.size,
        fill: look.color.ink,
      });
      let top = y + (height - captionHeight) / 2;
      for (const { box, tag } of captions) {
        paintBox(canvas, box, { x: x + textX, y: top, tag });
        top += box.height;
      }
    },
  }];
}
