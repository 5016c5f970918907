import { authorize, type Ctx } from "../base/ctx.ts";
import { addToDate, type IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Cents } from "../base/money.ts";
import { withTenant } from "../platform/db/tenant.ts";
import {
  countDrafts,
  listOldest,
  readTurnover,
  type ReceivableRow,
  sumReceivables,
  type TurnoverRow,
} from "./dashboard_query.ts";

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

/** Turnover before tax of one month, credit notes deducted. */
export interface MonthTurnover {
  /** `2026-11`. */
  readonly month: string;
  readonly netCents: Cents;
}

/** The home page of a dossier (TEN-15). Amounts are in euros' cents. */
export interface Dashboard {
  readonly late: { readonly count: number; readonly cents: Cents };
  /** Late ones included. */
  readonly open: { readonly count: number; readonly cents: Cents };
  /** The oldest that are late: to chase first. */
  readonly toChase: readonly Receivable[];
  /** The next that fall due. */
  readonly awaiting: readonly Receivable[];
  readonly drafts: { readonly quotes: number; readonly invoices: number };
  readonly sentQuotes: number;
  /** Twelve months, oldest first, months without turnover included. */
  readonly months: readonly MonthTurnover[];
  readonly thisYearCents: Cents;
  readonly lastYearCents: Cents;
}

/**
 * What waits, what is late, what was earned. Reads the partial index of open invoices and the monthly totals, so that
 * its time does not grow with the documents kept. Right `dashboard:read`.
 */
export async function readDashboard(ctx: Ctx): Promise<Dashboard> {
  authorize(ctx, "dashboard:read");
  const scope = { tenantId: ctx.tenantId, today: ctx.today };
  return await withTenant(ctx, async (tx) => {
    // Sent together: the dashboard waits once.
    const [sums, drafts, toChase, awaiting, turnover] = await Promise.all([
      sumReceivables(tx, scope),
      countDrafts(tx, ctx.tenantId),
      listOldest(tx, { ...scope, late: true, limit: LISTED }),
      listOldest(tx, { ...scope, late: false, limit: LISTED }),
      readTurnover(tx, { tenantId: ctx.tenantId, from: `${Number(ctx.today.slice(0, 4)) - 1}-01` }),
    ]);
    const { quotes, invoices, sentQuotes } = drafts;
    return {
      ...amountsOf(sums),
      toChase,
      awaiting,
      drafts: { quotes, invoices },
      sentQuotes,
      ...earned(turnover, ctx.today),
    };
  }, { mode: "read" });
}

function amountsOf(sums: ReceivableRow): Pick<Dashboard, "late" | "open"> {
  return {
    late: { count: sums.lateCount, cents: sums.lateCents },
    open: { count: sums.openCount, cents: sums.openCents },
  };
}

function earned(
  rows: readonly TurnoverRow[],
  today: IsoDate,
): Pick<Dashboard, "months" | "thisYearCents" | "lastYearCents"> {
  const byMonth = new Map(rows.map((row) => [row.month, row.netCents]));
  const year = today.slice(0, 4);
  const ofYear = (wanted: string) =>
    rows.filter((row) => row.month.startsWith(wanted)).reduce((sum, row) => sum + row.netCents, 0n);
  return {
    months: lastMonths(today).map((month) => ({ month, netCents: byMonth.get(month) ?? 0n })),
    thisYearCents: ofYear(year),
    lastYearCents: ofYear(String(Number(year) - 1)),
  };
}

function lastMonths(today: IsoDate): string[] {
  const first = `${today.slice(0, 8)}01` as IsoDate;
  return Array.from(
    { length: TURNOVER_MONTHS },
    (_, back) => addToDate(first, { months: back - TURNOVER_MONTHS + 1 }).slice(0, 7),
  );
}
