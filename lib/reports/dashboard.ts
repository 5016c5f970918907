import { authorize, type Ctx } from "../base/ctx.ts";
import { addToDate, type IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Cents } from "../base/money.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type DashboardRow, readFigures, type TurnoverRow } from "./dashboard_query.ts";
import { type FirstStep, firstStepsOf } from "./first_steps.ts";

/** Months of turnover on the dashboard, this month included. */
export const TURNOVER_MONTHS = 12;
/** Invoices named in each of the two lists. */
export const LISTED = 5;

/** An invoice that waits for its payment. */
export interface Receivable {
  readonly id: Uuid;
  readonly number: string;
  readonly customerName: string;
  readonly dueOn: IsoDate;
  readonly balanceCents: Cents;
}

/** What customers owe. Amounts are in euros' cents. */
export interface InvoiceFigures {
  readonly late: { readonly count: number; readonly cents: Cents };
  /** Late ones included. */
  readonly open: { readonly count: number; readonly cents: Cents };
  /** The oldest that are late: to chase first. */
  readonly toChase: readonly Receivable[];
  /** The next that fall due. */
  readonly awaiting: readonly Receivable[];
  readonly drafts: number;
}

/** Turnover before tax of one month, credit notes deducted. */
export interface MonthTurnover {
  /** `2026-11`. */
  readonly month: string;
  readonly netCents: Cents;
}

/** What was earned, before tax, credit notes deducted. Months without turnover are there, at nought. */
export interface Turnover {
  /** The last twelve, oldest first, this one included. */
  readonly months: readonly MonthTurnover[];
  /** January to December. */
  readonly thisYear: readonly MonthTurnover[];
  readonly lastYear: readonly MonthTurnover[];
  readonly thisYearCents: Cents;
  readonly lastYearCents: Cents;
}

/** The home page of a dossier (TEN-15). What the person may not read is null. */
export interface Dashboard {
  readonly invoices: InvoiceFigures | null;
  readonly quotes: { readonly drafts: number; readonly awaiting: number } | null;
  readonly turnover: Turnover | null;
  /** The way to the first invoice; null once one was issued. */
  readonly firstSteps: readonly FirstStep[] | null;
}

/**
 * What waits, what is late, what was earned. Reads the partial index of open invoices and the monthly totals, so that
 * its time does not grow with the documents kept. Right `dashboard:read`; invoices and turnover for those who may read
 * invoices, quotes for those who may read quotes.
 */
export async function readDashboard(ctx: Ctx): Promise<Dashboard> {
  authorize(ctx, "dashboard:read");
  const { tenantId, today } = ctx;
  const wanted = { tenantId, today, from: `${Number(today.slice(0, 4)) - 1}-01`, listed: LISTED };
  const row = await withTenant(ctx, (tx) => readFigures(tx, wanted), { mode: "read", oneStatement: true });
  const readsInvoices = ctx.rights.has("invoices:read");
  return {
    invoices: readsInvoices ? invoicesOf(row) : null,
    quotes: ctx.rights.has("quotes:read") ? { drafts: row.quoteDrafts, awaiting: row.quotesAwaiting } : null,
    turnover: readsInvoices ? turnoverOf(row.turnover, today) : null,
    firstSteps: await firstStepsOf(ctx, row),
  };
}

function invoicesOf(row: DashboardRow): InvoiceFigures {
  return {
    late: { count: row.lateCount, cents: row.lateCents },
    open: { count: row.openCount, cents: row.openCents },
    toChase: row.toChase,
    awaiting: row.awaiting,
    drafts: row.invoiceDrafts,
  };
}

function turnoverOf(rows: readonly TurnoverRow[], today: IsoDate): Turnover {
  const year = Number(today.slice(0, 4));
  const byMonth = monthReader(rows);
  const [thisYear, lastYear] = [yearOf(year).map(byMonth), yearOf(year - 1).map(byMonth)];
  return {
    months: lastMonths(today).map(byMonth),
    thisYear,
    lastYear,
    thisYearCents: sumOf(thisYear),
    lastYearCents: sumOf(lastYear),
  };
}

/** A month that has no row had no document: its turnover is nought. */
function monthReader(rows: readonly TurnoverRow[]): (month: string) => MonthTurnover {
  const known = new Map(rows.map((row) => [row.month, row]));
  return (month) => known.get(month) ?? { month, netCents: 0n };
}

function lastMonths(today: IsoDate): string[] {
  const first = `${today.slice(0, 8)}01` as IsoDate;
  return Array.from(
    { length: TURNOVER_MONTHS },
    (_, back) => addToDate(first, { months: back - TURNOVER_MONTHS + 1 }).slice(0, 7),
  );
}

function yearOf(year: number): string[] {
  return Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}`);
}

function sumOf(months: readonly MonthTurnover[]): Cents {
  return months.reduce((sum, { netCents }) => sum + netCents, 0n);
}
