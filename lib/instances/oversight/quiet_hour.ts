import type { PersonCtx } from "../../base/ctx.ts";
import { type IsoInstant, nextHourOfDay } from "../../base/dates.ts";
import { refuseAll } from "../../base/refusal.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { noteAct } from "../acts/note_act.ts";
import { onControl } from "../cells/ask_cell.ts";
import { issue } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { type ChosenHour, loadQuietHour, writeQuietHour } from "./quiet_hour_store.ts";

/** The hour at which nobody is expected in a dossier, until an operator chooses another; Europe/Paris. */
export const USUAL_QUIET_HOUR = 3;

/** The hour at which planned moves begin, and who chose it. */
export interface QuietHour {
  readonly hour: number;
  /** Null while nobody has. */
  readonly chosen: ChosenHour | null;
}

/** The quiet hour of the console. */
export async function viewQuietHour(_ctx: PersonCtx): Promise<QuietHour> {
  return await onControl(quietHourIn);
}

/**
 * Chooses the hour of the day (0 to 23, Europe/Paris) at which planned moves begin from now on; those that wait keep
 * theirs. Refuses `quiet_hour`, `act_reason` (422).
 */
export async function changeQuietHour(
  ctx: PersonCtx,
  by: Operator,
  typed: { readonly hour: string; readonly reason: string },
): Promise<void> {
  const hour = /^\d{1,2}$/.test(typed.hour.trim()) ? Number(typed.hour) : 24;
  refuseAll([...hour > 23 ? [issue("quiet_hour")] : [], ...actReasonIssues(typed.reason)]);
  const reason = readActReason(typed.reason);
  await onControl(async (tx) => {
    await writeQuietHour(tx, { quietHour: hour, changedByName: by.name, changedAt: ctx.now });
    const subject = { kind: "setting", id: "quiet_hour" } as const;
    await noteAct(tx, by, { at: ctx.now, act: "change_quiet_hour", subject, reason });
  });
}

/** The same, inside a transaction of the console on control. */
export async function quietHourIn(tx: Tx): Promise<QuietHour> {
  const chosen = await loadQuietHour(tx);
  return { hour: chosen?.quietHour ?? USUAL_QUIET_HOUR, chosen };
}

/** The instant of the next quiet hour. */
export async function nextQuietHour(tx: Tx, now: IsoInstant): Promise<IsoInstant> {
  return nextHourOfDay(now, (await quietHourIn(tx)).hour);
}
