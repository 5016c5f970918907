import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { refuse } from "../refusals.ts";
import type { Recovery, RecoveryKey } from "./recovery.ts";
import { loadRecoveries, loadRecovery } from "./recovery_store.ts";

/** The recoveries of one dossier or of all, for the console, the youngest first; 200 at most. */
export async function listRecoveries(_ctx: PersonCtx, tenantId: Uuid | null = null): Promise<readonly Recovery[]> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadRecoveries(tx, tenantId));
}

/** One recovery, for the console. Refuses `no_recovery` (404). */
export async function getRecovery(_ctx: PersonCtx, key: RecoveryKey): Promise<Recovery> {
  const found = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadRecovery(tx, key));
  if (!found) throw refuse("no_recovery");
  return found;
}
