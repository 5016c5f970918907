import { sql } from "drizzle-orm";
import type { Uuid } from "../../base/ids.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";

/** The warrants under which contents of the dossier went or will go, as their rows in JSON: they are of the dossier. */
export async function readContentsWarrants(tx: Tx, tenantId: Uuid): Promise<string[]> {
  const found = await rows<{ warrant: string }>(
    tx,
    sql`select to_jsonb(w)::text as warrant from cell.purge_warrants w
      where tenant_id = ${tenantId} and reason = 'contents_retention_ended'`,
  );
  return found.map(({ warrant }) => warrant);
}

/** Adds warrants where the dossier goes; those that are there stay as they are. */
export async function insertContentsWarrants(tx: Tx, warrants: readonly string[]): Promise<void> {
  if (warrants.length === 0) return;
  await rows(
    tx,
    sql`insert into cell.purge_warrants select (jsonb_populate_record(null::cell.purge_warrants, r)).*
      from jsonb_array_elements(${`[${warrants.join(",")}]`}::jsonb) r on conflict do nothing`,
  );
}
