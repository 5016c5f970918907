import type { PersonCtx } from "../../base/ctx.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { ADVANCE_CONSOLE_PROCEDURE } from "../jobs.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { refuse } from "../refusals.ts";
import type { ConsoleStart } from "./console_procedure.ts";
import { insertConsoleProcedure } from "./console_procedure_store.ts";

/**
 * Begins a procedure of the console in the transaction of control (role `ops_control`) that causes it; the console's
 * job brings it to its end, turn by turn. Refuses `procedure_under_way` (409) where another exclusive one runs.
 */
export async function startConsoleProcedure<C>(tx: Tx, ctx: PersonCtx, start: ConsoleStart<C>): Promise<ProcedureKey> {
  const { tenantId, idempotencyKey, cursor, notBefore = null } = start;
  const { kind, isExclusive } = start.kind;
  const wish = { tenantId, id: newId(), kind, idempotencyKey, isExclusive, cursor, notBefore, at: ctx.now };
  const id = await insertConsoleProcedure(tx, wish);
  if (id === null) throw refuse("procedure_under_way");
  await enqueueTurn(tx, { tenantId, id }, { turn: 0, ...notBefore && { runAt: notBefore } });
  return { tenantId, id };
}

/** Asks for a turn, at once or later; the number of the one before makes asking twice give one. */
export async function enqueueTurn(
  tx: Tx,
  { tenantId, id }: ProcedureKey,
  { turn, runAt }: { turn: number | string; runAt?: ConsoleStart<unknown>["notBefore"] },
): Promise<void> {
  const payload = { tenantId, procedureId: id };
  const request = { tenantId, payload, dedupeKey: `${id}/${turn}`, priority: 5, ...runAt && { runAt } };
  await enqueue(tx, ADVANCE_CONSOLE_PROCEDURE, request);
}
