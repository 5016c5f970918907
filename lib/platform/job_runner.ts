import { sql } from "drizzle-orm";
import type { Ctx, PersonCtx } from "../base/ctx.ts";
import { dayOf } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { delay, elapsedMs, now } from "./clock.ts";
import { CONTROL, type Program } from "./db/pools.ts";
import { withQueue } from "./db/tenant.ts";
import { row, rows, sqlState } from "./db/transaction.ts";
import { type CellHandler, type ControlHandler, GiveUp, type JobInfo, type JobKind } from "./jobs.ts";
import { log } from "./log.ts";
import { newId } from "./random.ts";

/** How long a claim holds before another worker may take the job again. */
export const LEASE_S = 60;
/** How many jobs one worker claims at once, and runs side by side. */
export const BATCH = 4;
/** How long finished jobs are remembered, and with them their dedupe keys. */
export const REMEMBER_DAYS = 30;
/** Longest wait between two tries. */
const MAX_BACK_OFF_S = 3_600;

/** A kind of job with what runs it. */
export type Wired =
  | { readonly kind: JobKind<unknown>; readonly cell: CellHandler<never> }
  | { readonly kind: JobKind<unknown>; readonly control: ControlHandler<never> };

/** Ties a kind of cell job to its handler; the types of the payload must agree. */
export function cellJob<P>(kind: JobKind<P>, handler: CellHandler<P>): Wired {
  return { kind, cell: handler as CellHandler<never> };
}

/** Ties a kind of control job to its handler. */
export function controlJob<P>(kind: JobKind<P>, handler: ControlHandler<P>): Wired {
  return { kind, control: handler as ControlHandler<never> };
}

/** The handlers by the name of their kind, as a round wants them. */
export function handlersByName(wired: readonly Wired[]): ReadonlyMap<string, Wired> {
  return new Map(wired.map((entry) => [entry.kind.name, entry]));
}

/** What one round needs to know. */
export interface Round {
  readonly program: Program;
  /** `control` and the ids of the cells to look into. */
  readonly databases: readonly string[];
  readonly handlers: ReadonlyMap<string, Wired>;
  /** The round claims nothing more after this time. */
  readonly budgetMs: number;
  /** Rights that jobs run with: all of them, since a person with the right asked for the work. */
  readonly rights: Ctx["rights"];
}

interface Claimed {
  tenant_id: Uuid;
  id: Uuid;
  kind: string;
  payload: unknown;
  attempts: number;
  max_attempts: number;
  dedupe_key: string;
  lock_token: Uuid;
  epoch: number | null;
}

/** Runs what is due in every database until nothing is left or the budget is spent. Returns how many jobs ran. */
export async function runDueJobs(round: Round): Promise<number> {
  const start = elapsedMs(0);
  const counts = await Promise.all(round.databases.map((database) => drain(round, database, start)));
  return counts.reduce((total, count) => total + count, 0);
}

async function drain(round: Round, database: string, start: number): Promise<number> {
  let ran = 0;
  while (elapsedMs(start) < round.budgetMs) {
    const claimed = await claim(round.program, database).catch((error) => unreachable(database, error));
    if (claimed.length === 0) break;
    await Promise.all(claimed.map((job) => runOne(round, database, job)));
    ran += claimed.length;
  }
  return ran;
}

function unreachable(database: string, error: unknown): Claimed[] {
  log("warn", "jobs.database_unreachable", { database, code: error instanceof Refusal ? error.code : sqlState(error) });
  return [];
}

async function claim(program: Program, database: string): Promise<Claimed[]> {
  const schema = database === CONTROL ? sql`control` : sql`cell`;
  const epoch = database === CONTROL
    ? sql`null::integer`
    : sql`(select d.epoch from cell.dossiers d where d.tenant_id = j.tenant_id)`;
  // A copy has no work to do, a dossier that has left does its own elsewhere, and the jobs of one that is leaving wait.
  const isHere = database === CONTROL ? sql`true` : sql`not exists (
    select from cell.dossiers d
    where d.tenant_id = due_jobs.tenant_id and (d.queue_held or d.state in ('copy', 'moving', 'moved')))`;
  return await withQueue({ database, runner: program }, (tx) =>
    rows<Claimed>(
      tx,
      sql`
      with due as (
        select tenant_id, id from ${schema}.jobs due_jobs
        where runner = ${program} and state in ('ready', 'running') and run_at <= now()
          and (state = 'ready' or locked_until < now()) and ${isHere}
        order by priority desc, run_at, id for update skip locked limit ${BATCH}
      )
      update ${schema}.jobs j set state = 'running', attempts = j.attempts + 1, lock_token = gen_random_uuid(),
        locked_until = now() + ${LEASE_S} * interval '1 second'
      from due where j.tenant_id = due.tenant_id and j.id = due.id
      returning j.tenant_id, j.id, j.kind, j.payload, j.attempts, j.max_attempts, j.dedupe_key, j.lock_token, ${epoch} as epoch`,
    ));
}

async function runOne(round: Round, database: string, job: Claimed): Promise<void> {
  const renewal = keepLease(round.program, database, job);
  try {
    await handle(round, database, job);
    await settle(round.program, database, job, sql`state = 'done', done_at = now(), last_error = null`);
  } catch (error) {
    await recordFailure(round.program, database, job, error);
  } finally {
    renewal.stop();
  }
}

