import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import { cells, instances, jobFigures } from "../schema.ts";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";

/** Parked jobs on one page of the console. */
export const JOBS_PER_PAGE = 50;
/** Dossiers with jobs that are shown of one cell. */
const DOSSIERS_SHOWN = 50;

/** What parked jobs are sorted by. */
export const JOB_SORTS = ["asked", "attempts"] as const;

/** What the console asks for. */
export interface JobFilter {
  /** Part of a kind's name. */
  readonly kind?: string | undefined;
  readonly tenantId?: Uuid | undefined;
  /** The oldest first unless said. */
  readonly sort?: { readonly by: (typeof JOB_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** A job of control that waits for somebody. */
export interface ParkedJob {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  /** Null for a job of no dossier. */
  readonly companyName: string | null;
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

/** Jobs of a cell by dossier, as they were last counted. */
export interface CellJobs {
  readonly cell: string;
  /** Null while nobody has counted, or where nothing waited. */
  readonly at: IsoInstant | null;
  readonly isSilent: boolean;
  readonly jobs: readonly (JobFigures & { readonly companyName: string | null })[];
}

const KEYS: Readonly<Record<(typeof JOB_SORTS)[number], SortKey>> = {
  asked: { value: sql`j.created_at`, type: "instant" },
  attempts: { value: sql`j.attempts`, type: "bigint" },
};

/** One page of control's parked jobs, and one more where another page follows. */
export async function selectParkedJobs(
  tx: Tx,
  { kind, tenantId, sort = { by: "asked", isDescending: false }, after }: JobFilter,
): Promise<(ParkedJob & { readonly at: string })[]> {
  const { where, orderBy, at } = pageOf({ key: KEYS[sort.by], id: sql`j.id`, isDescending: sort.isDescending, after });
  const conditions: (SQL | undefined)[] = [
    kind === undefined ? undefined : sql`position(${kind.toLowerCase()} in j.kind) > 0`,
    tenantId && isUuid(tenantId) ? sql`j.tenant_id = ${tenantId}` : undefined,
    where,
  ];
  const found = await rows<Omit<ParkedJob, "createdAt"> & { createdAt: string; at: string }>(
    tx,
    sql`select j.id, j.tenant_id as "tenantId", i.company_name as "companyName", j.kind, j.attempts,
        j.last_error as "lastError", j.created_at as "createdAt", ${at} as at
      from control.jobs j left join control.instances i on i.tenant_id = j.tenant_id
      where ${and(sql`j.state = 'parked'`, ...conditions)}
      order by ${sql.join([...orderBy], sql`, `)} limit ${JOBS_PER_PAGE + 1}`,
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

/** Puts what a cell's queue holds in the place of what it held. */
export async function replaceJobFigures(
  tx: Tx,
  { cell, at, figures }: { cell: string; at: IsoInstant; figures: readonly JobFigures[] },
): Promise<void> {
  await tx.delete(jobFigures).where(eq(jobFigures.cellId, cell));
  const values = figures.map((each) => ({ ...each, cellId: cell, at }));
  for (let start = 0; start < values.length; start += WRITTEN_AT_ONCE) {
    await tx.insert(jobFigures).values(values.slice(start, start + WRITTEN_AT_ONCE));
  }
}

const WRITTEN_AT_ONCE = 500;

/** What each cell's queue held when it was last looked at: the dossiers with the most parked jobs first. */
export async function selectCellJobs(tx: Tx): Promise<CellJobs[]> {
  const known = await tx.select({ cell: cells.id, downSince: cells.downSince }).from(cells).orderBy(asc(cells.id));
  const { tenantId, at, ready, running, parked } = jobFigures;
  const all: CellJobs[] = [];
  for (const { cell, downSince } of known) {
    const found = await tx.select({ tenantId, at, ready, running, parked, companyName: instances.companyName })
      .from(jobFigures).leftJoin(instances, eq(instances.tenantId, tenantId)).where(eq(jobFigures.cellId, cell))
      .orderBy(desc(parked), desc(tenantId)).limit(DOSSIERS_SHOWN);
    const jobs = found.map(({ at: _at, ...figures }) => figures);
    all.push({ cell, at: found[0]?.at ?? null, isSilent: downSince !== null, jobs });
  }
  return all;
}
