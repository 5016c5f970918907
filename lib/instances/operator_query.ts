import { and, asc, desc, eq, gt, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
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
  /** The youngest first unless said. */
  readonly sort?: InstanceSort | undefined;
  /** Where the page before ended, as `nextCursor` wrote it. */
  readonly before?: string | undefined;
}

/** What dossiers are sorted by. */
export const INSTANCE_SORTS = ["created", "name", "size", "trial"] as const;

/** By what and which way; dossiers of one value follow the order of their birth. */
export interface InstanceSort {
  readonly by: (typeof INSTANCE_SORTS)[number];
  readonly isDescending: boolean;
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

/** Sorted by, as text that never is null: a page begins after the value and the id where the one before ended. */
const SORT_VALUES: Readonly<Record<InstanceSort["by"], SQL<string>>> = {
  // Ids are made in the order of birth: the id alone is the key.
  created: sql`''`,
  name: sql`${instances.search}`,
  size: sql`lpad(coalesce(${instanceFigures.rowBytes}, 0)::text, 20, '0')`,
  trial: sql`coalesce(${instances.trialEndsOn}::text, '9999-12-31')`,
};

/** One page of dossiers, and one more where another page follows. */
export async function selectInstances(tx: Tx, filter: InstanceFilter): Promise<(InstanceRow & { key: string })[]> {
  const { state, cell, text, before, sort = { by: "created", isDescending: true } } = filter;
  const pattern = text ? `%${text.replace(/[\%_]/g, "\$&")}%` : null;
  const key = SORT_VALUES[sort.by], order = sort.isDescending ? desc : asc;
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
    key,
  }).from(instances).leftJoin(instanceFigures, eq(instanceFigures.tenantId, instances.tenantId))
    .where(and(
      state && eq(instances.state, state),
      cell ? eq(instances.cellId, cell) : undefined,
      pattern ? or(ilike(instances.search, pattern), ilike(instances.slug, pattern)) : undefined,
      beyond(before, key, sort),
    ))
    .orderBy(...(sort.by === "created" ? [] : [order(key)]), order(instances.tenantId)).limit(INSTANCES_PER_PAGE + 1);
}

/** Where a page ended: the id, after the value that it was sorted by where there is one. */
export function nextCursor({ key, tenantId }: { readonly key: string; readonly tenantId: Uuid }): string {
  return key === "" ? tenantId : `${key}~${tenantId}`;
}

/** What follows a cursor; nothing is left out where it is none of ours. */
function beyond(cursor: string | undefined, key: SQL<string>, { by, isDescending }: InstanceSort): SQL | undefined {
  const cut = cursor?.lastIndexOf("~") ?? -1, id = cursor?.slice(cut + 1) ?? "";
  if (cursor === undefined || !isUuid(id) || (cut < 0) !== (by === "created")) return undefined;
  if (by === "created") return isDescending ? lt(instances.tenantId, id) : gt(instances.tenantId, id);
  const [here, there] = [sql`(${key}, ${instances.tenantId})`, sql`(${cursor.slice(0, cut)}, ${id}::uuid)`];
  return isDescending ? sql`${here} < ${there}` : sql`${here} > ${there}`;
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
