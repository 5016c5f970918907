import { type LogSpan, readLog, readLogSpan } from "../../antifraud/mod.ts";
import { authorize, type Ctx } from "../../base/ctx.ts";
import { addToDate, type IsoDate, startOfDay } from "../../base/dates.ts";
import { loadCompany } from "../../company/mod.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import type { Archive } from "../archive.ts";
import { archiveYears } from "../archive_years.ts";
import { listArchives } from "../list_archives.ts";
import type { ControlDays } from "./control_days.ts";

/** A fiscal year of a control, cut to its days, and the archive that hands it over. */
export interface ControlYear {
  /** `2026`, or the first day of a year that is no calendar year. */
  readonly name: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** The archive that was made of it, or null. */
  readonly archive: Archive | null;
  /** True when nothing that an archive tells was sealed behind it. */
  readonly isCurrent: boolean;
  /** The archive that waits or is being made of it. */
  readonly underWay: Archive | null;
  /** True when the last one asked has failed. */
  readonly hasFailed: boolean;
}

/**
 * What an archive tells in its tables. Other records (an access, a look, an archive) come from handing over itself, and
 * would make each archive old at once.
 */
const TOLD: readonly string[] = [
  "invoice_issued",
  "credit_note_issued",
  "payment_recorded",
  "payment_reversed",
  "duplicate_made",
  "fiscal_settings_changed",
  "day_closed",
  "month_closed",
  "year_closed",
];

/**
 * The fiscal years of a control's days in which something was sealed, latest first, each with the archive that holds
 * all of it and nothing outside of the days. Right `sealed_log:archive`.
 */
export async function controlYears(ctx: Ctx, days: ControlDays): Promise<ControlYear[]> {
  authorize(ctx, "sealed_log:archive");
  const { timeZone } = await withTenant(ctx, (tx) => loadCompany(tx, ctx), { mode: "read" });
  const archives = (await listArchives(ctx)).filter(({ fromOn, toOn }) => fromOn >= days.from && toOn <= days.to);
  const found: ControlYear[] = [];
  for (const year of await archiveYears(ctx)) {
    const from = year.from > days.from ? year.from : days.from, to = year.to < days.to ? year.to : days.to;
    if (from > to) continue;
    const until = startOfDay(addToDate(to, { days: 1 }), timeZone);
    const span = await readLogSpan(ctx, {
      from: startOfDay(from, timeZone),
      until: until <= ctx.now ? until : null,
    });
    if (span) found.push({ name: year.name, from, to, ...await archivesOf(ctx, archives, { from, span }) });
  }
  return found;
}

type Held = Pick<ControlYear, "archive" | "isCurrent" | "underWay" | "hasFailed">;

async function archivesOf(
  ctx: Ctx,
  archives: readonly Archive[],
  { from, span }: { from: IsoDate; span: LogSpan },
): Promise<Held> {
  const holding = archives.filter(({ firstSeq, lastSeq }) => firstSeq <= span.first.seq && lastSeq >= span.first.seq);
  const underWay = await firstCurrent(
    ctx,
    holding.filter(({ state }) => state !== "done" && state !== "failed"),
    span,
  );
  const made = holding.filter(({ state }) => state === "done");
  const current = await firstCurrent(ctx, made, span);
  const last = archives.find(({ fromOn }) => fromOn === from);
  return {
    archive: current ?? made.toSorted((a, b) => Number(b.lastSeq - a.lastSeq))[0] ?? null,
    isCurrent: current !== null,
    underWay,
    hasFailed: last?.state === "failed",
  };
}

async function firstCurrent(ctx: Ctx, archives: readonly Archive[], span: LogSpan): Promise<Archive | null> {
  for (const archive of archives) {
    const [next] = await readLog(ctx, { after: archive.lastSeq, limit: 1, types: TOLD });
    if (!next || next.seq > span.last.seq) return archive;
  }
  return null;
}
