import type { PersonCtx } from "../base/ctx.ts";
import { addSeconds } from "../base/dates.ts";
import { Refusal } from "../base/refusal.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withOperator } from "../platform/db/tenant.ts";
import { sqlState, type Tx } from "../platform/db/transaction.ts";
import { log } from "../platform/log.ts";
import { PROCEDURES } from "./advance_procedure.ts";
import { kindOf, type ProcedureKinds } from "./procedure.ts";
import {
  lockProcedure,
  markAbandoned,
  noteFailure,
  type ProcedureKey,
  type ProcedureRow,
  selectAbandoning,
} from "./procedure_store.ts";
import { refuse } from "./refusals.ts";

/** How a procedure is given up. */
export interface AbandonOptions {
  readonly kinds?: ProcedureKinds;
  /** Done in the transaction that marks it as given up: who wants it, and why. */
  readonly onBegin?: (tx: Tx) => Promise<void>;
}

/**
 * Gives a procedure up: undoes its steps, the last begun first, then forgets its cursor. A step that cannot be undone
 * now is noted with its cause, and fails; `finishAbandoned` goes on later.
 * Refuses: `procedure_unknown` (404), `procedure_ended` (409).
 */
export async function abandonProcedure(
  ctx: PersonCtx,
  key: ProcedureKey,
  { kinds = PROCEDURES, onBegin }: AbandonOptions = {},
): Promise<void> {
  const at = await onControl(async (tx) => {
    const found = await beginAbandon(tx, ctx, key);
    await onBegin?.(tx);
    return found;
  });
  const begun = kindOf(kinds, at).steps.slice(0, at.step + 1);
  try {
    for (const step of begun.toReversed()) await step.undo?.({ ctx, tenantId: key.tenantId, cursor: at.cursor });
  } catch (error) {
    const reason = error instanceof Refusal ? error.code : sqlState(error) ?? "unknown";
    await onControl((tx) => noteFailure(tx, ctx, { ...key, reason }));
    throw error;
  }
  await onControl((tx) => markAbandoned(tx, ctx, { ...key, state: "abandoned" }));
}

/**
 * Goes on with every procedure of the product that is being given up and has rested for a minute: its cell was down, or
 * the program that undid it has died. What fails again waits for the next time. How many came to their end.
 */
export async function finishAbandoned(ctx: PersonCtx, { kinds = PROCEDURES }: AbandonOptions = {}): Promise<number> {
  const waiting = await onControl((tx) => selectAbandoning(tx, addSeconds(ctx.now, -RESTED_S)));
  let ended = 0;
  for (const key of waiting) {
    try {
      await abandonProcedure(ctx, key, { kinds });
      ended++;
    } catch (error) {
      if (!(error instanceof Refusal)) {
        log("error", "instances.undo_failed", { procedure: key.id, code: sqlState(error) });
      }
    }
  }
  return ended;
}

/** How long one that is being given up is left to whoever undoes it, in seconds. */
const RESTED_S = 60;

/** Once marked, no process runs another step. */
async function beginAbandon(tx: Tx, ctx: PersonCtx, key: ProcedureKey): Promise<ProcedureRow> {
  const at = await lockProcedure(tx, key);
  if (!at) throw refuse("procedure_unknown");
  if (at.state === "done" || at.state === "abandoned") throw refuse("procedure_ended");
  await markAbandoned(tx, ctx, { ...key, state: "abandoning" });
  return at;
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
