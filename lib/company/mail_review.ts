import { addressOfMember } from "../access/mod.ts";
import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import {
  findOpenness,
  findTrialMails,
  type HeldMailKey,
  type HeldReason,
  type MailDecision,
  mailDecision as decisionOf,
  type Openness,
  queueHeldMail,
  type TrialMails,
} from "../instances/mod.ts";

/** What the directory says of the dossier's mails now; null for a dossier that is no trial. */
export async function trialMails({ tenantId }: Pick<Ctx, "tenantId">): Promise<TrialMails | null> {
  return await findTrialMails(tenantId);
}

/** What the dossier's state is now: one that is not `open` writes to nobody. */
export async function opennessNow({ tenantId, now }: Pick<Ctx, "tenantId" | "now">): Promise<Openness> {
  return await findOpenness(tenantId, now);
}

/** Asks the operator to look at a mail that the dossier holds; once, however often it is asked. */
export async function askMailReview(
  { tenantId }: Pick<Ctx, "tenantId">,
  mail: { id: Uuid; heldAt: IsoInstant; reasons: readonly HeldReason[] },
): Promise<void> {
  await queueHeldMail({ tenantId, id: mail.id }, mail);
}

/** What the operator decided of a held mail, and where the dossier is; null while nobody has. */
export async function mailDecision(key: HeldMailKey): Promise<MailDecision | null> {
  return await decisionOf(key);
}

/** Where to write to somebody who works in the dossier; null once he has left it. */
export async function memberAddress({ tenantId }: Pick<Ctx, "tenantId">, personId: Uuid): Promise<string | null> {
  return await addressOfMember(tenantId, personId);
}
