import { assert, present } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import { elapsedMs, now } from "../../platform/clock.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { sqlState, type Tx } from "../../platform/db/transaction.ts";
import { raiseAlert } from "../alerts/raise_alert.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import {
  type Budget,
  type ConsoleKinds,
  type ConsoleProcedureKind,
  type ConsoleStep,
  RollBack,
  type Slice,
  type SliceInfo,
} from "./console_procedure.ts";
import {
  beginTurn,
  type ConsoleProcedureRow,
  endTurn,
  instantIn,
  loadConsoleProcedure,
  logProcedure,
  type ProcedureChange,
  type ProcedureLine,
  saveTurn,
  stayBusy,
} from "./console_procedure_store.ts";
import { enqueueTurn } from "./start_console_procedure.ts";

/** How long a turn goes on: hosted programs answer their clock within 20 s. */
export const TURN_MS = 10_000;
/** Failures of one step after which a procedure that has not decided yet is given up. */
export const MAX_FAILURES = 6;
/** Longest wait between two tries, in seconds. */
const MAX_BACK_OFF_S = 300;

/** How a turn is run. */
export interface TurnOptions {
  readonly kinds: ConsoleKinds;
  /** Milliseconds; `TURN_MS` unless a test wants shorter turns. */
  readonly budgetMs?: number;
}

/** One turn, with what it needs at every step. */
interface Turn {
  readonly ctx: PersonCtx;
  readonly key: ProcedureKey;
  readonly kind: ConsoleProcedureKind<unknown>;
  readonly budget: Budget;
}

/**
 * Advances a procedure for as long as the budget lasts, slice by slice, and asks for the next turn where there is more
 * to do. A failure is noted, tried again later, and after several gives the procedure up, unless it has decided: then
 * it is tried again for ever, and an alert says so. Returns false once nothing is left to do, or nothing for this turn.
 */
export async function runTurn(
  ctx: PersonCtx,
  key: ProcedureKey,
  { kinds, budgetMs = TURN_MS }: TurnOptions,
): Promise<boolean> {
  const at = await onControl((tx) => beginTurn(tx, key));
  if (at === null) return false;
  const since = elapsedMs(0);
  const budget = { left: () => budgetMs - elapsedMs(since) };
  const turn: Turn = { ctx, key, kind: present(kinds.get(at.kind), `procedure ${at.kind}`), budget };
  const outcome = await advance(turn, at);
  return await onControl(async (tx) => {
    if (!await endTurn(tx, key, at.turn) || outcome === "ended") return false;
    const next = outcome.waitS > 0 ? { runAt: await instantIn(tx, outcome.waitS) } : {};
    await enqueueTurn(tx, key, { turn: at.turn, ...next });
    return true;
  });
}

type Outcome = "ended" | { readonly waitS: number };

/** Slices until the budget is spent; at least one, so that every turn gets somewhere. */
async function advance(turn: Turn, first: ConsoleProcedureRow): Promise<Outcome> {
  if (first.dueInS > 0 && first.state === "running") return { waitS: first.dueInS };
  let at: ConsoleProcedureRow | null = first;
  do {
    const waitS: number = await oneSlice(turn, at);
    at = await onControl((tx) => loadConsoleProcedure(tx, turn.key));
    if (at === null || at.turn !== first.turn || at.state === "done" || at.state === "abandoned") return "ended";
    if (waitS > 0) return { waitS };
  } while (turn.budget.left() > 0);
  return { waitS: 0 };
}

/** Seconds to wait before the next slice. */
async function oneSlice(turn: Turn, at: ConsoleProcedureRow): Promise<number> {
  const step = present(turn.kind.steps[at.step], `step ${at.step} of ${at.kind}`);
  const { ctx, budget, key: { tenantId, id: procedureId } } = turn;
  const decide = (work: (tx: Tx) => Promise<Decided>) => decideNow(turn, { at, step, work });
  const stay = async () => {
    if (!await onControl((tx) => stayBusy(tx, turn.key, at.turn))) throw new LostTurn();
  };
  const info = { ctx, tenantId, procedureId, cursor: at.cursor, budget, stay, decide };
  try {
    return await (at.state === "abandoning" ? undoSlice : runSlice)(turn, { at, step, info });
  } catch (error) {
    if (error instanceof LostTurn) return 0;
    return await failed(turn, { at, step, error });
  }
}

interface Present {
  readonly at: ConsoleProcedureRow;
  readonly step: ConsoleStep<unknown>;
  readonly info: SliceInfo<unknown>;
}

async function runSlice(turn: Turn, { at, step, info }: Present): Promise<number> {
  if (step.in === "slices") {
    const slice = await step.run(info);
    await onControl((tx) => saveSlice(tx, turn, { at, step, slice }));
    return slice.waitS ?? 0;
  }
  await decideNow(turn, { at, step, work: async (tx) => ({ cursor: await step.run(tx, info) }) });
  return 0;
}

