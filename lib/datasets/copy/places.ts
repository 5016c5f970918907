import type { Uuid } from "../../base/ids.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { Store } from "../../platform/storage/store.ts";

/** A dossier and the two cells between which it is copied. */
export interface Copying {
  readonly tenantId: Uuid;
  readonly from: string;
  readonly to: string;
  readonly filesFrom: Store;
  readonly filesTo: Store;
}

/** One transaction in the cell that is copied from, as `ops_mover`. */
export async function inSource<T>({ tenantId, from }: Copying, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await withOperator({ database: from, role: "ops_mover", tenantId }, work);
}

/** One transaction in the cell that is copied to, as `ops_mover`. */
export async function inTarget<T>({ tenantId, to }: Copying, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await withOperator({ database: to, role: "ops_mover", tenantId }, work);
}
