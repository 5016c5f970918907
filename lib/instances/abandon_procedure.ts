import type { PersonCtx } from "../base/ctx.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withOperator } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { PROCEDURES } from "./advance_procedure.ts";
import { kindOf, type ProcedureKinds } from "./procedure.ts";
import { lockProcedure, markAbandoned, type ProcedureKey, type ProcedureRow } from "./procedure_store.ts";
import { refuse } from "./refusals.ts";

/** How a procedure is given up. */
export interface AbandonOptions {
  readonly kinds?: ProcedureKinds;
  /** Done in the transaction that marks it as given up: who wants it, and why. */
  readonly onBegin?: (tx: Tx) => Promise<void>;
}

/**
 * Gives a procedure up: undoes its steps, the last begun first, then forgets its cursor. Interrupted: call it again.
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
  for (const step of begun.toReversed()) await step.undo?.({ ctx, tenantId: key.tenantId, cursor: at.cursor });
  await onControl((tx) => markAbandoned(tx, ctx, { ...key, state: "abandoned" }));
}

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
