import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { jobKind } from "../platform/jobs.ts";
import type { ChangedState } from "./life/life.ts";
import type { Notice } from "./life/notices.ts";

/** Brings a procedure to its end, from the step where it stands. */
export const ADVANCE_PROCEDURE = jobKind<{ tenantId: Uuid; procedureId: Uuid }>("instances.advance_procedure", {
  runner: "product",
  in: "control",
});

/** Gives a procedure of the console its next turn of seconds. Killed, it is taken up again when its lease is over. */
export const ADVANCE_CONSOLE_PROCEDURE = jobKind<{ tenantId: Uuid; procedureId: Uuid }>(
  "instances.advance_console_procedure",
  { runner: "console", in: "control", maxAttempts: 1_000 },
);

/** Gives a turn to each procedure of the console that nothing has touched for a while; once an hour. */
export const REVIVE_PROCEDURES = jobKind<Record<string, never>>("instances.revive_procedures", {
  runner: "console",
  in: "control",
});

/** Carries out in its dossier what an operator decided of a held mail. */
export const CARRY_OUT_MAIL_DECISION = jobKind<{ tenantId: Uuid; sendingId: Uuid }>(
  "instances.carry_out_mail_decision",
  { runner: "product", in: "control" },
);

/** Samples the sizes of a cell's dossiers for the console; once a night. */
export const SAMPLE_FIGURES = jobKind<{ cell: string }>("instances.sample_figures", {
  runner: "console",
  in: "control",
});

/** Tells the operators what happened to an alert: a mail to each, a call to the webhook. */
export const TELL_ALERT = jobKind<{ alertId: Uuid; eventId: Uuid }>("instances.tell_alert", {
  runner: "console",
  in: "control",
});

/** Makes the archive of everything of a dossier that is closed to be kept. */
export const KEEP_ARCHIVE = jobKind<{ tenantId: Uuid; changeId: Uuid }>("instances.keep_archive", {
  runner: "product",
  in: "control",
});

/** Begins to keep the dossiers that were closed to be kept, their cooling-off over; once an hour. */
export const WATCH_KEEPING = jobKind<Record<string, never>>("instances.watch_keeping", {
  runner: "console",
  in: "control",
});

/** Prepares the erasure of kept dossiers whose years are over, and tells operators; once a day. */
export const WATCH_RETENTION = jobKind<Record<string, never>>("instances.watch_retention", {
  runner: "console",
  in: "control",
});

/** Seals in a dossier's log that its state has changed. */
export const SEAL_STATE = jobKind<ChangedState & { readonly at: IsoInstant }>("instances.seal_state", {
  runner: "product",
  in: "control",
});

/** What is told of a dossier's life; `key` makes it one thing, told once. */
export interface LifeNews {
  readonly tenantId: Uuid;
  readonly notice: Notice;
  readonly key: string;
}

/** Tells the owners and administrators of a dossier what becomes of it: one mail each. */
export const TELL_LIFE = jobKind<LifeNews>("instances.tell_life", { runner: "product", in: "control" });

/** One of these mails. */
export const LIFE_MAIL = jobKind<LifeNews & { readonly personId: Uuid }>("instances.life_mail", {
  runner: "product",
  in: "control",
});

/** Looks for trials whose end is near, and for those that nobody activated; once an hour. */
export const WATCH_TRIALS = jobKind<Record<string, never>>("instances.watch_trials", {
  runner: "product",
  in: "control",
});

/** Measures every cell for the console: its load, or that it does not answer; every ten minutes. */
export const SAMPLE_CELLS = jobKind<Record<string, never>>("instances.sample_cells", {
  runner: "console",
  in: "control",
});

/** Tells operators how the cells stand after an opening has closed one. */
export const WATCH_CELLS = jobKind<Record<string, never>>("instances.watch_cells", {
  runner: "console",
  in: "control",
});

/** Writes to one operator what happened to an alert. */
export const MAIL_ALERT = jobKind<{ alertId: Uuid; eventId: Uuid; operatorId: Uuid }>("instances.mail_alert", {
  runner: "console",
  in: "control",
});

/** Calls the operators' webhook with what happened to an alert. */
export const CALL_WEBHOOK = jobKind<{ alertId: Uuid; eventId: Uuid }>("instances.call_webhook", {
  runner: "console",
  in: "control",
});

/** Calls the operators' webhook once, about no alert, and keeps the answer. */
export const TRY_WEBHOOK = jobKind<{ trialId: Uuid; at: IsoInstant }>("instances.try_webhook", {
  runner: "console",
  in: "control",
});

/** Writes to a dossier's administrators that it approaches its size. Asked by the console's nightly look. */
export const MAIL_SIZE = jobKind<{ tenantId: Uuid; percent: number }>("instances.mail_size", {
  runner: "product",
  in: "control",
});

/** Looks at the queue of a database: parked jobs, jobs that wait too long. */
export const CHECK_QUEUE = jobKind<{ database: string }>("instances.check_queue", {
  runner: "console",
  in: "control",
});

/** Carries out in its cell what an operator asked of a parked job. */
export const CARRY_OUT_JOB_ORDER = jobKind<{ tenantId: Uuid; orderId: Uuid }>("instances.carry_out_job_order", {
  runner: "console",
  in: "control",
  maxAttempts: 1_000,
});
