import type { PersonCtx } from "../base/ctx.ts";
import type { Program } from "./db/pools.ts";
import { forgetFinishedJobs } from "./job_runner.ts";
import { type JobKind, jobKind } from "./jobs.ts";

/** Drops the finished jobs of one database past their time, each program its own; once a day. */
export const FORGET_JOBS: Readonly<Record<Program, JobKind<{ database: string }>>> = {
  product: jobKind("platform.forget_jobs", { runner: "product", in: "control" }),
  console: jobKind("platform.forget_jobs_of_console", { runner: "console", in: "control" }),
};

/** The handler of each program. Run again, it finds nothing to do. */
export function forgetJobs(program: Program): (ctx: PersonCtx, payload: { database: string }) => Promise<void> {
  return async (_ctx, { database }) => {
    await forgetFinishedJobs(program, database);
  };
}
