import type { Ctx, PersonCtx } from "../base/ctx.ts";
import { CONTROL } from "./db/pools.ts";
import { forgetFinishedJobs } from "./job_runner.ts";
import { jobKind } from "./jobs.ts";

/** Drops the finished jobs of a database past their time, each program its own; once a day. */
export const FORGET_JOBS = {
  productInControl: jobKind<null>("platform.forget_control_jobs", { runner: "product", in: "control" }),
  productInCell: jobKind<null>("platform.forget_cell_jobs", { runner: "product", in: "cell" }),
  consoleInControl: jobKind<null>("platform.forget_control_jobs_of_console", { runner: "console", in: "control" }),
} as const;

/** Handler for control, by the program that runs it. */
export function forgetControlJobs(program: "product" | "console"): (ctx: PersonCtx) => Promise<void> {
  return async () => {
    await forgetFinishedJobs(program, CONTROL);
  };
}

/** Handler for a cell. */
export async function forgetCellJobs(ctx: Ctx): Promise<void> {
  await forgetFinishedJobs("product", ctx.cell);
}
