import type { PersonCtx } from "../../base/ctx.ts";
import { type Act, noteAct } from "../../instances/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue } from "../../platform/jobs.ts";
import { BEGIN_RECOVERY } from "../jobs.ts";
import { recordAct } from "../record_act.ts";
import { refuse } from "../refusals.ts";
import { readText } from "./ask_recovery.ts";
import { asTeam, type Operator, RECOVERABLE, type Recovery, type RecoveryKey } from "./recovery.ts";
import { cancelRecoveryRow, decideRecovery, loadRecovery } from "./recovery_store.ts";

/**
 * Approves a recovery that another operator asked for: the members are told, then the days run. `isChecked`: the
 * second operator has seen the papers himself.
 * Refuses `no_recovery` (404), `recovery_own`, `recovery_decided`, `recovery_dossier` (409),
 * `recovery_unchecked` (422).
 */
export async function approveRecovery(
  ctx: PersonCtx,
  operator: Operator,
  { isChecked, ...key }: RecoveryKey & { readonly isChecked: boolean },
): Promise<void> {
  await onRecovery(key, async (tx, recovery) => {
    refuseToDecide(recovery, operator);
    if (!RECOVERABLE.has(recovery.instanceState)) throw refuse("recovery_dossier");
    if (!isChecked) throw refuse("recovery_unchecked");
    const said = { ...operator, approves: true, reason: null, at: ctx.now };
    if (!await decideRecovery(tx, key, said)) throw refuse("recovery_decided");
    const { tenantId, id } = key;
    const payload = { tenantId, recoveryId: id };
    await enqueue(tx, BEGIN_RECOVERY, { tenantId, payload, dedupeKey: id, priority: 10 });
    await record(tx, ctx, operator, {
      key,
      act: "approve_recovery",
      reason: CHECKED,
      verb: "approveRecovery",
      summary: "Reprise du dossier accordée par une autre personne",
    });
  });
}

/**
 * Refuses a recovery that another operator asked for, with a reason.
 * Refuses `no_recovery` (404), `recovery_own`, `recovery_decided` (409), `recovery_reason` (422).
 */
export async function refuseRecovery(
  ctx: PersonCtx,
  operator: Operator,
  { reason: typed, ...key }: RecoveryKey & { readonly reason: string },
): Promise<void> {
  await onRecovery(key, async (tx, recovery) => {
    refuseToDecide(recovery, operator);
    const reason = readReason(typed), said = { ...operator, approves: false, reason, at: ctx.now };
    if (!await decideRecovery(tx, key, said)) throw refuse("recovery_decided");
    await record(tx, ctx, operator, {
      key,
      act: "refuse_recovery",
      reason,
      verb: "refuseRecovery",
      summary: "Reprise du dossier refusée",
    });
  });
}

/**
 * Takes a recovery back, whoever asked, until the new person is invited.
 * Refuses `no_recovery` (404), `recovery_over` (409), `recovery_reason` (422).
 */
export async function cancelRecovery(
  ctx: PersonCtx,
  operator: Operator,
  { reason: typed, ...key }: RecoveryKey & { readonly reason: string },
): Promise<void> {
  await onRecovery(key, async (tx) => {
    const reason = readReason(typed);
    if (!await cancelRecoveryRow(tx, key, { reason, at: ctx.now })) throw refuse("recovery_over");
    await record(tx, ctx, operator, {
      key,
      act: "cancel_recovery",
      reason,
      verb: "cancelRecovery",
      summary: "Reprise du dossier annulée",
    });
  });
}

async function onRecovery(key: RecoveryKey, work: (tx: Tx, recovery: Recovery) => Promise<void>): Promise<void> {
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const recovery = await loadRecovery(tx, key);
    if (!recovery) throw refuse("no_recovery");
    await work(tx, recovery);
  });
}

/** The reason of an approval: what whoever approves has ticked. */
const CHECKED = "Pièces et demande vérifiées par la personne qui décide.";

/** Whoever asked does not decide; what was decided is not decided again. */
function refuseToDecide({ state, askedBy }: Recovery, { operatorId }: Operator): void {
  if (state !== "asked") throw refuse("recovery_decided");
  if (askedBy === operatorId) throw refuse("recovery_own");
}

function readReason(typed: string): string {
  const reason = readText(typed);
  if (reason === null || reason === "") throw refuse("recovery_reason");
  return reason;
}

async function record(
  tx: Tx,
  { now }: PersonCtx,
  operator: Operator,
  { key, act, reason, verb, summary }: {
    key: RecoveryKey;
    act: Act;
    reason: string;
    verb: string;
    summary: string;
  },
): Promise<void> {
  const subject = { kind: "recovery", id: key.id, instanceId: key.tenantId } as const;
  await noteAct(tx, operator, { at: now, act, subject, reason });
  await recordAct(tx, asTeam(key.tenantId, now), { verb, subject: { kind: "recovery", id: key.id }, summary });
}
