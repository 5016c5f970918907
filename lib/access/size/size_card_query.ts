import { sql } from "drizzle-orm";
import { row, type Tx } from "../../platform/db/transaction.ts";

/** What the mail of a dossier's size says of it. */
export interface SizeCard {
  readonly companyName: string;
  readonly slug: string;
  /** What it was last warned of. */
  readonly warnedPercent: number;
}

/** The dossier in scope, or null when it is gone. */
export async function selectSizeCard(tx: Tx): Promise<SizeCard | null> {
  return await row<SizeCard>(
    tx,
    sql`select i.company_name as "companyName", i.slug, f.warned_percent as "warnedPercent"
      from control.instances i join control.instance_figures f on f.tenant_id = i.tenant_id
      where i.tenant_id = control.app_tenant_id() and i.state in ('trial', 'active', 'suspended', 'closed')`,
  );
}
