import type { Ctx } from "../../base/ctx.ts";
import type { ChangedState } from "../../instances/mod.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { recordAct } from "../record_act.ts";

const SUMMARIES: Readonly<Record<ChangedState["act"], string>> = {
  activate: "Dossier activé",
  suspend: "Dossier suspendu",
  reactivate: "Dossier réactivé",
  close: "Dossier fermé",
  reopen: "Dossier rouvert",
  keep: "Archive du dossier conservée",
  erase: "Dossier effacé",
};

/** Writes a change of state into « Qui a fait quoi », in the transaction that makes it. */
export async function recordStateChange(tx: Tx, ctx: Ctx, { act, tenantId }: ChangedState): Promise<void> {
  // In a dossier that leaves its cell nothing is written any more.
  if (act === "keep" || act === "erase") return;
  await recordAct(tx, ctx, {
    verb: `${act}Dossier`,
    subject: { kind: "dossier", id: tenantId },
    summary: SUMMARIES[act],
  });
}
