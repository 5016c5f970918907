import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Life } from "./life.ts";
import { loadLife } from "./life_store.ts";

/** Where a dossier stands in its life, for work of control; null where there is none. */
export async function findLife(tenantId: Uuid): Promise<Life | null> {
  return await withControl({ tenantId }, (tx) => loadLife(tx, tenantId), { mode: "read" });
}
