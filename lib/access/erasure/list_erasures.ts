import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { refuse } from "../refusals.ts";
import type { Erasure, ErasureKey } from "./erasure.ts";
import { loadErasure, loadErasures } from "./erasure_store.ts";

/** The erasures of one dossier or of all, for the console, the youngest first; 200 at most. */
export async function listErasures(_ctx: PersonCtx, tenantId: Uuid | null = null): Promise<readonly Erasure[]> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadErasures(tx, tenantId));
}

/** One erasure, for the console. Refuses `no_erasure` (404). */
export async function getErasure(_ctx: PersonCtx, key: ErasureKey): Promise<Erasure> {
  const found = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadErasure(tx, key));
  if (!found) throw refuse("no_erasure");
  return found;
}
