import { and, desc, eq, sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { jobOrders, parkedJobs } from "../schema.ts";
import { type JobOrder, type JobOrderAct, PARKED_SAMPLED, type ParkedJobKey } from "./job_order.ts";

/** Orders that the page of a job shows, the latest first. */
const ORDERS_SHOWN = 20;

/** A parked job as its cell tells of it. */
export interface SampledJob {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly kind: string;
  readonly attempts: number;
  readonly createdAt: string;
  readonly firstFailure: string | null;
  readonly firstFailedAt: string | null;
  readonly lastFailure: string | null;
  readonly lastFailedAt: string | null;
}

/** In a cell, as `ops_reader`: the jobs that are parked, the oldest first. */
export async function selectParkedSample(tx: Tx): Promise<SampledJob[]> {
  return await rows<SampledJob>(
    tx,
    sql`select tenant_id as "tenantId", id, kind, attempts, created_at as "createdAt", first_failure as "firstFailure",
        first_failed_at as "firstFailedAt", last_failure as "lastFailure", last_failed_at as "lastFailedAt"
      from cell.parked_jobs(${PARKED_SAMPLED})`,
  );
}

/** Puts the parked jobs of a cell in the place of those that it had. One that moved here leaves its former cell's. */
export async function replaceParkedJobs(
  tx: Tx,
  { cell, at, jobs }: { readonly cell: string; readonly at: IsoInstant; readonly jobs: readonly SampledJob[] },
): Promise<void> {
  const found = JSON.stringify(jobs);
  await tx.delete(parkedJobs).where(eq(parkedJobs.cellId, cell));
  await rows(
    tx,
    sql`insert into control.parked_jobs as p (tenant_id, id, cell_id, kind, attempts, created_at, first_failure,
        first_failed_at, last_failure, last_failed_at, sampled_at)
      select j."tenantId", j.id, ${cell}, j.kind, j.attempts, j."createdAt", j."firstFailure", j."firstFailedAt",
        j."lastFailure", j."lastFailedAt", ${at}::timestamptz
      from jsonb_to_recordset(${found}::jsonb) as j ("tenantId" uuid, id uuid, kind text, attempts integer,
        "createdAt" timestamptz, "firstFailure" text, "firstFailedAt" timestamptz, "lastFailure" text,
        "lastFailedAt" timestamptz)
      on conflict (tenant_id, id) do update set cell_id = excluded.cell_id, attempts = excluded.attempts,
        first_failure = excluded.first_failure, first_failed_at = excluded.first_failed_at,
        last_failure = excluded.last_failure, last_failed_at = excluded.last_failed_at, sampled_at = excluded.sampled_at`,
  );
}

/** Forgets a job that is parked no more. */
export async function deleteParkedJob(tx: Tx, { tenantId, id }: Omit<ParkedJobKey, "place">): Promise<void> {
  await tx.delete(parkedJobs).where(and(eq(parkedJobs.tenantId, tenantId), eq(parkedJobs.id, id)));
}

/** An order to write. */
export interface NewJobOrder extends ParkedJobKey {
  readonly orderId: Uuid;
  readonly kind: string;
  readonly act: JobOrderAct;
  readonly askedByName: string;
  readonly at: IsoInstant;
  /** True where it is carried out in the same transaction. */
  readonly isDone: boolean;
}

/** Writes what is asked of a job; false while something is asked of it already. */
export async function insertJobOrder(tx: Tx, order: NewJobOrder): Promise<boolean> {
  const { orderId, id: jobId, tenantId, place, kind, act, askedByName, at, isDone } = order;
  const made = await tx.insert(jobOrders).values({
    tenantId,
    id: orderId,
    jobId,
    place,
    kind,
    act,
    askedByName,
    askedAt: at,
    ...isDone && { state: "done" as const, endedAt: at },
  }).onConflictDoNothing().returning({ id: jobOrders.id });
  return made.length === 1;
}

/** What was asked of a job, the latest first. */
export async function selectJobOrders(tx: Tx, { place, tenantId, id }: ParkedJobKey): Promise<JobOrder[]> {
  const { act, state, askedByName, askedAt, endedAt } = jobOrders;
  return await tx.select({ id: jobOrders.id, act, state, askedByName, askedAt, endedAt }).from(jobOrders)
    .where(and(eq(jobOrders.tenantId, tenantId), eq(jobOrders.jobId, id), eq(jobOrders.place, place)))
    .orderBy(desc(askedAt), desc(jobOrders.id)).limit(ORDERS_SHOWN);
}

/** An order that is to be carried out, and the cell where the directory says that its dossier lives. */
export interface DueJobOrder {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly jobId: Uuid;
  readonly act: JobOrderAct;
  readonly cell: string;
}

/** One order that is not carried out yet, or null. */
export async function findDueOrder(tx: Tx, tenantId: Uuid, id: Uuid): Promise<DueJobOrder | null> {
  const [found] = await selectDueOrders(tx, sql`o.tenant_id = ${tenantId} and o.id = ${id}`);
  return found ?? null;
}

/** The orders that wait for a cell. */
export async function selectOrdersOf(tx: Tx, cell: string): Promise<DueJobOrder[]> {
  return await selectDueOrders(tx, sql`coalesce(i.cell_id, o.place) = ${cell}`);
}

async function selectDueOrders(tx: Tx, where: ReturnType<typeof sql>): Promise<DueJobOrder[]> {
  return await rows<DueJobOrder>(
    tx,
    sql`select o.tenant_id as "tenantId", o.id, o.job_id as "jobId", o.act, coalesce(i.cell_id, o.place) as cell
      from control.job_orders o left join control.instances i on i.tenant_id = o.tenant_id
      where o.state = 'asked' and ${where} order by o.asked_at`,
  );
}

/** Writes how an order ended, once. */
export async function endJobOrder(
  tx: Tx,
  { tenantId, id }: Pick<DueJobOrder, "tenantId" | "id">,
  { state, at }: { readonly state: "done" | "gone"; readonly at: IsoInstant },
): Promise<void> {
  await tx.update(jobOrders).set({ state, endedAt: at })
    .where(and(eq(jobOrders.tenantId, tenantId), eq(jobOrders.id, id), eq(jobOrders.state, "asked")));
}

/** In control: carries an act out on one of its own parked jobs; false when it is parked no more. */
export async function settleControlJob(
  tx: Tx,
  { tenantId, id }: Pick<ParkedJobKey, "tenantId" | "id">,
  act: JobOrderAct,
): Promise<boolean> {
  const asked = sql`select control.settle_parked(${tenantId}, ${id}, ${act}) as yes`;
  return present(await row<{ yes: boolean }>(tx, asked), "answer").yes;
}

/**
 * In the dossier's cell, as `ops_mover` in its scope: carries an order out. `held` while the dossier changes its place:
 * its jobs travel. Run twice, it answers the same.
 */
export async function settleCellJob(
  tx: Tx,
  { tenantId, id, jobId, act }: Omit<DueJobOrder, "cell">,
): Promise<"done" | "gone" | "held"> {
  await rows(tx, sql`select set_config('lock_timeout', '3s', true)`);
  await rows(tx, sql`select pg_advisory_xact_lock_shared(cell.fence_key(${tenantId}))`);
  const dossier = await row<{ held: boolean }>(
    tx,
    sql`select queue_held or state in ('moving', 'moved', 'copy') as held from cell.dossiers where tenant_id = ${tenantId}`,
  );
  if (dossier?.held) return "held";
  const settled = await row(
    tx,
    sql`update cell.jobs set state = ${act === "retry" ? "ready" : "done"}, run_at = now(), ordered_by = ${id},
        attempts = case when ${act === "retry"} then 0 else attempts end,
        done_at = case when ${act === "retry"} then null else now() end
      where tenant_id = ${tenantId} and id = ${jobId} and state = 'parked' returning id`,
  );
  if (settled) return "done";
  const known = await row(
    tx,
    sql`select id from cell.jobs where tenant_id = ${tenantId} and id = ${jobId} and ordered_by = ${id}`,
  );
  return known ? "done" : "gone";
}
