import { authorize, type Ctx } from "../../base/ctx.ts";
import { endOfMonth, type IsoDate } from "../../base/dates.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { nextDueIn } from "./close_due.ts";
import type { Closure } from "./closure.ts";
import { hashesOf, lastClosure, listOfKind } from "./closure_store.ts";
import { firstDayOf, type Period } from "./period.ts";

/** A closure with the hash of its record. */
export type ListedClosure = Closure & {
  /** In hexadecimal. */
  readonly hash: string;
};

/** What the page of closures shows. */
export interface ClosureList {
  /** Newest first. */
  readonly years: readonly ListedClosure[];
  readonly months: readonly ListedClosure[];
  /** Those of `month` alone. */
  readonly days: readonly ListedClosure[];
  /** `2026-11`, or null before the first closure. */
  readonly month: string | null;
  /** The first period that is over and open, or null. */
  readonly due: Period | null;
}

/**
 * The closed years and months, and the days of one month: the one asked for, else the last that has any. Right
 * `sealed_log:read`. A month that does not exist gives the last one.
 */
export async function listClosures(ctx: Ctx, { month }: { month?: string | undefined } = {}): Promise<ClosureList> {
  authorize(ctx, "sealed_log:read");
  const { tenantId } = ctx, asked = month === undefined ? null : firstDayOf("month", month);
  return await withTenant(ctx, async (tx) => {
    const from = asked ?? firstOfMonth((await lastClosure(tx, { tenantId, kind: "day" }))?.to ?? null);
    const within = from && { from, to: endOfMonth(from) };
    const [years, months, days, due] = await Promise.all([
      listOfKind(tx, { tenantId, kind: "year" }),
      listOfKind(tx, { tenantId, kind: "month" }),
      within ? listOfKind(tx, { tenantId, kind: "day", ...within }) : [],
      nextDueIn(tx, ctx),
    ]);
    const hashes = await hashesOf(tx, { tenantId, seqs: [...years, ...months, ...days].map(({ sealSeq }) => sealSeq) });
    const listed = (found: readonly Closure[]) =>
      found.map((closure) => ({ ...closure, hash: hashes.get(closure.sealSeq) ?? "" })).reverse();
    const shown = from?.slice(0, 7) ?? null;
    return { years: listed(years), months: listed(months), days: listed(days), month: shown, due };
  }, { mode: "read" });
}

/** Every closure, day by day, in the order in which they were sealed: for exports. Right `sealed_log:read`. */
export async function exportClosures(ctx: Ctx): Promise<ListedClosure[]> {
  authorize(ctx, "sealed_log:read");
  const { tenantId } = ctx;
  return await withTenant(ctx, async (tx) => {
    const found = (await Promise.all(
      (["day", "month", "year"] as const).map((kind) => listOfKind(tx, { tenantId, kind })),
    )).flat().sort((a, b) => a.sealSeq < b.sealSeq ? -1 : 1);
    const hashes = await hashesOf(tx, { tenantId, seqs: found.map(({ sealSeq }) => sealSeq) });
    return found.map((closure) => ({ ...closure, hash: hashes.get(closure.sealSeq) ?? "" }));
  }, { mode: "read" });
}

function firstOfMonth(day: IsoDate | null): IsoDate | null {
  return day && `${day.slice(0, 7)}-01` as IsoDate;
}
