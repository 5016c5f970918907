import type { Ctx } from "../base/ctx.ts";
import { now } from "./clock.ts";
import { CONTROL, type Program } from "./db/pools.ts";
import { runDueJobs, startTicker, type Wired } from "./job_runner.ts";
import { whenEnqueued } from "./jobs.ts";
import { enqueueSlots, type Schedule } from "./schedules.ts";

/** Longest round of jobs that a request of the outside clock runs: hosted programs answer within 20 s. */
export const TICK_BUDGET_MS = 15_000;
/** How often a program with a timer looks for work that nobody announced: retries, other processes, slots. */
export const LOOK_EVERY_MS = 2_000;
/** How often the slots of schedules are asked for. */
const SLOTS_EVERY_MS = 60_000;

/** What a program runs: the handlers of every job, and what comes back by itself. */
export interface Work {
  readonly handlers: ReadonlyMap<string, Wired>;
  readonly schedules: readonly Schedule[];
  /** Rights of jobs inside a dossier. */
  readonly rights: Ctx["rights"];
}

/** Whose jobs are run, and where. */
export interface Shop {
  readonly program: Program;
  readonly cells: readonly string[];
  readonly work: Work;
}

/** Runs what is due once and returns how many jobs ran: `work`, and each call of the outside clock. */
export async function runJobsOnce(shop: Shop): Promise<number> {
  await askForSlots(shop);
  return await runDueJobs(roundOf(shop));
}

/** Runs jobs as long as the process lives, for one or both programs; at once after each commit that asks for one. */
export function startJobs(shops: readonly Shop[]): { stop(): Promise<void> } {
  const tickers = new Map(shops.map((shop) => [shop.program, startTicker(roundOf(shop), LOOK_EVERY_MS)]));
  whenEnqueued((runner) => tickers.get(runner)?.kick());
  const ask = () => shops.forEach((shop) => void askForSlots(shop));
  ask();
  const timer = setInterval(ask, SLOTS_EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      whenEnqueued(() => {});
      await Promise.all([...tickers.values()].map((ticker) => ticker.stop()));
    },
  };
}

async function askForSlots({ program, cells, work }: Shop): Promise<void> {
  await enqueueSlots(program, { schedules: work.schedules, cells, at: now() });
}

function roundOf({ program, cells, work }: Shop) {
  const databases = [CONTROL, ...cells];
  return { program, databases, handlers: work.handlers, budgetMs: TICK_BUDGET_MS, rights: work.rights };
}
