import { countAll, findChainHead } from "../dataset_store.ts";
import { datasetTables } from "../tables_query.ts";
import { type Copying, inSource, inTarget } from "./places.ts";

/** True when both exemplars, held still, have as many rows in every table and the same head of the chain. */
export async function isSameWhole(copying: Copying): Promise<boolean> {
  const { tenantId } = copying;
  const [ours, theirs] = await Promise.all([inSource, inTarget].map((inPlace) =>
    inPlace(copying, async (tx) => {
      const [counts, head] = await Promise.all([
        countAll(tx, datasetTables(), tenantId),
        findChainHead(tx, tenantId),
      ]);
      return JSON.stringify([counts, head]);
    })
  ));
  return ours === theirs;
}
