import { sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";

/** Dossiers of a cell that have a day, month or year over and not closed; ids and nothing else. */
export async function dossiersToClose(tx: Tx, at: IsoInstant): Promise<Uuid[]> {
  const found = await rows<{ tenant_id: Uuid }>(
    tx,
    sql`select tenant_id from cell.dossiers_to_close(${at}::timestamptz) as t(tenant_id)`,
  );
  return found.map((one) => one.tenant_id);
}