type Decided = Pick<Slice<unknown>, "cursor" | "figures">;

/** Thrown where a turn may write no more: cancelled, or taken over. No failure of the step. */
class LostTurn extends Error {}

async function decideNow(
  turn: Turn,
  { at, step, work }: {
    at: ConsoleProcedureRow;
    step: ConsoleStep<unknown>;
    work: (tx: Tx) => Promise<Decided>;
  },
): Promise<void> {
  await onControl(async (tx) => {
    const slice = { ...await work(tx), isDone: true };
    // Undone with everything else when this turn is no longer the one that writes.
    if (!await saveSlice(tx, turn, { at, step, slice })) throw new LostTurn();
  });
}

async function saveSlice(
  tx: Tx,
  turn: Turn,
  { at, step, slice }: { at: ConsoleProcedureRow; step: ConsoleStep<unknown>; slice: Slice<unknown> },
): Promise<boolean> {
  const progress = { ...at.progress, ...slice.figures };
  const isLast = at.step === turn.kind.steps.length - 1;
  const ends = slice.isDone && isLast;
  const change: ProcedureChange = {
    // A procedure that is done needs its cursor no more.
    cursor: ends ? {} : slice.cursor,
    progress,
    attempts: 0,
    lastError: null,
    ...slice.isDone && !isLast && { step: at.step + 1 },
    ...ends && { state: "done" },
  };
  if (!await save(tx, turn, at, change)) return false;
  if (slice.isDone) await say(tx, turn, { step: step.name, event: "done", figures: slice.figures ?? {} });
  if (ends) await say(tx, turn, { step: step.name, event: "ended" });
  return true;
}

async function undoSlice(turn: Turn, { at, step, info }: Present): Promise<number> {
  const slice = step.undo ? await step.undo(info) : { cursor: at.cursor, isDone: true };
  const isOver = slice.isDone && at.step === 0;
  await onControl(async (tx) => {
    const change: ProcedureChange = {
      cursor: isOver ? {} : slice.cursor,
      attempts: 0,
      ...slice.isDone && at.step > 0 && { step: at.step - 1 },
      ...isOver && { state: "abandoned" },
    };
    if (!await save(tx, turn, at, change)) return;
    if (slice.isDone && step.undo) await say(tx, turn, { step: step.name, event: "undone" });
    if (isOver) await say(tx, turn, { step: step.name, event: "given_up" });
  });
  return slice.waitS ?? 0;
}

async function failed(
  turn: Turn,
  { at, step, error }: { at: ConsoleProcedureRow; step: ConsoleStep<unknown>; error: unknown },
): Promise<number> {
  const reason = reasonOf(error);
  const attempts = at.attempts + 1;
  const isHopeless = error instanceof RollBack || attempts >= MAX_FAILURES;
  const givesUp = at.state === "running" && isHopeless && !hasDecided(turn.kind, at.step);
  await onControl(async (tx) => {
    const change = givesUp ? { state: "abandoning" as const, attempts: 0 } : { attempts };
    if (!await save(tx, turn, at, { ...change, lastError: reason })) return;
    await say(tx, turn, { step: step.name, event: "failed", reason, figures: { attempts } });
    if (!givesUp && attempts < MAX_FAILURES) return;
    const kind = givesUp ? turn.kind.failure ?? "procedure_failed" : "procedure_stuck";
    const subject = { kind: "procedure", id: turn.key.id } as const;
    const figures = { dossier: turn.key.tenantId, step: step.name, reason, attempts };
    await raiseAlert(tx, { kind, subject, level: givesUp ? "warning" : "critical", at: now(), figures });
  });
  return givesUp ? 0 : Math.min(MAX_BACK_OFF_S, 2 ** attempts);
}

/** True once the deciding step is done: there is only forward. A kind without one only ever goes forward. */
export function hasDecided({ steps, decides }: ConsoleProcedureKind<unknown>, step: number): boolean {
  if (decides === null) return true;
  const place = steps.findIndex(({ name }) => name === decides);
  assert(place >= 0, `no step ${decides}`);
  return step > place;
}

async function save(tx: Tx, { key }: Turn, at: ConsoleProcedureRow, change: ProcedureChange): Promise<boolean> {
  return await saveTurn(tx, { key, at, now: now(), change });
}

async function say(tx: Tx, { key }: Turn, line: ProcedureLine): Promise<void> {
  await logProcedure(tx, key, line);
}

/** A code for the console: never a message that could hold a name. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal || error instanceof RollBack) return error.code;
  return sqlState(error) ?? (error instanceof Error ? error.name : "unknown");
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
