import type { Uuid } from "../base/ids.ts";
import { type JobKind, jobKind } from "../platform/jobs.ts";

/** Takes a verification of the sealed log further, a few seconds at a time. */
export const CHECK_LOG: JobKind<{ checkId: Uuid }> = jobKind("antifraud.check_log", { runner: "product", in: "cell" });
