import { countRows } from "../dataset_store.ts";
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
    let [rows, files, bytes] = [0, 0, 0];
    for (const table of datasetTables()) {
      rows += await countRows(tx, table, tenantId);
      if (!table.blob) continue;
      const blobs = await sumBlobs(tx, table, tenantId);
      [files, bytes] = [files + blobs.files, bytes + blobs.bytes];
    }
    return { rows, files, bytes };
  });
}
