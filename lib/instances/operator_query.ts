import { and, asc, desc, eq, ilike, inArray, lt, or, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { instanceFigures, instances, procedures } from "./schema.ts";
import type { InstanceState } from "./states.ts";

/** Dossiers on one page of the console. */
export const INSTANCES_PER_PAGE = 50;

/** What the console asks for. */
export interface InstanceFilter {
  readonly state?: InstanceState | undefined;
  readonly cell?: string | undefined;
  /** Part of the company's name or of the address, already folded. */
  readonly text?: string | undefined;
  /** The last dossier of the page before. */
  readonly before?: Uuid | undefined;
}

/** A dossier as the console sees it. */
export interface InstanceRow {
  readonly tenantId: Uuid;
  readonly companyName: string;
  readonly slug: string;
  readonly cell: string;
  readonly state: InstanceState;
  readonly trialEndsOn: IsoDate | null;
  readonly createdAt: IsoInstant;
  /** Rows in the cell's tables, when last sampled. */
  readonly rowCount: bigint | null;
  readonly rowBytes: bigint | null;
  readonly sampledAt: IsoInstant | null;
}

/** A procedure under way. */
export interface ProcedureLine {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly kind: string;
  readonly state: "running" | "done" | "abandoning" | "abandoned";
  readonly step: number;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: IsoInstant;
}

/** A job of control that waits for somebody. */
export interface ParkedJob {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  readonly kind: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: IsoInstant;
}

/** Jobs of one dossier in a cell, counted. */
export interface JobFigures {
  readonly tenantId: Uuid;
  readonly ready: bigint;
  readonly running: bigint;
  readonly parked: bigint;
}

/** One page of dossiers, the youngest first: ids are made in the order of birth, so the key is the id. */
export async function selectInstances(tx: Tx, filter: InstanceFilter): Promise<InstanceRow[]> {
  const { state, cell, text, before } = filter;
  const pattern = text ? `%${text.replace(/[\\%_]/g, "\\$&")}%` : null;
  return await tx.select({
    tenantId: instances.tenantId,
    companyName: instances.companyName,
    slug: instances.slug,
    cell: instances.cellId,
    state: instances.state,
    trialEndsOn: instances.trialEndsOn,
    createdAt: instances.createdAt,
    rowCount: instanceFigures.rowCount,
    rowBytes: instanceFigures.rowBytes,
    sampledAt: instanceFigures.sampledAt,
  }).from(instances).leftJoin(instanceFigures, eq(instanceFigures.tenantId, instances.tenantId))
    .where(and(
      state && eq(instances.state, state),
      cell ? eq(instances.cellId, cell) : undefined,
      pattern ? or(ilike(instances.search, pattern), ilike(instances.slug, pattern)) : undefined,
      before && lt(instances.tenantId, before),
    ))
    .orderBy(desc(instances.tenantId)).limit(INSTANCES_PER_PAGE + 1);
}

/** Procedures that have not ended, the oldest first. */
export async function selectProcedures(tx: Tx): Promise<ProcedureLine[]> {
  const { tenantId, id, kind, state, step, attempts, lastError, createdAt } = procedures;
  return await tx.select({ tenantId, id, kind, state, step, attempts, lastError, createdAt }).from(procedures)
    .where(inArray(state, ["running", "abandoning"])).orderBy(asc(createdAt)).limit(200);
}

/** Parked jobs of control, the oldest first. */
export async function selectParkedJobs(tx: Tx): Promise<ParkedJob[]> {
  const found = await rows<Omit<ParkedJob, "createdAt"> & { createdAt: string }>(
    tx,
    sql`select id, tenant_id as "tenantId", kind, attempts, last_error as "lastError", created_at as "createdAt"
      from control.jobs where state = 'parked' order by created_at limit 200`,
  );
  return found.map((job) => ({ ...job, createdAt: instantFromDriver(job.createdAt) }));
}

/** In a cell: jobs counted per dossier. */
export async function selectJobFigures(tx: Tx): Promise<JobFigures[]> {
  return await rows<JobFigures>(
    tx,
    sql`select tenant_id as "tenantId", ready, running, parked from cell.job_figures()`,
  );
}

/** Sizes of a cell's dossiers, counted now. */
export interface DossierFigures {
  readonly tenantId: Uuid;
  readonly rowCount: bigint;
  readonly rowBytes: bigint;
}

/** In a cell: what each dossier holds, by an exact scan. */
export async function selectDossierFigures(tx: Tx): Promise<DossierFigures[]> {
  return await rows<DossierFigures>(
    tx,
    sql`select tenant_id as "tenantId", row_count as "rowCount", row_bytes as "rowBytes" from cell.dossier_figures()`,
  );
}
