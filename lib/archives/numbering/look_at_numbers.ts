import { type LogMarks, readLogMarks } from "../../antifraud/mod.ts";
import { authorize, type Ctx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import { Refusal } from "../../base/refusal.ts";
import { elapsedMs } from "../../platform/clock.ts";
import { toHex } from "../../platform/crypto.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { enqueue } from "../../platform/jobs.ts";
import { readCounters } from "../../sales/mod.ts";
import { READ_NUMBERS } from "../jobs.ts";
import { KEPT_FROM, type NumberReading, type Rewritten } from "./number_reading.ts";
import { loadReading, moveReading } from "./number_reading_store.ts";
import { type NumberingProof, NumberTally, TALLY_START } from "./numbered_series.ts";
import { count, readNumbers } from "./numbers_of_log.ts";

/** How long a look goes on by itself; a longer log is left to the job. */
export const LOOK_BUDGET_MS = 2_000;
/** A job that has not been heard of for so long is no longer waited for. */
const FOLLOWED_S = 60;

/** How a look goes on; the defaults are those of the pages. */
export interface LookOptions {
  readonly budgetMs?: number;
  /** Records read at once. */
  readonly slice?: number;
  /** Records up to which nothing is kept. */
  readonly keptFrom?: number;
}

/** What is proved of the numbers, and how far the log was read for it. */
export interface NumberingLook extends NumberingProof {
  readonly reading: {
    /** True when nothing is left to read: then, and only then, the proof is about the whole log. */
    readonly isWhole: boolean;
    /** True while a job goes on; otherwise the next look does. */
    readonly isUnderWay: boolean;
    /** The record up to which all was read, and the last of the log. */
    readonly upTo: bigint;
    readonly head: bigint;
    /** Up to which record this look relied on what was read before, 0 where it read all; and since when. */
    readonly keptUpTo: bigint;
    readonly begunAt: NumberReading["begunAt"];
    /** A record that was found changed or gone since an earlier reading. */
    readonly rewritten: Rewritten | null;
  };
}

/**
 * What is proved of the numbers at this moment, as `readNumbering` would say it of records that nobody changed since
 * they were read: each look goes on behind the last record of the look before, for two seconds at most, a job goes on
 * with the rest. A short log is read anew each time. Right `sealed_log:read`.
 */
export async function lookAtNumbers(ctx: Ctx, options: LookOptions = {}): Promise<NumberingLook> {
  authorize(ctx, "sealed_log:read");
  const standing = await standingReading(ctx);
  return isFollowed(ctx, standing.reading) ? tellAsItStands(standing) : await goOn(ctx, standing, options);
}

/**
 * The same, beginning with the first record again; one that began anew and is still under way is followed. Right
 * `sealed_log:read`.
 */
export async function rereadNumbers(ctx: Ctx, options: LookOptions = {}): Promise<NumberingLook> {
  authorize(ctx, "sealed_log:read");
  const standing = await standingReading(ctx);
  if (isFollowed(ctx, standing.reading)) return tellAsItStands(standing);
  const { marks, reading: { rewritten } } = standing;
  return await goOn(ctx, { ...standing, reading: fromTheStart(ctx, { marks, rewritten }) }, options);
}

/** Takes a reading further, whoever waits for it; the part of the job. */
export async function advanceNumbers(ctx: Ctx, options: LookOptions = {}): Promise<NumberingLook> {
  return await goOn(ctx, await standingReading(ctx), options);
}

/** Where a dossier's reading stands: the row that is kept, and the reading to go on with, which may begin anew. */
export interface Standing {
  readonly kept: NumberReading | null;
  readonly reading: NumberReading;
  readonly marks: LogMarks;
}

/**
 * The reading to go on with. What was kept counts no more where its last record is another one now, which is then told,
 * or where contents were erased since.
 */
export async function standingReading(ctx: Ctx): Promise<Standing> {
  const { tenantId } = ctx;
  const kept = await withTenant(ctx, (tx) => loadReading(tx, tenantId), { mode: "read", oneStatement: true });
  const marks = await readLogMarks(ctx, kept?.seq ?? 0n) ?? NO_MARKS;
  if (!kept) return { kept, marks, reading: fromTheStart(ctx, { marks, rewritten: null }) };
  const isSame = toHex(marks.hash ?? NOTHING) === toHex(kept.hash);
  if (isSame && marks.erasure === kept.erasure) return { kept, marks, reading: kept };
  const rewritten = isSame ? kept.rewritten : { seq: kept.seq, at: ctx.now };
  return { kept, marks, reading: fromTheStart(ctx, { marks, rewritten }) };
}

const NOTHING = new Uint8Array();
const NO_MARKS: LogMarks = { head: 0n, hash: null, erasure: 0n };

function fromTheStart(
  { now }: Ctx,
  { marks, rewritten }: { marks: LogMarks; rewritten: Rewritten | null },
): NumberReading {
  const times = { begunAt: now, readAt: now };
  return { seq: 0n, hash: NOTHING, tally: TALLY_START, erasure: marks.erasure, ...times, isUnderWay: false, rewritten };
}

function isFollowed({ now }: Ctx, { isUnderWay, readAt }: NumberReading): boolean {
  return isUnderWay && readAt > addSeconds(now, -FOLLOWED_S);
}

function tellAsItStands({ reading, marks }: Standing): NumberingLook {
  return told(reading, { marks, keptUpTo: reading.seq, proof: new NumberTally(reading.tally).told(), isWhole: false });
}

async function goOn(ctx: Ctx, standing: Standing, options: LookOptions): Promise<NumberingLook> {
  const { budgetMs = LOOK_BUDGET_MS, slice, keptFrom = KEPT_FROM } = options;
  const { reading, kept, marks } = standing;
  // Before the log: an issue in between is then in the log, and the counters of after know it.
  const before = await readCounters(ctx);
  const tally = new NumberTally(reading.tally), start = elapsedMs(0);
  let { seq, hash } = reading, isWhole = false;
  while (!isWhole) {
    const { numbers, isLast } = await readNumbers(ctx, { after: seq, limit: slice });
    for (const numbered of numbers) count(tally, numbered);
    ({ seq, hash } = numbers.at(-1) ?? { seq, hash });
    isWhole = isLast;
    if (elapsedMs(start) > budgetMs) break;
  }
  const next = { ...reading, seq, hash, tally: tally.state, readAt: ctx.now, isUnderWay: !isWhole };
  const isWorthKeeping = kept ? reading !== kept || hasMoved(kept, next) : next.tally.records >= keptFrom || !isWhole;
  const isKept = !isWorthKeeping || await keep(ctx, { from: kept, to: next });
  const proof = isWhole ? tally.close({ before, after: await readCounters(ctx) }) : tally.told();
  const seen = { ...next, isUnderWay: !isWhole && isKept };
  return told(seen, { marks, keptUpTo: reading.seq, proof, isWhole });
}

function hasMoved(kept: NumberReading, next: NumberReading): boolean {
  return kept.seq !== next.seq || kept.isUnderWay !== next.isUnderWay;
}

/** Keeps what was read, and asks the job for the rest. A dossier that takes no writes any more keeps nothing. */
async function keep(ctx: Ctx, { from, to }: { from: NumberReading | null; to: NumberReading }): Promise<boolean> {
  const { tenantId } = ctx;
  // A guest writes nothing of his own: this is what the program knows of the log, as anybody's look leaves it.
  const writing: Ctx = { ...ctx, isReadOnly: false };
  try {
    await withTenant(writing, async (tx) => {
      const isOurs = await moveReading(tx, { tenantId, from, to });
      const dedupeKey = `numbers:${to.begunAt}:${to.seq}`;
      if (isOurs && to.isUnderWay) await enqueue(tx, READ_NUMBERS, { tenantId, payload: {}, dedupeKey });
    });
    return true;
  } catch (error) {
    if (error instanceof Refusal && (error.status === 423 || error.status === 503)) return false;
    throw error;
  }
}

function told(
  reading: NumberReading,
  { marks, keptUpTo, proof, isWhole }: {
    marks: LogMarks;
    keptUpTo: bigint;
    proof: NumberingProof;
    isWhole: boolean;
  },
): NumberingLook {
  const { seq, isUnderWay, begunAt, rewritten } = reading;
  const head = seq > marks.head ? seq : marks.head;
  const upTo = isWhole ? head : seq;
  return { ...proof, reading: { isWhole, isUnderWay, upTo, head, keptUpTo, begunAt, rewritten } };
}
