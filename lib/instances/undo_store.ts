import { and, eq, sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { instances } from "./schema.ts";

/** In control, as an operator: forgets a dossier that was reserved and never opened; its address is free again. */
export async function dropReservation(tx: Tx, tenantId: Uuid): Promise<void> {
  await tx.delete(instances).where(and(eq(instances.tenantId, tenantId), eq(instances.state, "provisioning")));
}

/** In the cell, as an operator: closes the fence of a dossier that nobody ever entered. */
export async function closeStillborn(tx: Tx, tenantId: Uuid): Promise<void> {
  await rows(tx, sql`select cell.fence_close(${tenantId}, 'moved')`);
}
