import type { PersonCtx } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import { readActReason } from "../../identity/mod.ts";
import { abandonProcedure } from "../abandon_procedure.ts";
import { noteAct } from "../acts/note_act.ts";
import { onControl } from "../cells/ask_cell.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { cancelConsoleProcedure } from "../procedures/cancel_console_procedure.ts";
import { CONSOLE_PROCEDURES } from "../procedures/kinds.ts";
import { refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { selectProcedure } from "./procedure_query.ts";

/**
 * Cancels a procedure of either program, with a reason: its steps are undone, the last first. Those of the console by
 * its next turns; those of the product, which are short, at once, or when their cell answers again.
 * Refuses `act_reason` (422), `procedure_unknown` (404), `procedure_ended`, `procedure_decided` (409).
 */
export async function cancelProcedure(
  ctx: PersonCtx,
  by: Operator,
  { reason: typed, ...key }: ProcedureKey & { readonly reason: string },
): Promise<void> {
  const reason = readActReason(typed);
  const found = await onControl((tx) => selectProcedure(tx, key));
  if (!found) throw refuse("procedure_unknown");
  if (found.runner === "console") {
    return await cancelConsoleProcedure(ctx, key, { by, reason, kinds: CONSOLE_PROCEDURES });
  }
  // The dossier may not be in the directory, and leaves it: the act stands with the procedure.
  const noted = { at: ctx.now, act: "cancel_procedure", subject: { kind: "procedure", id: key.id }, reason } as const;
  try {
    await abandonProcedure(ctx, key, { onBegin: (tx) => noteAct(tx, by, noted) });
  } catch (error) {
    // Its cell does not answer: it is marked, its page says what it waits for, and it ends when the cell answers.
    if (!(error instanceof Refusal) || error.status !== 503) throw error;
  }
}
