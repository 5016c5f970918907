import type { Ctx } from "../../base/ctx.ts";
import { type Company, loadCompany } from "../../company/mod.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { Calendar } from "./period.ts";

/** When the days and years of the dossier's company begin today. */
export async function loadCalendar(tx: Tx, ctx: Ctx): Promise<Calendar> {
  return calendarOf(await loadCompany(tx, ctx));
}

function calendarOf({ timeZone, fiscalYearStart }: Pick<Company, "timeZone" | "fiscalYearStart">): Calendar {
  return { timeZone, yearStartsIn: Number(fiscalYearStart.slice(0, 2)) };
}
