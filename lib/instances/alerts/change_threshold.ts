import type { PersonCtx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { cleanLine, hasForbiddenCharacters } from "../../base/text.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { noteAct } from "../acts/note_act.ts";
import { holdCells } from "../cells/cell_store.ts";
import { settleAndTell } from "../cells/watch_cells.ts";
import { issue, refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { type DecidedThreshold, deleteThreshold, selectThresholds, upsertThreshold } from "./threshold_store.ts";
import { type Metric, METRICS } from "./thresholds.ts";

/** Largest figure of a threshold. */
const MAX_FIGURE = 1_000_000;

/** A threshold as it was typed; an empty subject holds for all. */
export interface ThresholdForm {
  readonly metric: string;
  readonly subject: string;
  readonly warning: string;
  readonly critical: string;
  readonly reason: string;
}

/** Thresholds that operators decided; the others are the program's. */
export async function listThresholds(_ctx: PersonCtx): Promise<readonly DecidedThreshold[]> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, selectThresholds);
}

/**
 * Decides from which figure on something is an alert, for one cell, dossier or queue or for all; the next look holds
 * to it. Refuses `threshold_metric`, `threshold_subject`, `threshold_figures`, `act_reason` (422).
 */
export async function changeThreshold(ctx: PersonCtx, by: Operator, form: ThresholdForm): Promise<void> {
  const { faults, metric, subject } = readTarget(form);
  const [warning, critical] = [readFigure(form.warning), readFigure(form.critical)];
  if (warning === null || critical === null || critical <= warning) faults.push(issue("threshold_figures"));
  else if (metric === "cell_load" && critical > 100) faults.push(issue("threshold_share"));
  refuseAll([...faults, ...actReasonIssues(form.reason)]);
  const reason = readActReason(form.reason), at = ctx.now;
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const figures = { warning: warning!, critical: critical! };
    // The cells' lock is the first of all.
    if (metric === "cell_load") await holdCells(tx);
    await upsertThreshold(tx, { metric: metric!, subject, ...figures, changedAt: at, changedBy: by.name });
    await noteAct(tx, by, { at, act: "change_threshold", subject: { kind: "threshold", id: nameOf(form) }, reason });
    await holdTo(tx, metric!, at);
  });
}

/** Goes back to what holds for all, or to the program's own. Refuses `act_reason` (422), `threshold_unknown` (404). */
export async function dropThreshold(
  ctx: PersonCtx,
  by: Operator,
  form: Pick<ThresholdForm, "metric" | "subject" | "reason">,
): Promise<void> {
  const { faults, metric, subject } = readTarget(form);
  refuseAll([...faults, ...actReasonIssues(form.reason)]);
  const reason = readActReason(form.reason);
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    if (metric === "cell_load") await holdCells(tx);
    if (!await deleteThreshold(tx, { metric: metric!, subject })) throw refuse("threshold_unknown");
    const noted = { kind: "threshold", id: nameOf(form) } as const;
    await noteAct(tx, by, { at: ctx.now, act: "change_threshold", subject: noted, reason });
    await holdTo(tx, metric!, ctx.now);
  });
}

/** A cell is to be watched from the load at which it closes: what is full by the new figure closes now. */
async function holdTo(tx: Tx, metric: Metric, at: IsoInstant): Promise<void> {
  if (metric === "cell_load") await settleAndTell(tx, at);
}

function readTarget(form: Pick<ThresholdForm, "metric" | "subject">) {
  const metric: Metric | undefined = METRICS.find((known) => known === form.metric);
  const subject = cleanLine(form.subject);
  const faults: Issue[] = [];
  if (metric === undefined) faults.push(issue("threshold_metric"));
  if (subject.length > 100 || hasForbiddenCharacters(subject)) faults.push(issue("threshold_subject"));
  return { faults, metric, subject };
}

function readFigure(typed: string): number | null {
  const figure = /^\d{1,7}$/.test(typed.trim()) ? Number(typed) : 0;
  return figure >= 1 && figure <= MAX_FIGURE ? figure : null;
}

function nameOf({ metric, subject }: Pick<ThresholdForm, "metric" | "subject">): string {
  return subject.trim() === "" ? metric : `${metric} ${subject.trim()}`;
}
