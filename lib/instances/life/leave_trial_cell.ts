import type { PersonCtx } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { raiseAlert } from "../alerts/raise_alert.ts";
import { nextQuietHour } from "../oversight/quiet_hour.ts";
import { startMove } from "../moves/start_move.ts";
import type { Operator } from "../trial/trial_mails.ts";
import type { Life } from "./life.ts";
import { isInTrialCell } from "./planned_move_store.ts";

/**
 * Begins the move of a dossier that has just been activated, for the next quiet hour of the console: until it is done
 * the dossier works on in its trial cell. Where no move can begin, an alert says so and the activation stands;
 * operators ask for the move when there is room again. Nothing for a dossier that does not live in a trial cell.
 */
export async function leaveTrialCell(
  tx: Tx,
  ctx: PersonCtx,
  { life, by, change, reason }: { life: Life; by: Operator; change: Uuid; reason: string },
): Promise<void> {
  const { tenantId, cell } = life;
  if (!await isInTrialCell(tx, cell)) return;
  const asked = { tenantId, to: { kind: "production" }, by, reason, idempotencyKey: `activate ${change}` } as const;
  try {
    await startMove(tx, ctx, { ...asked, notBefore: await nextQuietHour(tx, ctx.now) });
  } catch (error) {
    // Refused before anything was written: the activation goes on.
    if (!(error instanceof Refusal)) throw error;
    const subject = { kind: "dossier", id: tenantId } as const;
    const figures = { cell, reason: error.code };
    await raiseAlert(tx, { kind: "not_moved", subject, level: "warning", at: ctx.now, figures });
  }
}
