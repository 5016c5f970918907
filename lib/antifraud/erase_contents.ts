import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { withOperator } from "../platform/db/tenant.ts";
import { type ContentsWarrant, countErased, enterToErase, eraseSlice, insertWarrant, reachOf } from "./erase_store.ts";

/** Records erased by one transaction. */
const SLICE = 1_000;

/**
 * Erases the contents that a warrant of two operators reaches: records at least ten years old, sealed before the
 * warrant's instant. Digests, hashes and signatures stay, so the chain still verifies. Gives how many contents went;
 * a warrant that has expired, or is another dossier's, reaches none. Run again, it goes on where it was stopped. Fails
 * while the dossier is moving and where it does not live any more; tried again later, it is erased where it then lives.
 */
export async function eraseContents(
  { cell, tenantId, warrantId }: { readonly cell: string; readonly tenantId: Uuid; readonly warrantId: Uuid },
): Promise<number> {
  const scope = { database: cell, role: "ops_purger", tenantId } as const;
  for (let total = 0;;) {
    const erased = await withOperator(scope, async (tx) => {
      await enterToErase(tx);
      return await eraseSlice(tx, { tenantId, warrantId, limit: SLICE });
    });
    total += erased;
    if (erased < SLICE) return total;
  }
}

/**
 * Writes down the warrant of two operators, then erases what it reaches; gives how many contents have gone under it, by
 * this run and those before.
 */
export async function eraseUnderWarrant(warrant: ContentsWarrant): Promise<bigint> {
  const { cell, tenantId, warrantId } = warrant;
  const scope = { database: cell, role: "ops_purger", tenantId } as const;
  await withOperator(scope, async (tx) => {
    await enterToErase(tx);
    await insertWarrant(tx, warrant);
  });
  await eraseContents(warrant);
  return await withOperator(scope, (tx) => countErased(tx, { tenantId, warrantId }));
}

/** How many contents an erasure up to an instant reaches, and how many of them no archive of the dossier holds. */
export async function erasureReach(
  { cell, tenantId }: { readonly cell: string; readonly tenantId: Uuid },
  before: IsoInstant,
): Promise<{ readonly records: bigint; readonly unarchived: bigint }> {
  return await withOperator({ database: cell, role: "ops_reader", tenantId }, (tx) => reachOf(tx, before));
}
