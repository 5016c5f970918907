import type { PersonCtx } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { onControl } from "../cells/ask_cell.ts";
import { keepDeclaredSirets, selectDeclaredSirets } from "./siret_store.ts";

/** Keeps in control which SIRETs the dossiers of a cell declare; nothing when it does not answer. */
export async function sampleSirets({ now: at }: PersonCtx, cell: string): Promise<void> {
  try {
    const declared = await withOperator({ database: cell, role: "ops_reader" }, selectDeclaredSirets);
    await onControl((tx) => keepDeclaredSirets(tx, { cell, at, declared }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 503) throw error;
  }
}