async function handle(round: Round, database: string, job: Claimed): Promise<void> {
  const wired = round.handlers.get(job.kind);
  if (!wired) throw new GiveUp(`no handler for ${job.kind}`);
  const payload = (typeof job.payload === "string" ? JSON.parse(job.payload) : job.payload) as never;
  const info: JobInfo = { id: job.id, attempt: job.attempts, dedupeKey: job.dedupe_key };
  if ("cell" in wired) await wired.cell(cellCtx(round, database, job), payload, info);
  else await wired.control(personCtx(), payload, info);
}

function personCtx(): PersonCtx {
  return { now: now(), personId: null, request: { id: newId(), ip: "" } };
}

function cellCtx(round: Round, database: string, job: Claimed): Ctx {
  const base = personCtx();
  return {
    ...base,
    tenantId: job.tenant_id,
    cell: database,
    epoch: job.epoch ?? 0,
    rights: round.rights,
    actor: "automate",
    today: dayOf(base.now),
  };
}

/** A worker that lost its lease no longer owns the job: its token is gone and it changes nothing. */
async function settle(
  program: Program,
  database: string,
  job: Claimed,
  change: ReturnType<typeof sql>,
): Promise<void> {
  const schema = database === CONTROL ? sql`control` : sql`cell`;
  const settled = await withQueue({ database, runner: program }, (tx) =>
    row(
      tx,
      sql`update ${schema}.jobs set ${change}, locked_until = null, lock_token = null
        where tenant_id = ${job.tenant_id} and id = ${job.id} and lock_token = ${job.lock_token} returning id`,
    ));
  if (!settled) log("warn", "jobs.lease_lost", { kind: job.kind, job: job.id });
}

async function recordFailure(program: Program, database: string, job: Claimed, error: unknown): Promise<void> {
  const final = error instanceof GiveUp || job.attempts >= job.max_attempts;
  const failure = classOf(error);
  const reason = error instanceof Error && !(error instanceof Refusal)
    ? `${failure}: ${error.message}`.slice(0, 300)
    : failure;
  log(final ? "error" : "warn", final ? "jobs.parked" : "jobs.failed", {
    kind: job.kind,
    job: job.id,
    attempt: job.attempts,
    code: error instanceof Refusal ? error.code : sqlState(error) ?? (error instanceof Error ? error.name : null),
  });
  const wait = Math.min(MAX_BACK_OFF_S, 2 ** job.attempts);
  const noted = sql`last_error = ${reason}, last_failure = ${failure}, last_failed_at = now(),
    first_failure = coalesce(first_failure, ${failure}), first_failed_at = coalesce(first_failed_at, now())`;
  const change = final
    ? sql`state = 'parked', ${noted}`
    : sql`state = 'ready', ${noted}, run_at = now() + ${wait} * (0.75 + random() / 2) * interval '1 second'`;
  await settle(program, database, job, change).catch((failure) =>
    log("error", "jobs.unsettled", { kind: job.kind, job: job.id, code: sqlState(failure) })
  );
}

/** What failed, in a word that the console may show: never a message, which could hold a name. */
function classOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  return error instanceof Error ? sqlState(error) ?? error.name : "unknown";
}

/** Renews the lease of a step that runs long, at a third of its length. */
function keepLease(program: Program, database: string, job: Claimed): { stop(): void } {
  const schema = database === CONTROL ? sql`control` : sql`cell`;
  const timer = setInterval(() => {
    withQueue({ database, runner: program }, (tx) =>
      rows(
        tx,
        sql`update ${schema}.jobs set locked_until = now() + ${LEASE_S} * interval '1 second'
          where tenant_id = ${job.tenant_id} and id = ${job.id} and lock_token = ${job.lock_token}`,
      )).catch((error) => log("warn", "jobs.lease_not_renewed", { job: job.id, code: sqlState(error) }));
  }, LEASE_S * 1000 / 3);
  return { stop: () => clearInterval(timer) };
}

/** Drops finished jobs past their time; a slot of the day makes sure that it runs once a day. */
export async function forgetFinishedJobs(program: Program, database: string): Promise<number> {
  const schema = database === CONTROL ? sql`control` : sql`cell`;
  const gone = await withQueue({ database, runner: program }, (tx) =>
    rows(
      tx,
      sql`delete from ${schema}.jobs
        where state = 'done' and done_at < now() - ${REMEMBER_DAYS} * interval '1 day' returning id`,
    ));
  return gone.length;
}

/** A ticker: runs rounds one after the other, at once when told of new work, and at least every `everyMs`. */
export function startTicker(round: Round, everyMs: number): { kick(): void; stop(): Promise<void> } {
  let stopped = false;
  let kicked = Promise.withResolvers<void>();
  const loop = (async () => {
    while (!stopped) {
      const ran = await runDueJobs(round).catch((error) => {
        log("error", "jobs.round", { code: sqlState(error), cause: error instanceof Error ? error.name : null });
        return 0;
      });
      if (ran === 0 && !stopped) await Promise.race([delay(everyMs), kicked.promise]);
      kicked = Promise.withResolvers<void>();
    }
  })();
  return {
    kick: () => kicked.resolve(),
    async stop() {
      stopped = true;
      kicked.resolve();
      await loop;
    },
  };
}
