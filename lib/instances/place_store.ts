import { and, eq, notInArray } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { instances } from "./schema.ts";

/** Cell and epoch of the dossier in scope, or null. */
export async function loadPlace(tx: Tx, tenantId: Uuid): Promise<{ cell: string; epoch: number } | null> {
  const isThere = and(
    eq(instances.tenantId, tenantId),
    notInArray(instances.state, ["provisioning", "kept", "erased"]),
  );
  const [found] = await tx.select({ cell: instances.cellId, epoch: instances.epoch }).from(instances).where(isThere);
  return found ?? null;
}
