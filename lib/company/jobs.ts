import type { Uuid } from "../base/ids.ts";
import { type JobKind, jobKind } from "../platform/jobs.ts";

/** Writes into control which modules are off, for the entrance of each request. */
export const MIRROR_MODULES: JobKind<Record<string, never>> = jobKind("company.mirror_modules", {
  runner: "product",
  in: "cell",
});

/** Lets a change of IBAN take effect when its day is over. */
export const APPLY_IBAN_CHANGE: JobKind<{ changeId: Uuid }> = jobKind("company.apply_iban_change", {
  runner: "product",
  in: "cell",
});
