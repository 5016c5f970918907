export {
  type Dashboard,
  type InvoiceFigures,
  LISTED,
  type MonthTurnover,
  readDashboard,
  type Receivable,
  type Turnover,
  TURNOVER_MONTHS,
} from "./dashboard.ts";
export {
  exportPieces,
  kindsSeen,
  listPieces,
  type Piece,
  type PieceFilter,
  type PiecePage,
  PIECES_PAGE,
} from "./pieces.ts";
export { type FirstStep } from "./first_steps.ts";
