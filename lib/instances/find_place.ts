import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { loadPlace } from "./place_store.ts";

/** Where a dossier lives now, for work of control that reaches into it; null once it is erased. */
export async function findPlace(tenantId: Uuid): Promise<{ cell: string; epoch: number } | null> {
  return await withControl({ tenantId }, (tx) => loadPlace(tx, tenantId), { mode: "read" });
}
