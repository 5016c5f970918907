import type { Uuid } from "../../base/ids.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Store } from "../../platform/storage/store.ts";
import { datasetTables, tablesLeftOut } from "../tables_query.ts";
import { deleteSome } from "./copy_store.ts";

/** Rows that one transaction removes. */
const SLICE_ROWS = 5_000;
/** Files that one slice removes. */
const SLICE_FILES = 1_000;

/** The exemplar of a dossier that is to go: in one cell, with its files. */
export interface Exemplar {
  readonly cell: string;
  readonly tenantId: Uuid;
  readonly files: Store;
}

/**
 * Removes one slice of an exemplar, rows and files, children first and the dossier's own row last; the warrants stay as
 * their proof. As `ops_purger`: without an unexpired warrant not a row goes. Whoever calls makes sure that the
 * directory does not lead here. Returns how many rows and files went; none: nothing is left.
 */
export async function purgeSlice({ cell, tenantId, files }: Exemplar): Promise<{ rows: number; files: number }> {
  const kept = await files.list(`${tenantId}/`, { limit: SLICE_FILES });
  if (kept.files.length > 0) {
    await files.remove(kept.files.map(({ key }) => key));
    return { rows: 0, files: kept.files.length };
  }
  const held = datasetTables().map(({ name }) => name).toReversed();
  const tables = ["journal", "jobs", ...tablesLeftOut(), ...held, "dossiers"];
  for (const table of tables) {
    const rows = await withOperator(
      { database: cell, role: "ops_purger", tenantId },
      (tx) => deleteSome(tx, table, { tenantId, limit: SLICE_ROWS }),
    );
    if (rows > 0) return { rows, files: 0 };
  }
  return { rows: 0, files: 0 };
}
