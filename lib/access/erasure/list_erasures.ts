import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { fold } from "../../base/text.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { firstPage } from "../../platform/keyset_query.ts";
import { refuse } from "../refusals.ts";
import type { Erasure, ErasureKey } from "./erasure.ts";
import { type ErasureFilter, ERASURES_PER_PAGE, selectErasurePage } from "./erasure_list_query.ts";
import { loadErasure, loadErasures } from "./erasure_store.ts";

/** One page of erasures. */
export interface ErasurePage {
  readonly rows: readonly Erasure[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** The erasures of all dossiers, the youngest first unless told otherwise, filtered by state and by name. */
export async function listAllErasures(_ctx: PersonCtx, filter: ErasureFilter = {}): Promise<ErasurePage> {
  const text = filter.text === undefined ? undefined : fold(filter.text), scope = { database: CONTROL } as const;
  const found = await withOperator(
    { ...scope, role: "ops_control" },
    (tx) => selectErasurePage(tx, { ...filter, text }),
  );
  return firstPage(found, ERASURES_PER_PAGE, ({ id }) => id);
}

/** The erasures of one dossier, for the console, the youngest first; 200 at most. */
export async function listErasures(_ctx: PersonCtx, tenantId: Uuid): Promise<readonly Erasure[]> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadErasures(tx, tenantId));
}

/** One erasure, for the console. Refuses `no_erasure` (404). */
export async function getErasure(_ctx: PersonCtx, key: ErasureKey): Promise<Erasure> {
  const found = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadErasure(tx, key));
  if (!found) throw refuse("no_erasure");
  return found;
}
