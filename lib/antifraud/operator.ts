import type { Uuid } from "../base/ids.ts";
import { withOperator } from "../platform/db/tenant.ts";
import { eraseSlice } from "./erase_store.ts";

/** Records erased by one transaction. */
const SLICE = 1_000;

/**
 * Erases the contents that a warrant of two operators reaches: records at least ten years old, sealed before the
 * warrant's instant. Digests, hashes and signatures stay, so the chain still verifies. Gives how many contents went;
 * a warrant that has expired, or is another dossier's, reaches none. Run again, it goes on where it was stopped.
 */
export async function eraseContents(
  { cell, tenantId, warrantId }: { readonly cell: string; readonly tenantId: Uuid; readonly warrantId: Uuid },
): Promise<number> {
  const scope = { database: cell, role: "ops_purger", tenantId } as const;
  for (let total = 0;;) {
    const erased = await withOperator(scope, (tx) => eraseSlice(tx, { tenantId, warrantId, limit: SLICE }));
    total += erased;
    if (erased < SLICE) return total;
  }
}
