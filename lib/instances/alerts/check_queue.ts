import type { PersonCtx } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { carryOutOrdersOf } from "../oversight/carry_out_job_order_job.ts";
import { replaceParkedJobs, type SampledJob, selectParkedSample } from "../oversight/job_order_store.ts";
import { type JobFigures, replaceJobFigures, selectJobFigures } from "../oversight/job_query.ts";
import { clearAlert, raiseAlert } from "./raise_alert.ts";
import { countCellQueue, countControlQueue, type QueueFigures } from "./queue_query.ts";
import { levelOf } from "./thresholds.ts";
import { thresholdOf } from "./threshold_store.ts";

/**
 * Looks at the queue of control or of a cell: raises or clears the alerts of jobs that are parked and of the one that
 * has waited longest, and keeps what a cell's queue holds for the console, after what operators asked of it while it
 * did not answer. A cell that does not answer is another alert's business.
 */
export async function checkQueue(ctx: PersonCtx, database: string): Promise<void> {
  await carryOutOrdersOf(ctx, database);
  const found = await figuresOf(ctx, database);
  if (found === null) return;
  const { figures, byDossier, parked } = found;
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    if (byDossier) await replaceJobFigures(tx, { cell: database, at: ctx.now, figures: byDossier });
    if (parked) await replaceParkedJobs(tx, { cell: database, at: ctx.now, jobs: parked });
    await judge(tx, ctx, {
      database,
      metric: "jobs_parked",
      figure: figures.parked,
      figures: { parked: figures.parked },
    });
    const { minutes, ready } = figures;
    await judge(tx, ctx, { database, metric: "jobs_late", figure: minutes, figures: { minutes, ready } });
  });
}

async function judge(
  tx: Tx,
  { now: at }: PersonCtx,
  { database, metric, figure, figures }: {
    readonly database: string;
    readonly metric: "jobs_parked" | "jobs_late";
    readonly figure: number;
    readonly figures: Readonly<Record<string, number>>;
  },
): Promise<void> {
  const subject = { kind: "queue", id: database } as const;
  const level = levelOf(figure, await thresholdOf(tx, metric, database));
  if (level === null) await clearAlert(tx, { kind: metric, subject, at });
  else await raiseAlert(tx, { kind: metric, subject, at, level, figures });
}

interface Found {
  readonly figures: QueueFigures;
  /** Of a cell alone: the jobs of control stand in control. */
  readonly byDossier: readonly JobFigures[] | null;
  readonly parked: readonly SampledJob[] | null;
}

async function figuresOf({ now }: PersonCtx, database: string): Promise<Found | null> {
  if (database === CONTROL) {
    const figures = await withOperator({ database, role: "ops_control" }, (tx) => countControlQueue(tx, now));
    return { figures, byDossier: null, parked: null };
  }
  try {
    return await withOperator({ database, role: "ops_reader" }, async (tx) => {
      const figures = await countCellQueue(tx, now), byDossier = await selectJobFigures(tx);
      return { figures, byDossier, parked: await selectParkedSample(tx) };
    });
  } catch (error) {
    if (error instanceof Refusal && error.status === 503) return null;
    throw error;
  }
}
