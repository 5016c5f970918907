import { type SQL, sql } from "drizzle-orm";
import type { Ctx, PersonCtx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Program } from "./db/pools.ts";
import { kept } from "./db/kept_statements.ts";
import { afterCommit, type Tx } from "./db/transaction.ts";
import { newId } from "./random.ts";

/** Tenant of a control job that belongs to no dossier. */
export const NO_TENANT = "00000000-0000-0000-0000-000000000000" as Uuid;

/** A kind of work: its name, which program runs it, and in which family of database its rows stand. */
export interface JobKind<P> {
  readonly name: string;
  readonly runner: Program;
  readonly in: "cell" | "control";
  /** How many times it is tried before it is parked for the support team. */
  readonly maxAttempts: number;
  /** Phantom: ties the payload's type to the kind. */
  readonly payload?: P;
}

/** One run of a job, as its handler sees it. */
export interface JobInfo {
  readonly id: Uuid;
  readonly attempt: number;
  readonly dedupeKey: string;
}

/** Runs a job of a dossier. Throwing makes it run again later; throwing GiveUp parks it at once. */
export type CellHandler<P> = (ctx: Ctx, payload: P, job: JobInfo) => Promise<void>;
/** Runs a job of control. */
export type ControlHandler<P> = (ctx: PersonCtx, payload: P, job: JobInfo) => Promise<void>;

/** Thrown by a handler when trying again is of no use: the job is parked, with this sentence for the support team. */
export class GiveUp extends Error {
  override readonly name = "GiveUp";
}

/** Declares a kind of job; names read `module.verb_noun`. */
export function jobKind<P>(
  name: string,
  options: { runner: Program; in: "cell" | "control"; maxAttempts?: number },
): JobKind<P> {
  return { name, runner: options.runner, in: options.in, maxAttempts: options.maxAttempts ?? 8 };
}

/** What is asked of a job. `dedupeKey` makes asking twice do the work once. */
export interface JobRequest<P> {
  readonly tenantId: Uuid;
  readonly payload: P;
  readonly dedupeKey: string;
  readonly runAt?: IsoInstant;
  /** Higher first; 0 unless somebody waits for it. */
  readonly priority?: number;
}

/** Asks for work after the commit of `tx`; nothing happens when that transaction does not commit. */
export async function enqueue<P>(tx: Tx, kind: JobKind<P>, request: JobRequest<P>): Promise<void> {
  await enqueueAll(tx, kind, [request]);
}

/** The same for many, by one statement. */
export async function enqueueAll<P>(tx: Tx, kind: JobKind<P>, requests: readonly JobRequest<P>[]): Promise<void> {
  if (requests.length === 0) return;
  const rows = requests.map(({ tenantId, payload, dedupeKey, priority = 0, runAt = null }) => ({
    tenant_id: tenantId,
    id: newId(),
    payload,
    dedupe_key: dedupeKey,
    priority,
    run_at: runAt,
  }));
  const { name, runner, maxAttempts } = kind;
  await INSERT[kind.in](tx, { name, runner, maxAttempts, rows: JSON.stringify(rows) });
  // Work for later is found by the clock; work that is due is begun at once.
  if (requests.some((request) => !request.runAt)) afterCommit(tx, () => onEnqueued(runner));
}

const INSERT = { cell: inserting(sql`cell.jobs`), control: inserting(sql`control.jobs`) };

function inserting(table: SQL) {
  const [name, runner] = [sql.placeholder("name"), sql.placeholder("runner")];
  return kept(
    sql`insert into ${table} (tenant_id, id, kind, runner, payload, dedupe_key, priority, max_attempts, run_at)
      select r.tenant_id, r.id, ${name}, ${runner}, r.payload, r.dedupe_key, r.priority,
        ${sql.placeholder("maxAttempts")}, coalesce(r.run_at, now())
      from jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as r(
        tenant_id uuid, id uuid, payload jsonb, dedupe_key text, priority smallint, run_at timestamptz)
      on conflict do nothing`,
  );
}

let onEnqueued: (runner: Program) => void = () => {};

/** Who is told after a commit that asked for work: the ticker of the same process, if it has one. */
export function whenEnqueued(listener: (runner: Program) => void): void {
  onEnqueued = listener;
}
