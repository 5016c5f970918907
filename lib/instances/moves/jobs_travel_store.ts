import { sql } from "drizzle-orm";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";

/** Jobs that one transaction carries. */
const SLICE_JOBS = 1_000;

/** Jobs as they travel: their rows as JSON, and the id of the last. */
export interface JobSlice {
  readonly jobs: readonly string[];
  readonly last: Uuid | null;
}

/** The database's own clock: finished jobs are told apart by it. */
export async function selectNow(tx: Tx): Promise<string> {
  return (await row<{ at: string }>(tx, sql`select (now() - interval '1 minute')::text as at`))!.at;
}

/** How many jobs of the dossier somebody has under way. */
export async function countLeased(tx: Tx, tenantId: Uuid): Promise<number> {
  const found = await row<{ n: number }>(
    tx,
    sql`select count(*)::int as n from cell.jobs
      where tenant_id = ${tenantId} and state = 'running' and locked_until >= now()`,
  );
  return found!.n;
}

/** Finished jobs after an id: their keys are remembered, so that what was asked once is not done twice elsewhere. */
export async function readFinishedJobs(tx: Tx, tenantId: Uuid, after: Uuid | null): Promise<JobSlice> {
  const beyond = after ? sql` and id > ${after}` : sql``;
  return await readJobs(tx, sql`tenant_id = ${tenantId} and state = 'done'${beyond}`);
}

/** Jobs that are left to do or parked, and those finished since an instant of the database, after an id. */
export async function readRemainingJobs(
  tx: Tx,
  { tenantId, since, after }: { tenantId: Uuid; since: string; after: Uuid | null },
): Promise<JobSlice> {
  const beyond = after ? sql` and id > ${after}` : sql``;
  return await readJobs(
    tx,
    sql`tenant_id = ${tenantId} and (state in ('ready', 'running', 'parked')
      or (state = 'done' and done_at >= ${since}::timestamptz))${beyond}`,
  );
}

/** Adds jobs where the dossier goes; those that are there already stay as they are. What was under way is due again. */
export async function insertJobs(tx: Tx, jobs: readonly string[]): Promise<void> {
  if (jobs.length === 0) return;
  await rows(
    tx,
    sql`insert into cell.jobs select (jsonb_populate_record(null::cell.jobs, r ||
        case when r->>'state' = 'running' then '{"state": "ready", "locked_until": null, "lock_token": null}'::jsonb
        else '{}'::jsonb end)).* from jsonb_array_elements(${`[${jobs.join(",")}]`}::jsonb) r on conflict do nothing`,
  );
}

/** Marks the jobs that were left to do as gone with their dossier. */
export async function markJobsMoved(tx: Tx, tenantId: Uuid): Promise<void> {
  await rows(
    tx,
    sql`update cell.jobs set state = 'moved', locked_until = null, lock_token = null
      where tenant_id = ${tenantId} and state in ('ready', 'running', 'parked')`,
  );
}

async function readJobs(tx: Tx, where: ReturnType<typeof sql>): Promise<JobSlice> {
  const found = await rows<{ id: Uuid; job: string }>(
    tx,
    sql`select id, to_jsonb(j)::text as job from cell.jobs j where ${where} order by id limit ${SLICE_JOBS}`,
  );
  return { jobs: found.map(({ job }) => job), last: found.length === SLICE_JOBS ? found.at(-1)!.id : null };
}
