import type { PersonCtx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { noteAct } from "../acts/note_act.ts";
import { onControl } from "../cells/ask_cell.ts";
import { selectCells } from "../cells/cell_store.ts";
import { CARRY_OUT_JOB_ORDER } from "../jobs.ts";
import { issue, refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { JOB_ORDER_ACTS, type JobOrder, type JobOrderAct, type ParkedJobKey } from "./job_order.ts";
import { insertJobOrder, selectJobOrders, settleControlJob } from "./job_order_store.ts";
import { findParkedJob, type ParkedJob } from "./job_query.ts";

/** A parked job as its page shows it. */
export interface ParkedJobView {
  /** Null where it waits no more: it was tried again, dropped, or left with its dossier. */
  readonly job: ParkedJob | null;
  readonly orders: readonly JobOrder[];
  /** Since when its cell does not answer; null while it does. */
  readonly downSince: IsoInstant | null;
}

/** What an operator types about a parked job. */
export interface JobOrderForm {
  readonly act: string;
  readonly reason: string;
}

/** One parked job, and what was asked of it. Refuses `job_unknown` (404). */
export async function viewParkedJob(_ctx: PersonCtx, key: ParkedJobKey): Promise<ParkedJobView> {
  return await onControl(async (tx) => {
    const job = await findParkedJob(tx, key), orders = await selectJobOrders(tx, key);
    if (!job && orders.length === 0) throw refuse("job_unknown");
    return { job, orders, downSince: await downSinceOf(tx, key.place) };
  });
}

/**
 * Asks that a parked job be tried again (`retry`), or never again (`drop`): at once in control, in a cell by a job of
 * the console. Refuses `job_act`, `act_reason` (422), `job_unknown` (404), `job_gone`, `job_ordered`, `job_cell_silent`
 * (409).
 */
export async function orderJob(
  ctx: PersonCtx,
  by: Operator,
  { act: typed, reason: why, ...key }: ParkedJobKey & JobOrderForm,
): Promise<void> {
  const act = JOB_ORDER_ACTS.find((known) => known === typed), faults: Issue[] = act ? [] : [issue("job_act")];
  refuseAll([...faults, ...actReasonIssues(why)]);
  const reason = readActReason(why), orderId = newId(), { place, tenantId, id } = key;
  await onControl(async (tx) => {
    const job = await waiting(tx, key), isDone = place === CONTROL;
    if (await downSinceOf(tx, place) !== null) throw refuse("job_cell_silent");
    const order = { ...key, orderId, kind: job.kind, act: act!, askedByName: by.name, at: ctx.now, isDone };
    if (isDone && !await settleControlJob(tx, key, act!)) throw refuse("job_gone");
    if (!await insertJobOrder(tx, order)) throw refuse("job_ordered");
    const subject = { kind: "job", id, ...job.companyName !== null && { instanceId: tenantId } } as const;
    await noteAct(tx, by, { at: ctx.now, act: ACTS[act!], subject, reason });
    if (isDone) return;
    await enqueue(tx, CARRY_OUT_JOB_ORDER, {
      tenantId,
      payload: { tenantId, orderId },
      dedupeKey: orderId,
      priority: 5,
    });
  });
}

const ACTS = { retry: "retry_job", drop: "drop_job" } as const satisfies Record<JobOrderAct, string>;

async function waiting(tx: Tx, key: ParkedJobKey): Promise<ParkedJob> {
  const job = await findParkedJob(tx, key);
  if (job) return job;
  throw refuse((await selectJobOrders(tx, key)).length > 0 ? "job_gone" : "job_unknown");
}

async function downSinceOf(tx: Tx, place: string): Promise<IsoInstant | null> {
  if (place === CONTROL) return null;
  const [cell] = await selectCells(tx, place);
  return cell?.downSince ?? null;
}

/** Which order, as its job is asked for. */
export interface JobOrderKey {
  readonly tenantId: Uuid;
  readonly orderId: Uuid;
}
