import { present } from "../base/assert.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { addSeconds } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { elapsedMs } from "../platform/clock.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { sqlState, type Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import { compareOn, type Disagreement } from "./agreement.ts";
import { listKeys, readHead } from "./chain_store.ts";
import { openWalk } from "./chain_walk.ts";
import type { BadRecord } from "./faults.ts";
import { CHECK_LOG } from "./jobs.ts";
import {
  agreementFromStored,
  agreementToStored,
  CHECK_START,
  type CheckFault,
  type CheckOutcome,
  type LogCheck,
  walkFromStored,
  walkToStored,
} from "./log_check.ts";
import { findCheck, finishCheckRow, insertCheck, lockCheck, moveCheck, runningCheck } from "./log_check_store.ts";
import { refuse } from "./refusals.ts";
import { seal } from "./seal.ts";
import { endFault, walkSlice } from "./verify.ts";
import { askWitness } from "./witness.ts";

/** How long the request that asks goes on by itself: some 20,000 records; a longer log is left to the job. */
export const CHECK_BUDGET_MS = 2_000;
/** When a verification whose request died is taken up. */
const TAKE_UP_S = 30;

/**
 * Verifies the sealed log, chain then agreement, then asks the witnesses, and seals what was found (`log_verified`). A
 * short log is done with
 * at once; a longer one goes on by a job, in slices, and whoever asks meanwhile gets the one that is under way. Right
 * `sealed_log:read`. Refuses `no_chain`.
 */
export async function checkLog(ctx: Ctx, { budgetMs = CHECK_BUDGET_MS } = {}): Promise<LogCheck> {
  authorize(ctx, "sealed_log:read");
  const check = await withTenant(ctx, (tx) => begin(tx, ctx));
  return await advanceCheck(ctx, check.id, { budgetMs });
}

async function begin(tx: Tx, ctx: Ctx): Promise<LogCheck> {
  const { tenantId } = ctx;
  const running = await runningCheck(tx, tenantId);
  if (running) return running;
  const head = await readHead(tx, tenantId);
  if (!head) throw refuse("no_chain");
  const check: LogCheck = {
    id: newId(),
    askedAt: ctx.now,
    askedBy: ctx.personId,
    headSeq: head.headSeq,
    headHash: head.headHash,
    part: "chain",
    state: CHECK_START,
    finishedAt: null,
    outcome: null,
    sealSeq: null,
  };
  if (!await insertCheck(tx, tenantId, check)) {
    return present(await runningCheck(tx, tenantId), "verification under way");
  }
  const runAt = addSeconds(ctx.now, TAKE_UP_S);
  await enqueue(tx, CHECK_LOG, { tenantId, payload: { checkId: check.id }, dedupeKey: check.id, runAt });
  return check;
}

/** Takes a verification further until it is done or its time is up; what remains is asked of a job. */
export async function advanceCheck(ctx: Ctx, id: Uuid, { budgetMs }: { budgetMs: number }): Promise<LogCheck> {
  const start = elapsedMs(0), key = { tenantId: ctx.tenantId, id };
  let check = present(await withTenant(ctx, (tx) => findCheck(tx, key), { mode: "read" }), "verification");
  while (check.part !== "done") {
    const next = await step(ctx, check);
    if (next.part === "done") return await finish(ctx, next);
    const isLate = elapsedMs(start) > budgetMs;
    const isOurs = await withTenant(ctx, async (tx) => {
      if (!await moveCheck(tx, { tenantId: ctx.tenantId, from: check, to: next })) return false;
      const dedupeKey = `${id}:${next.part}:${next.state.walk.seq}:${next.state.agreement.seq}`;
      if (isLate) await enqueue(tx, CHECK_LOG, { tenantId: ctx.tenantId, payload: { checkId: id }, dedupeKey });
      return true;
    });
    // Somebody else takes it further: two would only do the same work.
    if (!isOurs || isLate) return next;
    check = next;
  }
  return check;
}

/** One slice of the part that is under way. */
async function step(ctx: Ctx, check: LogCheck): Promise<LogCheck> {
  return check.part === "chain" ? await chainStep(ctx, check) : await agreementStep(ctx, check);
}

async function chainStep(ctx: Ctx, check: LogCheck): Promise<LogCheck> {
  const keys = await withTenant(ctx, (tx) => listKeys(tx, ctx.tenantId), { mode: "read", oneStatement: true });
  const chain = await withTenant(ctx, (tx) => readHead(tx, ctx.tenantId), { mode: "read", oneStatement: true });
  const { headSeq, headHash } = check;
  const from = walkFromStored(check.state.walk);
  const walk = openWalk({ chainId: present(chain, "chain").chainId, headSeq }, { keys, from });
  const { isOver, bad } = await walkSlice(ctx, walk);
  const found = isOver ? bad ?? await endFault(ctx, walk, { headSeq, headHash }) : null;
  const state = { ...check.state, walk: walkToStored(walk.state), bad: found && faultIn(found) };
  return { ...check, part: isOver ? "agreement" : "chain", state };
}

async function agreementStep(ctx: Ctx, check: LogCheck): Promise<LogCheck> {
  const { state, first, isOver } = await compareOn(ctx, agreementFromStored(check.state.agreement));
  const next = { ...check, state: { ...check.state, agreement: agreementToStored(state) } };
  if (!isOver) return next;
  return { ...next, part: "done", outcome: { ...outcomeOf(next, first), witness: await askWitness(ctx) } };
}

function outcomeOf({ state: { walk, agreement, bad } }: LogCheck, disagreement: Disagreement | null): CheckOutcome {
  return {
    ok: bad === null,
    agreementOk: disagreement === null,
    records: walk.seq,
    headHash: walk.hash,
    signatures: walk.signatures,
    erased: walk.erased,
    compared: agreement.compared,
    skipped: agreement.skipped,
    firstBad: bad,
    disagreement: disagreement && faultIn(disagreement),
  };
}

function faultIn({ code, seq, reason }: BadRecord | Disagreement): CheckFault {
  return { code, seq: seq === null ? null : String(seq), reason };
}

/** Seals the result. A chain forged beyond its head takes no record: what was found is kept all the same. */
async function finish(ctx: Ctx, check: LogCheck): Promise<LogCheck> {
  try {
    return await withTenant(ctx, (tx) => write(tx, ctx, { check, isSealed: true }));
  } catch (error) {
    if (sqlState(error) !== "23505") throw error;
    return await withTenant(ctx, (tx) => write(tx, ctx, { check, isSealed: false }));
  }
}

async function write(
  tx: Tx,
  ctx: Ctx,
  { check, isSealed }: { check: LogCheck; isSealed: boolean },
): Promise<LogCheck> {
  const key = { tenantId: ctx.tenantId, id: check.id };
  const known = present(await lockCheck(tx, key), "verification");
  if (known.part === "done") return known;
  const { ok, records, headHash, agreementOk, firstBad, witness } = present(check.outcome, "outcome");
  const done = { ...check, finishedAt: ctx.now };
  if (!isSealed) {
    await finishCheckRow(tx, key, done);
    return done;
  }
  const payload = {
    ok,
    records: BigInt(records),
    headHash,
    agreementOk,
    firstBad: firstBad?.seq ? BigInt(firstBad.seq) : null,
    // What was found at this moment: whoever reads the log later asks the anchors again.
    anchors: witness?.compared ?? 0,
    anchorsOk: witness && witness.compared > 0 ? witness.firstBad === null : null,
  };
  let sealSeq: bigint | null = null;
  await seal(tx, ctx, [{ type: "log_verified", subjectId: null, payload }], {
    write: async ([own]) => {
      sealSeq = own!.seq;
      await finishCheckRow(tx, key, { ...done, sealSeq });
    },
  });
  return { ...done, sealSeq };
}
