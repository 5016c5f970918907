import { and, eq, isNull, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import { abuseReports } from "../schema.ts";
import type { AbuseKind } from "./trial_mails.ts";

/** Dossiers with reports that the console shows at most. */
const SHOWN = 200;

/** A dossier with reports that nobody has looked at. */
export interface ReportedDossier {
  readonly tenantId: Uuid;
  readonly companyName: string;
  readonly reporters: number;
  readonly kinds: readonly AbuseKind[];
  readonly since: IsoInstant;
  /** True when its mails wait. */
  readonly isHeld: boolean;
}

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

/** Dossiers with reports that nobody has looked at, the oldest first; of one dossier alone where it is named. */
export async function selectReported(tx: Tx, tenantId: Uuid | null = null): Promise<ReportedDossier[]> {
  const found = await rows<Omit<ReportedDossier, "since"> & { since: string }>(
    tx,
    sql`select r.tenant_id as "tenantId", i.company_name as "companyName", count(*)::integer as reporters,
        array_agg(distinct r.kind) as kinds, min(r.at) as since, count(*) >= 3 and i.state = 'trial' as "isHeld"
      from control.abuse_reports r join control.instances i on i.tenant_id = r.tenant_id
      where r.looked_at is null and (${tenantId}::uuid is null or r.tenant_id = ${tenantId}::uuid)
      group by r.tenant_id, i.company_name, i.state order by min(r.at), r.tenant_id limit ${SHOWN}`,
  );
  return found.map((dossier) => ({ ...dossier, since: instantFromDriver(dossier.since) }));
}

/** Marks a dossier's reports as looked at; how many there were. */
export async function markLooked(tx: Tx, tenantId: Uuid, at: IsoInstant): Promise<number> {
  const looked = await tx.update(abuseReports).set({ lookedAt: at })
    .where(and(eq(abuseReports.tenantId, tenantId), isNull(abuseReports.lookedAt)))
    .returning({ kind: abuseReports.kind });
  return looked.length;
}
