import { sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";

/** What dossiers keep of a person besides his membership. */
export interface AccessTrace {
  readonly kind: "invitation" | "company_sign_in" | "recovery" | "recovery_notice";
  readonly companyName: string;
  /** Who invites; under what name a recovery would make him administrator. */
  readonly name: string | null;
  readonly since: IsoInstant;
  readonly endedAt: IsoInstant | null;
}

/** Invitations that wait for the person in scope, his ties to companies' providers, and recoveries that name him. */
export async function loadAccessTraces(tx: Tx): Promise<AccessTrace[]> {
  const found = await rows<Omit<AccessTrace, "since" | "endedAt"> & { since: string; endedAt: string | null }>(
    tx,
    sql`select kind, company_name as "companyName", name, since, ended_at as "endedAt" from control.my_access_traces()`,
  );
  return found.map((trace) => ({
    ...trace,
    since: instantFromDriver(trace.since),
    endedAt: trace.endedAt === null ? null : instantFromDriver(trace.endedAt),
  }));
}
