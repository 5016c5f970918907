import type { StructureNode, StructureRole } from "./display_list.ts";
import type { Look } from "./look.ts";
import { type Canvas, paintBox, splitBox, type TextBox } from "./text_box.ts";

/**
 * A measured strip of a document, as wide as its frame. Pieces are laid one under the other; a page break may fall
 * between two of them, never inside one unless it is taller than a whole page and knows how to split.
 */
export interface Piece {
  readonly height: number;
  /** Space above, dropped at the top of a page. */
  readonly gapBefore: number;
  /** No page break just before this piece. */
  readonly keepWithPrevious?: boolean;
  /** No page break just after this piece. */
  readonly keepWithNext?: boolean;
  /** On the first page, not higher than this (distance from the paper's top). */
  readonly notAbove?: number;
  /** Repeated on each page on which pieces of the same head stand. */
  readonly head?: RepeatedHead;
  /** Paints the piece with its top left corner at (x, y). */
  paint(canvas: Canvas, x: number, y: number): void;
  /** Cuts the piece so that its first part takes at most `height`; null when it cannot be cut. */
  split?(height: number): readonly [Piece, Piece] | null;
}

/** The head of a table. */
export interface RepeatedHead {
  readonly height: number;
  /** `repeated` is true on every page but the first, where the head only reminds and is not read again. */
  paint(canvas: Canvas, x: number, y: number, repeated: boolean): void;
}

/** What a block needs to know to turn into pieces. */
export interface Frame {
  readonly look: Look;
  readonly width: number;
  /** Where the block's structure elements are added, in reading order. */
  readonly parent: StructureNode;
}

/** Adds an element to the document's structure. */
export function addNode(
  parent: StructureNode,
  role: StructureRole,
  attributes: Pick<StructureNode, "alt" | "scope" | "colSpan"> = {},
): StructureNode {
  const node: StructureNode = { role, children: [], ...attributes };
  parent.children.push(node);
  return node;
}

/** A text as a piece that may be cut between two lines. */
export function textPiece(box: TextBox, tag: StructureNode, gapBefore: number): Piece {
  return {
    height: box.height,
    gapBefore,
    paint: (canvas, x, y) => paintBox(canvas, box, { x, y, tag }),
    split(height) {
      if (box.strips.length < 2) return null;
      const [first, rest] = splitBox(box, height);
      return [textPiece(first, tag, gapBefore), textPiece(rest, tag, 0)];
    },
  };
}

/** Pieces as one that is never cut. */
export function stack(pieces: readonly Piece[], gapBefore: number): Piece {
  return {
    height: stackHeight(pieces),
    gapBefore,
    paint(canvas, x, y) {
      let top = y;
      let head: RepeatedHead | undefined;
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) top += piece.gapBefore;
        if (piece.head && piece.head !== head) {
          piece.head.paint(canvas, x, top, false);
          top += piece.head.height;
        }
        head = piece.head;
        piece.paint(canvas, x, top);
        top += piece.height;
      }
    },
  };
}

/** Height of pieces laid one under the other, without the first one's gap, with the heads they carry. */
export function stackHeight(pieces: readonly Piece[]): number {
  let height = 0;
  let head: RepeatedHead | undefined;
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) height += piece.gapBefore;
    if (piece.head && piece.head !== head) height += piece.head.height;
    head = piece.head;
    height += piece.height;
  }
  return height;
}
