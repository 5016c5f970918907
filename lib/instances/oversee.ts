import type { PersonCtx } from "../base/ctx.ts";
import { Refusal } from "../base/refusal.ts";
import { fold } from "../base/text.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withOperator } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import {
  type InstanceFilter,
  type InstanceRow,
  INSTANCES_PER_PAGE,
  type JobFigures,
  nextCursor,
  type ParkedJob,
  type ProcedureLine,
  selectInstances,
  selectJobFigures,
  selectParkedJobs,
  selectProcedures,
} from "./operator_query.ts";

/** One page of dossiers. */
export interface InstancePage {
  readonly instances: readonly InstanceRow[];
  /** Give it back as `before` for the next page; null on the last. */
  readonly next: string | null;
}

/** What a cell told of its jobs, or that it does not answer. */
export type CellJobs = { readonly cell: string; readonly jobs: readonly JobFigures[] | null };

/** Dossiers for the console, the youngest first unless told otherwise, filtered by state, cell and text. */
export async function listInstances(_ctx: PersonCtx, filter: InstanceFilter = {}): Promise<InstancePage> {
  const text = filter.text === undefined ? undefined : fold(filter.text);
  const found = await onControl((tx) => selectInstances(tx, { ...filter, text }));
  const page = found.slice(0, INSTANCES_PER_PAGE);
  const instances = page.map(({ key: _key, ...instance }) => instance);
  return { instances, next: found.length > page.length ? nextCursor(page.at(-1)!) : null };
}

/** Procedures that have not ended. */
export async function listProcedures(_ctx: PersonCtx): Promise<readonly ProcedureLine[]> {
  return await onControl(selectProcedures);
}

/** Jobs of control that failed for good and wait for somebody. */
export async function listParkedJobs(_ctx: PersonCtx): Promise<readonly ParkedJob[]> {
  return await onControl(selectParkedJobs);
}

/** Jobs of each cell, counted per dossier; `jobs` is null for a cell that does not answer. */
export async function listCellJobs(_ctx: PersonCtx, cellIds: readonly string[]): Promise<readonly CellJobs[]> {
  return await Promise.all(cellIds.map(async (cell) => ({ cell, jobs: await jobsOf(cell) })));
}

async function jobsOf(cell: string): Promise<readonly JobFigures[] | null> {
  try {
    return await withOperator({ database: cell, role: "ops_reader" }, selectJobFigures);
  } catch (error) {
    if (error instanceof Refusal && error.status === 503) return null;
    throw error;
  }
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
