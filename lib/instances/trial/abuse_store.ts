import { and, eq, isNull, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import { abuseReports } from "../schema.ts";
import type { AbuseKind } from "./trial_mails.ts";

/** Writes a report; one of the same reporter on the same dossier stays as it is. */
export async function insertAbuseReport(
  tx: Tx,
  report: { tenantId: Uuid; reporter: Uint8Array; kind: AbuseKind; at: IsoInstant },
): Promise<void> {
  // By name: the product may write these four columns and no other.
  await rows(
    tx,
    sql`insert into control.abuse_reports (tenant_id, reporter, kind, at)
      values (${report.tenantId}, ${report.reporter}, ${report.kind}, ${report.at}) on conflict do nothing`,
  );
}

/** Marks a dossier's reports as looked at; how many there were. */
export async function markLooked(tx: Tx, tenantId: Uuid, at: IsoInstant): Promise<number> {
  const looked = await tx.update(abuseReports).set({ lookedAt: at })
    .where(and(eq(abuseReports.tenantId, tenantId), isNull(abuseReports.lookedAt)))
    .returning({ kind: abuseReports.kind });
  return looked.length;
}
