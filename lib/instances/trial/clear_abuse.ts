import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { refuse } from "../refusals.ts";
import { markLooked, type ReportedDossier, selectReported } from "./abuse_store.ts";
import { noteAct } from "../acts/note_act.ts";
import type { Operator } from "./trial_mails.ts";

/** Dossiers that were reported and that nobody has looked at, the oldest first. */
export async function listReported(_ctx: PersonCtx): Promise<readonly ReportedDossier[]> {
  return await onControl((tx) => selectReported(tx));
}

/** One of them. Refuses `no_reports` (404). */
export async function viewReported(_ctx: PersonCtx, tenantId: Uuid): Promise<ReportedDossier> {
  const [found] = await onControl((tx) => selectReported(tx, tenantId));
  if (!found) throw refuse("no_reports");
  return found;
}

/**
 * Notes that an operator has looked at a dossier's reports, and what he found: new mails leave again, those that wait
 * are decided one by one. Refuses: `act_reason` (422), `no_reports` (404).
 */
export async function clearAbuse(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...typed }: { tenantId: Uuid; reason: string },
): Promise<void> {
  const reason = readActReason(typed.reason);
  await onControl(async (tx) => {
    if (await markLooked(tx, tenantId, ctx.now) === 0) throw refuse("no_reports");
    await noteAct(tx, by, { at: ctx.now, subject: { kind: "instance", id: tenantId }, act: "clear_abuse", reason });
  });
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
