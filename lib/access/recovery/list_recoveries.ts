import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { fold } from "../../base/text.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { firstPage } from "../../platform/keyset_query.ts";
import { refuse } from "../refusals.ts";
import type { Recovery, RecoveryKey } from "./recovery.ts";
import { RECOVERIES_PER_PAGE, type RecoveryFilter, selectRecoveryPage } from "./recovery_list_query.ts";
import { loadRecoveries, loadRecovery } from "./recovery_store.ts";

/** One page of recoveries. */
export interface RecoveryPage {
  readonly rows: readonly Recovery[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** The recoveries of all dossiers, the youngest first unless told otherwise, filtered by state and by name. */
export async function listAllRecoveries(_ctx: PersonCtx, filter: RecoveryFilter = {}): Promise<RecoveryPage> {
  const text = filter.text === undefined ? undefined : fold(filter.text), scope = { database: CONTROL } as const;
  const found = await withOperator(
    { ...scope, role: "ops_control" },
    (tx) => selectRecoveryPage(tx, { ...filter, text }),
  );
  return firstPage(found, RECOVERIES_PER_PAGE, ({ id }) => id);
}

/** The recoveries of one dossier, for the console, the youngest first; 200 at most. */
export async function listRecoveries(_ctx: PersonCtx, tenantId: Uuid): Promise<readonly Recovery[]> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadRecoveries(tx, tenantId));
}

/** One recovery, for the console. Refuses `no_recovery` (404). */
export async function getRecovery(_ctx: PersonCtx, key: RecoveryKey): Promise<Recovery> {
  const found = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadRecovery(tx, key));
  if (!found) throw refuse("no_recovery");
  return found;
}
