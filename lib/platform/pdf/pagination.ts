import type { DisplayItem } from "./display_list.ts";
import { type Piece, type RepeatedHead, stackHeight } from "./pieces.ts";

/** The area of the pages that the flow may fill; distances from the paper's top left corner, in points. */
export interface FlowArea {
  readonly x: number;
  /** Top of the flow on the first page. */
  readonly firstTop: number;
  /** Top of the flow on the following pages. */
  readonly nextTop: number;
  readonly bottom: number;
}

interface Flow {
  readonly area: FlowArea;
  readonly pages: DisplayItem[][];
  y: number;
  /** Nothing stands yet on the current page. */
  isFresh: boolean;
  head: RepeatedHead | undefined;
  /** Heads painted once already: from then on they only remind. */
  readonly paintedHeads: Set<RepeatedHead>;
}

/** Sums of measured heights are compared with the page's: a rounding must not open a page. */
const TOLERANCE = 0.01;
/** Below this height a piece taller than a page starts on the next one rather than leave a line or two behind. */
const LEAST_ROOM = 72;

/** Lays pieces over as many pages as they need. The result is the items of each page. */
export function paginate(pieces: readonly Piece[], area: FlowArea): DisplayItem[][] {
  const flow: Flow = { area, pages: [[]], y: area.firstTop, isFresh: true, head: undefined, paintedHeads: new Set() };
  for (const group of groups(pieces)) placeGroup(flow, group);
  return flow.pages;
}

/** Runs of pieces between which no page break may fall. */
function groups(pieces: readonly Piece[]): Piece[][] {
  const runs: Piece[][] = [];
  for (const [index, piece] of pieces.entries()) {
    const isTied = index > 0 && (piece.keepWithPrevious || pieces[index - 1]!.keepWithNext);
    if (isTied) runs.at(-1)!.push(piece);
    else runs.push([piece]);
  }
  return runs;
}

function placeGroup(flow: Flow, group: readonly Piece[]): void {
  const fresh = flow.area.bottom - flow.area.nextTop;
  if (!flow.isFresh && !fits(flow, group) && stackHeight(group) <= fresh) breakPage(flow);
  for (const piece of group) placePiece(flow, piece);
}

function fits(flow: Flow, group: readonly Piece[]): boolean {
  const [first] = group;
  const gap = flow.isFresh ? 0 : first!.gapBefore;
  // The head already stands on this page when the table goes on.
  const head = first!.head && first!.head === flow.head ? first!.head.height : 0;
  return flow.y + gap + stackHeight(group) - head <= flow.area.bottom + TOLERANCE;
}

function placePiece(flow: Flow, piece: Piece): void {
  if (fits(flow, [piece])) return put(flow, piece);
  const isTall = stackHeight([piece]) > flow.area.bottom - flow.area.nextTop;
  const room = roomFor(flow, piece);
  if (!flow.isFresh && (!isTall || room < LEAST_ROOM)) {
    breakPage(flow);
    return placePiece(flow, piece);
  }
  const parts = piece.split?.(room);
  if (!parts) return put(flow, piece);
  put(flow, parts[0]);
  breakPage(flow);
  placePiece(flow, parts[1]);
}

function roomFor(flow: Flow, piece: Piece): number {
  const gap = flow.isFresh ? 0 : piece.gapBefore;
  const head = piece.head && piece.head !== flow.head ? piece.head.height : 0;
  return flow.area.bottom - flow.y - gap - head;
}

function put(flow: Flow, piece: Piece): void {
  const items = flow.pages.at(-1)!;
  const canvas = { add: (item: DisplayItem) => void items.push(item) };
  if (!flow.isFresh) flow.y += piece.gapBefore;
  if (flow.pages.length === 1 && piece.notAbove !== undefined) flow.y = Math.max(flow.y, piece.notAbove);
  if (piece.head && piece.head !== flow.head) {
    piece.head.paint(canvas, flow.area.x, flow.y, flow.paintedHeads.has(piece.head));
    flow.paintedHeads.add(piece.head);
    flow.y += piece.head.height;
  }
  flow.head = piece.head;
  piece.paint(canvas, flow.area.x, flow.y);
  flow.y += piece.height;
  flow.isFresh = false;
}

function breakPage(flow: Flow): void {
  flow.pages.push([]);
  flow.y = flow.area.nextTop;
  flow.isFresh = true;
  flow.head = undefined;
}
