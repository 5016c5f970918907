import { type JobKind, jobKind } from "../platform/jobs.ts";

/** Writes into control which modules are off, for the entrance of each request. */
export const MIRROR_MODULES: JobKind<Record<string, never>> = jobKind("company.mirror_modules", {
  runner: "product",
  in: "cell",
});
