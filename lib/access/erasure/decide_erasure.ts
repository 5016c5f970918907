import type { PersonCtx } from "../../base/ctx.ts";
import { enqueue } from "../../platform/jobs.ts";
import { approve, type DecisionForm, type DecisionOfTwo, decline, takeBack } from "../decisions/decide.ts";
import { CARRY_OUT_ERASURE } from "../jobs.ts";
import { IN_A_CELL, type Operator } from "../recovery/recovery.ts";
import { cancelErasureRow, decideErasureRow, loadErasure } from "./erasure_store.ts";

const ERASURE: DecisionOfTwo = {
  subject: "erasure",
  openIn: IN_A_CELL,
  load: loadErasure,
  decide: decideErasureRow,
  cancel: cancelErasureRow,
  begin: (tx, { tenantId, id }) => {
    return enqueue(tx, CARRY_OUT_ERASURE, { tenantId, payload: { tenantId, erasureId: id }, dedupeKey: id });
  },
  refusals: {
    unknown: "no_erasure",
    own: "erasure_own",
    decided: "erasure_decided",
    over: "erasure_decided",
    closedTo: "erasure_dossier",
    unchecked: "erasure_unchecked",
  },
  words: {
    approved: { act: "approve_erasure", verb: "approveErasure", summary: "Effacement accordé par une autre personne" },
    refused: { act: "refuse_erasure", verb: "refuseErasure", summary: "Effacement refusé" },
    cancelled: { act: "cancel_erasure", verb: "cancelErasure", summary: "Demande d’effacement annulée" },
  },
};

/**
 * Approves an erasure that another operator asked for: the purger carries it out, for good. `isChecked`: the second
 * operator has seen the dates and the archives himself.
 * Refuses `no_erasure` (404), `erasure_own`, `erasure_decided`, `erasure_dossier` (409), `act_reason`,
 * `erasure_unchecked` (422).
 */
export async function approveErasure(
  ctx: PersonCtx,
  operator: Operator,
  form: DecisionForm & { readonly isChecked: boolean },
): Promise<void> {
  await approve(ctx, operator, { kind: ERASURE, ...form });
}

/**
 * Refuses an erasure that another operator asked for, with a reason.
 * Refuses `no_erasure` (404), `erasure_own`, `erasure_decided` (409), `act_reason` (422).
 */
export async function refuseErasure(ctx: PersonCtx, operator: Operator, form: DecisionForm): Promise<void> {
  await decline(ctx, operator, { kind: ERASURE, ...form });
}

/**
 * Takes an erasure back, whoever asked, while nobody has decided.
 * Refuses `no_erasure` (404), `erasure_decided` (409), `act_reason` (422).
 */
export async function cancelErasure(ctx: PersonCtx, operator: Operator, form: DecisionForm): Promise<void> {
  await takeBack(ctx, operator, { kind: ERASURE, ...form });
}
