import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { findMailDecision, insertHeldMail, loadTrialMails } from "./held_mail_store.ts";
import type { HeldReason, MailDecision, TrialMails } from "./trial_mails.ts";

/** Which mail: a sending of a dossier. */
export interface HeldMailKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** Puts a mail that the cell holds into the operator's queue; once, however often it is asked. */
export async function queueHeldMail(
  key: HeldMailKey,
  held: { heldAt: IsoInstant; reasons: readonly HeldReason[] },
): Promise<void> {
  await withControl({ tenantId: key.tenantId }, (tx) => insertHeldMail(tx, { ...key, ...held }));
}

/** What an operator decided of a held mail, and where its dossier is; null while nobody has. */
export async function mailDecision(key: HeldMailKey): Promise<MailDecision | null> {
  return await withControl({ tenantId: key.tenantId }, (tx) => findMailDecision(tx, key), { mode: "read" });
}

/** What the dossier may mail as it stands now; null for one that is no trial. */
export async function findTrialMails(tenantId: Uuid): Promise<TrialMails | null> {
  return await withControl({ tenantId }, (tx) => loadTrialMails(tx, tenantId), { mode: "read" });
}
