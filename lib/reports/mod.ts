export {
  type Dashboard,
  LISTED,
  type MonthTurnover,
  readDashboard,
  type Receivable,
  TURNOVER_MONTHS,
} from "./dashboard.ts";
