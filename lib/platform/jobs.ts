import { sql } from "drizzle-orm";
import type { Ctx, PersonCtx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Program } from "./db/pools.ts";
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
  const table = kind.in === "cell" ? sql`cell.jobs` : sql`control.jobs`;
  await tx.execute(sql`
    insert into ${table} (tenant_id, id, kind, runner, payload, dedupe_key, priority, max_attempts, run_at)
    values (${request.tenantId}, ${newId()}, ${kind.name}, ${kind.runner}, ${JSON.stringify(request.payload)}::jsonb,
      ${request.dedupeKey}, ${request.priority ?? 0}, ${kind.maxAttempts}, coalesce(${
    request.runAt ?? null
  }::timestamptz, now()))
    on conflict do nothing`);
  // Work for later is found by the clock; work that is due is begun at once.
  if (!request.runAt) afterCommit(tx, () => onEnqueued(kind.runner));
}

let onEnqueued: (runner: Program) => void = () => {};

/** Who is told after a commit that asked for work: the ticker of the same process, if it has one. */
export function whenEnqueued(listener: (runner: Program) => void): void {
  onEnqueued = listener;
}
