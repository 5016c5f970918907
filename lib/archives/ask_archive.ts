import { closedYears, type Period, readLogHead, readLogSpan } from "../antifraud/mod.ts";
import { present } from "../base/assert.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { addSeconds, addToDate, dayOf, formatDate, type IsoDate, startOfDay } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { type Company, loadCompany, recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { newId } from "../platform/random.ts";
import { yearNamed } from "./archive_years.ts";
import type { StoredArchive } from "./archive.ts";
import { countSince, findArchive, insertArchive, isOneUnderWay, lockQueue, periodsUnderWay } from "./archive_store.ts";
import { beginNext } from "./begin_next.ts";
import { refuse } from "./refusals.ts";

/** Archives that a dossier may ask for in twenty-four hours. */
export const MOST_A_DAY = 20;
const DAY_S = 86_400;

/** What is asked, in whole days of the company's time zone. */
export interface ArchiveWish {
  readonly id: Uuid;
  /** A fiscal year by its name (`2026`, `2026-07-01`), two days, both inside, or everything that was ever sealed. */
  readonly period: string | { readonly from: IsoDate; readonly to: IsoDate } | "whole";
  /** Takes a period that is not over for what it holds at this moment. */
  readonly soFar?: boolean;
}

/**
 * Asks for the archive of a period or of everything; jobs make it. The same id asked again gives the same archive.
 * Right `sealed_log:archive`. Refuses `year_unknown`, `period_form`, `not_over`, `nothing_sealed`, `under_way` (one at
 * a time), `too_many`, `id_taken`.
 */
export async function askArchive(ctx: Ctx, wish: ArchiveWish): Promise<{ id: Uuid }> {
  authorize(ctx, "sealed_log:archive");
  const wanted = await newArchive(ctx, wish);
  return await withTenant(ctx, async (tx) => {
    await lockQueue(tx, ctx);
    const known = await findArchive(tx, ctx, wish.id);
    if (known) return sameAs(known, wanted);
    if (!("fromOn" in wanted)) throw wanted;
    if (await isOneUnderWay(tx, ctx)) throw refuse("under_way");
    await refuseTooMany(tx, ctx, 1);
    await write(tx, ctx, wanted);
    await beginNext(tx, ctx);
    return { id: wish.id };
  });
}

/**
 * Asks for several at once, as far as each period goes today; they are made one after the other. A period that waits or
 * is being made already is left out, so is one in which nothing was sealed. Right `sealed_log:archive`. Refuses
 * `too_many`.
 */
export async function askArchives(
  ctx: Ctx,
  periods: readonly { readonly from: IsoDate; readonly to: IsoDate }[],
): Promise<void> {
  authorize(ctx, "sealed_log:archive");
  const wanted: StoredArchive[] = [];
  for (const { from, to } of periods) {
    const archive = await newArchive(ctx, { id: newId(), period: { from, to }, soFar: true });
    if ("fromOn" in archive) wanted.push(archive);
  }
  if (wanted.length === 0) return;
  await withTenant(ctx, async (tx) => {
    await lockQueue(tx, ctx);
    const waiting = await periodsUnderWay(tx, ctx);
    const lacking = wanted.filter(({ fromOn, toOn }) =>
      !waiting.some((other) => other.fromOn === fromOn && other.toOn === toOn)
    );
    await refuseTooMany(tx, ctx, lacking.length);
    for (const archive of lacking) await write(tx, ctx, archive);
    await beginNext(tx, ctx);
  });
}

async function refuseTooMany(tx: Tx, ctx: Ctx, more: number): Promise<void> {
  const recent = await countSince(tx, ctx, addSeconds(ctx.now, -DAY_S));
  if (recent + more > MOST_A_DAY) throw refuse("too_many", { values: { most: String(MOST_A_DAY) } });
}

async function write(tx: Tx, ctx: Ctx, archive: StoredArchive): Promise<void> {
  await insertArchive(tx, archive);
  const summary = `Archive demandée : du ${formatDate(archive.fromOn)} au ${formatDate(archive.toOn)}`;
  await recordActivity(tx, ctx, { verb: "askArchive", subject: { kind: "archive", id: archive.id }, summary });
}

/** Asked twice: a period that could not be asked any more still gives the archive that it gave. */
function sameAs(known: StoredArchive, wanted: StoredArchive | Error): { id: Uuid } {
  const isOther = "fromOn" in wanted &&
    (known.isWhole !== wanted.isWhole || (!wanted.isWhole && known.fromOn !== wanted.fromOn));
  if (isOther) throw refuse("id_taken");
  return { id: known.id };
}

/** The archive as it would be asked now, or the refusal. */
async function newArchive(ctx: Ctx, wish: ArchiveWish): Promise<StoredArchive | Error> {
  const [company, closed] = await withTenant(
    ctx,
    async (tx) => [await loadCompany(tx, ctx), await closedYears(tx, ctx)] as const,
    { mode: "read" },
  );
  const period = wish.period === "whole" ? null : daysOf(wish.period, { company, closed });
  if (period && period.to < period.from) return refuse("period_form");
  const until = period && startOfDay(addToDate(period.to, { days: 1 }), company.timeZone);
  const isOver = !until || until <= ctx.now;
  if (period && !isOver && !wish.soFar) return refuse("not_over", { values: { to: formatDate(period.to) } });
  const span = await readLogSpan(ctx, {
    from: period && startOfDay(period.from, company.timeZone),
    until: isOver ? until : null,
  });
  if (!span) return refuse("nothing_sealed");
  const head = present(await readLogHead(ctx), "chain of the dossier");
  const lastDay = isOver && period ? period.to : dayOf(ctx.now, company.timeZone);
  return {
    tenantId: ctx.tenantId,
    id: wish.id,
    isWhole: period === null,
    fromOn: period?.from ?? dayOf(span.first.at, company.timeZone),
    toOn: lastDay,
    state: "waiting",
    step: 0,
    cursor: null,
    chainId: head.chainId,
    companyName: company.name,
    companySiren: company.siren,
    firstSeq: span.first.seq,
    lastSeq: span.last.seq,
    prevHash: span.first.prevHash,
    headHash: span.last.hash,
    doneUnits: 0,
    totalUnits: 0,
    ...NOT_YET,
    askedAt: ctx.now,
    askedBy: ctx.personId,
  };
}

function daysOf(
  period: Exclude<ArchiveWish["period"], "whole">,
  years: { readonly company: Company; readonly closed: readonly Period[] },
): { from: IsoDate; to: IsoDate } {
  if (typeof period !== "string") return period;
  const year = yearNamed(period, years);
  if (!year) throw refuse("year_unknown");
  return year;
}

const NOT_YET = {
  manifestSha256: null,
  files: null,
  bytes: null,
  parts: [],
  failure: null,
  doneAt: null,
  sealSeq: null,
} as const;
