import type { PersonCtx } from "../../base/ctx.ts";
import { present } from "../../base/assert.ts";
import { checkSiret } from "../../base/identifiers.ts";
import type { Uuid } from "../../base/ids.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import { refuseAll } from "../../base/refusal.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { issue, refuse } from "../refusals.ts";
import { noteAct } from "../acts/note_act.ts";
import { findInstanceCard, type InstanceCard, writeConfirmedSiret } from "./siret_store.ts";
import type { Operator } from "./trial_mails.ts";

/**
 * Notes that an operator has found the SIRET of a trial to be its own: documents that show this number leave without
 * the limits of a trial. Should the dossier declare another later, the limits are back by themselves.
 * Refuses: `siret_form`, `act_reason` (422), `instance_unknown` (404), `not_trial` (409).
 */
export async function confirmSiret(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...typed }: { tenantId: Uuid; siret: string; reason: string },
): Promise<void> {
  const siret = checkSiret(typed.siret);
  refuseAll([
    ...(siret.ok ? [] : [issue("siret_form", { values: { reason: siret.reason } })]),
    ...actReasonIssues(typed.reason),
  ]);
  const reason = readActReason(typed.reason), value = present(siret.ok ? siret.value : null, "a SIRET that was read");
  await onControl(async (tx) => {
    const { state } = await known(tx, tenantId);
    if (state !== "trial") throw refuse("not_trial");
    await writeConfirmedSiret(tx, tenantId, { siret: value, at: ctx.now, by: by.operatorId });
    await noteAct(tx, by, { at: ctx.now, subject: { kind: "instance", id: tenantId }, act: "confirm_siret", reason });
  });
}

/**
 * Takes a confirmation back: the limits of a trial hold again from the next request.
 * Refuses: `act_reason` (422), `instance_unknown` (404), `siret_not_confirmed` (409).
 */
export async function withdrawSiret(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...typed }: { tenantId: Uuid; reason: string },
): Promise<void> {
  const reason = readActReason(typed.reason);
  await onControl(async (tx) => {
    const { confirmedSiret } = await known(tx, tenantId);
    if (confirmedSiret === null) throw refuse("siret_not_confirmed");
    await writeConfirmedSiret(tx, tenantId, null);
    await noteAct(tx, by, { at: ctx.now, subject: { kind: "instance", id: tenantId }, act: "withdraw_siret", reason });
  });
}

async function known(tx: Tx, tenantId: Uuid): Promise<InstanceCard> {
  const found = await findInstanceCard(tx, tenantId);
  if (!found) throw refuse("instance_unknown");
  return found;
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
