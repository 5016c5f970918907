import type { PersonCtx } from "../../base/ctx.ts";
import { type IsoInstant, nextHourOfDay } from "../../base/dates.ts";
import { Refusal } from "../../base/refusal.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { raiseAlert } from "../alerts/raise_alert.ts";
import { startMove } from "../moves/start_move.ts";
import type { Operator } from "../trial/trial_mails.ts";
import type { Life } from "./life.ts";
import { isInTrialCell } from "./planned_move_store.ts";

/** The hour of a company's day at which nobody is expected in its dossier. */
export const QUIET_HOUR = 3;

/** The next quiet hour of a company. */
export function quietHour(now: IsoInstant, timeZone: string): IsoInstant {
  return nextHourOfDay(now, QUIET_HOUR, timeZone);
}

/**
 * Begins the move of a dossier that has just been activated, for the next quiet hour of its company: until it is done
 * the dossier works on in its trial cell. Where no move can begin, an alert says so and the activation stands;
 * operators ask for the move when there is room again. Nothing for a dossier that does not live in a trial cell.
 */
export async function leaveTrialCell(
  tx: Tx,
  ctx: PersonCtx,
  { life, by, change, reason }: { life: Life; by: Operator; change: Uuid; reason: string },
): Promise<void> {
  const { tenantId, cell, timeZone } = life;
  if (!await isInTrialCell(tx, cell)) return;
  const asked = { tenantId, to: { kind: "production" }, by, reason, idempotencyKey: `activate ${change}` } as const;
  try {
    await startMove(tx, ctx, { ...asked, notBefore: quietHour(ctx.now, timeZone) });
  } catch (error) {
    // Refused before anything was written: the activation goes on.
    if (!(error instanceof Refusal)) throw error;
    const subject = { kind: "dossier", id: tenantId } as const;
    const figures = { cell, reason: error.code };
    await raiseAlert(tx, { kind: "not_moved", subject, level: "warning", at: ctx.now, figures });
  }
}
