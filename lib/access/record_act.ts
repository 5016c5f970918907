import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import { deleteAct, insertAct, loadAct, type PlacedAct } from "./act_store.ts";
import { RECORD_ACCESS_ACT } from "./jobs.ts";

/** What an act on rights was about. `label` is the name of a member, for a cell that does not know him yet. */
export interface ActSubject {
  readonly kind:
    | "member"
    | "invitation"
    | "profile"
    | "passwords"
    | "security"
    | "company_sign_in"
    | "recovery"
    | "erasure"
    | "anchors"
    | "dossier";
  readonly id: Uuid;
  readonly label?: string;
}

/**
 * Writes down who did what with rights, in the transaction of control that does it; a job copies it into the dossier's
 * activity under the same id, so that it stands there once. No name belongs in the summary: labels can be erased.
 */
export async function recordAct(
  tx: Tx,
  ctx: Pick<Ctx, "tenantId" | "personId" | "actor" | "now">,
  act: { verb: string; subject: ActSubject; summary: string },
): Promise<void> {
  const { tenantId, personId, actor, now: at } = ctx;
  const id = newId();
  const { verb, subject, summary } = act;
  const about = { subjectKind: subject.kind, subjectId: subject.id, subjectLabel: subject.label ?? null };
  await insertAct(tx, tenantId, { id, at, personId, actor, verb, ...about, summary });
  const payload = { tenantId, actId: id };
  await enqueue(tx, RECORD_ACCESS_ACT, { tenantId, payload, dedupeKey: id, priority: 5 });
}

/** An act that waits to be written in its dossier's cell; null once it was. */
export async function pendingAct(key: { tenantId: Uuid; id: Uuid }): Promise<PlacedAct | null> {
  return await withControl({ tenantId: key.tenantId }, (tx) => loadAct(tx, key), { mode: "read" });
}

/** Forgets an act that was written in the cell; twice is no error. */
export async function settleAct(key: { tenantId: Uuid; id: Uuid }): Promise<void> {
  await withControl({ tenantId: key.tenantId }, (tx) => deleteAct(tx, key));
}
