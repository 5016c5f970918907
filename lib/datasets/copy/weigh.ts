import { countAll } from "../dataset_store.ts";
import { datasetTables } from "../tables_query.ts";
import { sumBlobs } from "./copy_store.ts";
import { type Copying, inSource } from "./places.ts";

/** What there is to copy. */
export interface Weight {
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
}

/** Counts the rows and the files of a dossier as it stands now: what a progress is measured by. */
export async function weighDossier(copying: Copying): Promise<Weight> {
  const { tenantId } = copying;
  return await inSource(copying, async (tx) => {
    const counts = await countAll(tx, datasetTables(), tenantId);
    const table = datasetTables().find(({ blob }) => blob !== null);
    const blobs = table ? await sumBlobs(tx, table, tenantId) : { files: 0, bytes: 0 };
    return { rows: counts.reduce((sum, count) => sum + count, 0), ...blobs };
  });
}
