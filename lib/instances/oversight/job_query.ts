import { and, eq, type SQL, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import { jobFigures } from "../schema.ts";
import type { JobOrderAct } from "./job_order.ts";
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
  /** `control`, or a cell's id. */
  readonly place?: string | undefined;
  /** The oldest first unless said. */
  readonly sort?: { readonly by: (typeof JOB_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** A job that waits for somebody, in control or, as last sampled, in a cell: no payload, no message. */
export interface ParkedJob {
  readonly id: Uuid;
  readonly tenantId: Uuid;
  /** Null for a job of no dossier. */
  readonly companyName: string | null;
  /** `control`, or a cell's id. */
  readonly place: string;
  readonly kind: string;
  readonly attempts: number;
  /** The class of the first failure and of the last: an SQLSTATE, the name of a refusal or of an error. */
  readonly firstFailure: string | null;
  readonly firstFailedAt: IsoInstant | null;
  readonly lastFailure: string | null;
  readonly lastFailedAt: IsoInstant | null;
  readonly createdAt: IsoInstant;
  /** When its cell's queue was looked at; null in control, which is asked itself. */
  readonly sampledAt: IsoInstant | null;
  /** What an operator asked of it, while it is not carried out. */
  readonly ordered: JobOrderAct | null;
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

type Moments = "createdAt" | "firstFailedAt" | "lastFailedAt" | "sampledAt";
type Sent = Omit<ParkedJob, Moments> & Record<Moments, string | null> & { readonly at: string };

/** One page of parked jobs, and one more where another page follows. */
export async function selectParkedJobs(
  tx: Tx,
  { kind, tenantId, place, sort = { by: "asked", isDescending: false }, after }: JobFilter,
): Promise<(ParkedJob & { readonly at: string })[]> {
  const { where, orderBy, at } = pageOf({ key: KEYS[sort.by], id: sql`j.id`, isDescending: sort.isDescending, after });
  const conditions: (SQL | undefined)[] = [
    sql`true`,
    kind === undefined ? undefined : sql`position(${kind.toLowerCase()} in j.kind) > 0`,
    tenantId && sql`j.tenant_id = ${tenantId}`,
    place === undefined ? undefined : sql`j.place = ${place}`,
    where,
  ];
  return await readParked(tx, { where: and(...conditions)!, orderBy, at });
}

/** One parked job, or null: it waits no longer, or was never there. */
export async function findParkedJob(
  tx: Tx,
  { place, tenantId, id }: { readonly place: string; readonly tenantId: Uuid; readonly id: Uuid },
): Promise<ParkedJob | null> {
  const where = sql`j.tenant_id = ${tenantId} and j.id = ${id} and j.place = ${place}`;
  const [found] = await readParked(tx, { where, orderBy: [sql`j.id`], at: sql`''` });
  if (!found) return null;
  const { at: _at, ...job } = found;
  return job;
}

async function readParked(
  tx: Tx,
  { where, orderBy, at }: { readonly where: SQL; readonly orderBy: readonly SQL[]; readonly at: SQL },
): Promise<(ParkedJob & { readonly at: string })[]> {
  const found = await rows<Sent>(
    tx,
    sql`select j.id, j.tenant_id as "tenantId", i.company_name as "companyName", j.place, j.kind, j.attempts,
        j.first_failure as "firstFailure", j.first_failed_at as "firstFailedAt", j.last_failure as "lastFailure",
        j.last_failed_at as "lastFailedAt", j.created_at as "createdAt", j.sampled_at as "sampledAt",
        o.act as ordered, ${at} as at
      from (
        select p.tenant_id, p.id, p.cell_id as place, p.kind, p.attempts, p.created_at, p.first_failure,
            p.first_failed_at, p.last_failure, p.last_failed_at, p.sampled_at
          from control.parked_jobs p
        union all
        select c.tenant_id, c.id, ${CONTROL}::text, c.kind, c.attempts, c.created_at, c.first_failure,
            c.first_failed_at, c.last_failure, c.last_failed_at, null::timestamptz
          from control.jobs c where c.state = 'parked') j
        left join control.instances i on i.tenant_id = j.tenant_id
        left join control.job_orders o on o.tenant_id = j.tenant_id and o.job_id = j.id and o.state = 'asked'
      where ${where} order by ${sql.join([...orderBy], sql`, `)} limit ${JOBS_PER_PAGE + 1}`,
  );
  return found.map((job) => ({
    ...job,
    createdAt: instantFromDriver(job.createdAt!),
    firstFailedAt: momentOf(job.firstFailedAt),
    lastFailedAt: momentOf(job.lastFailedAt),
    sampledAt: momentOf(job.sampledAt),
  }));
}

function momentOf(value: string | null): IsoInstant | null {
  return value === null ? null : instantFromDriver(value);
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
  const found = await rows<Counted>(
    tx,
    sql`select c.id as cell, c.down_since is not null as "isSilent", f.at, f.tenant_id as "tenantId", f.ready, f.running,
        f.parked, i.company_name as "companyName"
      from control.cells c
        left join lateral (select * from control.job_figures g where g.cell_id = c.id
          order by g.parked desc, g.tenant_id desc limit ${DOSSIERS_SHOWN}) f on true
        left join control.instances i on i.tenant_id = f.tenant_id
      order by c.id, f.parked desc nulls last, f.tenant_id desc`,
  );
  return [...Map.groupBy(found, ({ cell }) => cell)].map(([cell, counted]) => {
    const { at, isSilent } = counted[0]!;
    const jobs = counted.flatMap(({ tenantId, companyName, ready, running, parked }) =>
      tenantId === null ? [] : [{ tenantId, companyName, ready, running, parked }]
    );
    return { cell, at: momentOf(at), isSilent, jobs };
  });
}

interface Counted extends Pick<JobFigures, "ready" | "running" | "parked"> {
  readonly cell: string;
  readonly isSilent: boolean;
  readonly at: string | null;
  readonly tenantId: Uuid | null;
  readonly companyName: string | null;
}
