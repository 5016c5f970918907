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
export { type FirstStep } from "./first_steps.ts";
