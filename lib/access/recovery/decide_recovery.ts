import type { PersonCtx } from "../../base/ctx.ts";
import { enqueue } from "../../platform/jobs.ts";
import { approve, type DecisionForm, type DecisionOfTwo, decline, takeBack } from "../decisions/decide.ts";
import { BEGIN_RECOVERY } from "../jobs.ts";
import { type Operator, RECOVERABLE } from "./recovery.ts";
import { cancelRecoveryRow, decideRecovery, loadRecovery } from "./recovery_store.ts";

const RECOVERY: DecisionOfTwo = {
  subject: "recovery",
  openIn: RECOVERABLE,
  load: loadRecovery,
  decide: decideRecovery,
  cancel: cancelRecoveryRow,
  begin: (tx, { tenantId, id }) => {
    const payload = { tenantId, recoveryId: id };
    return enqueue(tx, BEGIN_RECOVERY, { tenantId, payload, dedupeKey: id, priority: 10 });
  },
  refusals: {
    unknown: "no_recovery",
    own: "recovery_own",
    decided: "recovery_decided",
    over: "recovery_over",
    closedTo: "recovery_dossier",
    unchecked: "recovery_unchecked",
  },
  words: {
    approved: {
      act: "approve_recovery",
      verb: "approveRecovery",
      summary: "Reprise du dossier accordée par une autre personne",
    },
    refused: { act: "refuse_recovery", verb: "refuseRecovery", summary: "Reprise du dossier refusée" },
    cancelled: { act: "cancel_recovery", verb: "cancelRecovery", summary: "Reprise du dossier annulée" },
  },
};

/**
 * Approves a recovery that another operator asked for: the members are told, then the days run. `isChecked`: the
 * second operator has seen the papers himself.
 * Refuses `no_recovery` (404), `recovery_own`, `recovery_decided`, `recovery_dossier` (409), `act_reason`,
 * `recovery_unchecked` (422).
 */
export async function approveRecovery(
  ctx: PersonCtx,
  operator: Operator,
  form: DecisionForm & { readonly isChecked: boolean },
): Promise<void> {
  await approve(ctx, operator, { kind: RECOVERY, ...form });
}

/**
 * Refuses a recovery that another operator asked for, with a reason.
 * Refuses `no_recovery` (404), `recovery_own`, `recovery_decided` (409), `act_reason` (422).
 */
export async function refuseRecovery(ctx: PersonCtx, operator: Operator, form: DecisionForm): Promise<void> {
  await decline(ctx, operator, { kind: RECOVERY, ...form });
}

/**
 * Takes a recovery back, whoever asked, until the new person is invited.
 * Refuses `no_recovery` (404), `recovery_over` (409), `act_reason` (422).
 */
export async function cancelRecovery(ctx: PersonCtx, operator: Operator, form: DecisionForm): Promise<void> {
  await takeBack(ctx, operator, { kind: RECOVERY, ...form });
}
