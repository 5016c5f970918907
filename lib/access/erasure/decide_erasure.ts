import type { PersonCtx } from "../../base/ctx.ts";
import { type Act, noteAct } from "../../instances/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue } from "../../platform/jobs.ts";
import { CARRY_OUT_ERASURE } from "../jobs.ts";
import { recordAct } from "../record_act.ts";
import { readText } from "../recovery/ask_recovery.ts";
import { asTeam, type Operator, RECOVERABLE } from "../recovery/recovery.ts";
import { refuse } from "../refusals.ts";
import type { Erasure, ErasureKey } from "./erasure.ts";
import { cancelErasureRow, decideErasureRow, loadErasure } from "./erasure_store.ts";

/**
 * Approves an erasure that another operator asked for: the purger carries it out, for good. `isChecked`: the second
 * operator has seen the dates and the archives himself.
 * Refuses `no_erasure` (404), `erasure_own`, `erasure_decided`, `erasure_dossier` (409), `erasure_unchecked` (422).
 */
export async function approveErasure(
  ctx: PersonCtx,
  operator: Operator,
  { isChecked, ...key }: ErasureKey & { readonly isChecked: boolean },
): Promise<void> {
  await onErasure(key, async (tx, erasure) => {
    refuseToDecide(erasure, operator);
    if (!RECOVERABLE.has(erasure.instanceState)) throw refuse("erasure_dossier");
    if (!isChecked) throw refuse("erasure_unchecked");
    const said = { ...operator, approves: true, reason: null, at: ctx.now };
    if (!await decideErasureRow(tx, key, said)) throw refuse("erasure_decided");
    const { tenantId, id } = key;
    await enqueue(tx, CARRY_OUT_ERASURE, { tenantId, payload: { tenantId, erasureId: id }, dedupeKey: id });
    await record(tx, ctx, operator, {
      key,
      act: "approve_erasure",
      reason: CHECKED,
      verb: "approveErasure",
      summary: "Effacement accordé par une autre personne",
    });
  });
}

/**
 * Refuses an erasure that another operator asked for, with a reason.
 * Refuses `no_erasure` (404), `erasure_own`, `erasure_decided` (409), `erasure_reason` (422).
 */
export async function refuseErasure(
  ctx: PersonCtx,
  operator: Operator,
  { reason: typed, ...key }: ErasureKey & { readonly reason: string },
): Promise<void> {
  await onErasure(key, async (tx, erasure) => {
    refuseToDecide(erasure, operator);
    const reason = readReason(typed), said = { ...operator, approves: false, reason, at: ctx.now };
    if (!await decideErasureRow(tx, key, said)) throw refuse("erasure_decided");
    await record(tx, ctx, operator, {
      key,
      act: "refuse_erasure",
      reason,
      verb: "refuseErasure",
      summary: "Effacement refusé",
    });
  });
}

/**
 * Takes an erasure back, whoever asked, while nobody has decided.
 * Refuses `no_erasure` (404), `erasure_decided` (409), `erasure_reason` (422).
 */
export async function cancelErasure(
  ctx: PersonCtx,
  operator: Operator,
  { reason: typed, ...key }: ErasureKey & { readonly reason: string },
): Promise<void> {
  await onErasure(key, async (tx) => {
    const reason = readReason(typed), said = { reason, at: ctx.now };
    if (!await cancelErasureRow(tx, key, said)) throw refuse("erasure_decided");
    await record(tx, ctx, operator, {
      key,
      act: "cancel_erasure",
      reason,
      verb: "cancelErasure",
      summary: "Demande d’effacement annulée",
    });
  });
}

async function onErasure(key: ErasureKey, work: (tx: Tx, erasure: Erasure) => Promise<void>): Promise<void> {
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const erasure = await loadErasure(tx, key);
    if (!erasure) throw refuse("no_erasure");
    await work(tx, erasure);
  });
}

/** The reason of an approval: what whoever approves has ticked. */
const CHECKED = "Date et archives vérifiées par la personne qui décide.";

/** Whoever asked does not decide; what was decided is not decided again. */
function refuseToDecide({ state, askedBy }: Erasure, { operatorId }: Operator): void {
  if (state !== "asked") throw refuse("erasure_decided");
  if (askedBy === operatorId) throw refuse("erasure_own");
}

function readReason(typed: string): string {
  const reason = readText(typed);
  if (reason === null || reason === "") throw refuse("erasure_reason");
  return reason;
}

async function record(
  tx: Tx,
  { now }: PersonCtx,
  operator: Operator,
  { key, act, reason, verb, summary }: {
    key: ErasureKey;
    act: Act;
    reason: string;
    verb: string;
    summary: string;
  },
): Promise<void> {
  const subject = { kind: "erasure", id: key.id, instanceId: key.tenantId } as const;
  await noteAct(tx, operator, { at: now, act, subject, reason });
  await recordAct(tx, asTeam(key.tenantId, now), { verb, subject: { kind: "erasure", id: key.id }, summary });
}
