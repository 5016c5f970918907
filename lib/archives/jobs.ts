import type { Uuid } from "../base/ids.ts";
import { type JobKind, jobKind } from "../platform/jobs.ts";

/** Tries of one step before the archive is said to have failed. */
export const STEP_TRIES = 6;

/** Carries an archive one step further; each step asks for the next. */
export const MAKE_ARCHIVE: JobKind<{ archiveId: Uuid; step: number }> = jobKind("archives.make_archive", {
  runner: "product",
  in: "cell",
  maxAttempts: STEP_TRIES,
});

/** Goes on with the reading of the numbering journal where a look had to stop. */
export const READ_NUMBERS: JobKind<Record<string, never>> = jobKind("archives.read_numbers", {
  runner: "product",
  in: "cell",
});

/** Carries an exit archive one step further; each step asks for the next. */
export const MAKE_EXIT: JobKind<{ exitId: Uuid; step: number }> = jobKind("archives.make_exit", {
  runner: "product",
  in: "cell",
  maxAttempts: STEP_TRIES,
});

/** Tells operators that documents are missing in the exit archive of somebody who leaves. */
export const TELL_LACKING: JobKind<{ tenantId: Uuid; exitId: Uuid; lacking: number }> = jobKind(
  "archives.tell_lacking",
  { runner: "console", in: "control" },
);

/** Removes an exit archive whose days are over. */
export const EXPIRE_EXIT: JobKind<{ exitId: Uuid }> = jobKind("archives.expire_exit", {
  runner: "product",
  in: "cell",
});
