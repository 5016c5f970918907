import { present } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { withControl } from "../platform/db/tenant.ts";
import { sqlState, type Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import { ADVANCE_PROCEDURE } from "./jobs.ts";
import {
  insertProcedure,
  loadProcedure,
  lockProcedure,
  moveOn,
  noteFailure,
  type ProcedureKey,
  type ProcedureRow,
} from "./procedure_store.ts";

/** What a step is told. */
export interface StepInfo<C> {
  readonly ctx: PersonCtx;
  readonly tenantId: Uuid;
  /** What the steps before have found out. */
  readonly cursor: C;
}

/** A step in control: its work and the procedure's progress are one transaction, so it happens exactly once. */
export interface ControlStep<C> {
  readonly name: string;
  readonly in: "control";
  /** Returns the cursor for the steps that follow. */
  readonly run: (tx: Tx, info: StepInfo<C>) => Promise<C>;
  readonly undo?: (info: StepInfo<C>) => Promise<void>;
}

/** A step in a cell: it opens one transaction there, and must be safe to run twice. */
export interface CellStep<C> {
  readonly name: string;
  readonly in: "cell";
  readonly run: (info: StepInfo<C>) => Promise<C>;
  /** Takes back what `run` did, whole, half or not at all; with an operator's role, in one transaction. */
  readonly undo?: (info: StepInfo<C>) => Promise<void>;
}

/** A kind of procedure: its name and its steps, in order. */
export interface ProcedureKind<C> {
  readonly kind: string;
  readonly steps: readonly (ControlStep<C> | CellStep<C>)[];
}

/** Kinds by name. */
export type ProcedureKinds = ReadonlyMap<string, ProcedureKind<unknown>>;

/** A kind among others: what its cursor holds is the business of its own steps, which wrote it. */
export function withAnyCursor<C>(kind: ProcedureKind<C>): ProcedureKind<unknown> {
  return kind as unknown as ProcedureKind<unknown>;
}

/** Begins a procedure in the transaction that causes it; a job brings it to its end, whoever else advances it. */
export async function startProcedure<C>(
  tx: Tx,
  ctx: PersonCtx,
  start: { kind: ProcedureKind<C>; tenantId: Uuid; idempotencyKey: string; cursor: C },
): Promise<ProcedureKey> {
  const { tenantId, idempotencyKey, cursor } = start;
  const { kind } = start.kind;
  const id = await insertProcedure(tx, ctx, { tenantId, id: newId(), kind, idempotencyKey, cursor });
  const payload = { tenantId, procedureId: id };
  await enqueue(tx, ADVANCE_PROCEDURE, { tenantId, payload, dedupeKey: id, priority: 5 });
  return { tenantId, id };
}

/**
 * Runs the steps that are left. Several processes may do this at once: a step in control is taken by one of them under
 * the row's lock, a step in a cell is safe to run twice. A failure is noted and thrown.
 */
export async function runProcedure(
  ctx: PersonCtx,
  key: ProcedureKey,
  { kinds }: { kinds: ProcedureKinds },
): Promise<void> {
  try {
    let at = await standing(key);
    while (at.state === "running") {
      await runStep(ctx, { key, at, kind: kindOf(kinds, at) });
      at = await standing(key);
    }
  } catch (error) {
    await withControl(key, (tx) => noteFailure(tx, ctx, { ...key, reason: reasonOf(error) }));
    throw error;
  }
}

/** The kind of a procedure that was loaded. */
export function kindOf(kinds: ProcedureKinds, at: ProcedureRow): ProcedureKind<unknown> {
  return present(kinds.get(at.kind), `procedure ${at.kind}`);
}

async function runStep(
  ctx: PersonCtx,
  { key, at, kind }: { key: ProcedureKey; at: ProcedureRow; kind: ProcedureKind<unknown> },
): Promise<void> {
  const step = present(kind.steps[at.step], `step ${at.step} of ${kind.kind}`);
  const isLast = at.step === kind.steps.length - 1;
  const info = { ctx, tenantId: key.tenantId, cursor: at.cursor };
  if (step.in === "cell") {
    const cursor = await step.run(info);
    await withControl(key, (tx) => moveOn(tx, ctx, { ...key, from: at.step, cursor, isLast }));
    return;
  }
  await withControl(key, async (tx) => {
    const now = await lockProcedure(tx, key);
    if (now?.state !== "running" || now.step !== at.step) return;
    const cursor = await step.run(tx, info);
    await moveOn(tx, ctx, { ...key, from: at.step, cursor, isLast });
  });
}

async function standing(key: ProcedureKey): Promise<ProcedureRow> {
  return present(await withControl(key, (tx) => loadProcedure(tx, key), { mode: "read" }), `procedure ${key.id}`);
}

/** A code for the console: never a message that could hold a name. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  return sqlState(error) ?? (error instanceof Error ? error.name : "unknown");
}
