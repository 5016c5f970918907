import type { PersonCtx } from "../../base/ctx.ts";
import { dayOf, type IsoDate } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { findLife, findPlannedMove, type Life, type LifeNews, type Notice, unusedUntil } from "../../instances/mod.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { type ControlHandler, GiveUp, type JobInfo } from "../../platform/jobs.ts";
import { type MailTransport, sendMail } from "../../platform/mail.ts";
import { baseUrl, mailFrom } from "../../platform/outside.ts";
import { loadGovernors } from "./governor_store.ts";
import { lifeMail } from "./life_mail.tsx";

type Payload = LifeNews & { readonly personId: Uuid };

/** Writes to one owner or administrator; nothing when he is none any more, or when it is no longer true. */
export function sendLifeMail(transport: () => MailTransport): ControlHandler<Payload> {
  return async (_ctx: PersonCtx, { tenantId, notice, personId }: Payload, job: JobInfo) => {
    const governors = await withControl({ tenantId }, loadGovernors, { mode: "read" });
    const to = governors.find((governor) => governor.personId === personId);
    const life = await findLife(tenantId);
    if (!to || !life || !isStillTrue(notice, life)) return;
    const { companyName, ending, slug, timeZone } = life;
    const move = notice === "activate" ? await findPlannedMove(tenantId) : null;
    const links = { area: `${baseUrl()}/d/${slug}/abonnement`, archives: `${baseUrl()}/d/${slug}/archives` };
    const facts = { notice, companyName, on: dayTold(notice, life), moveFrom: move?.from ?? null, timeZone, ending };
    const mail = lifeMail({ ...facts, links }, to.language ?? "fr");
    const from = mailFrom();
    const messageId = `${job.id}@${from.slice(from.lastIndexOf("@") + 1)}`;
    const sent = { messageId, from: { email: from, name: "Paraphe" }, to: [{ email: to.email }], ...mail };
    const outcome = await sendMail(transport(), sent);
    if (outcome.state === "refused") throw new GiveUp("the mail server refused the message for good");
    if (outcome.state === "postponed") throw new Error("the mail server postponed the message");
  };
}

/** A warning of a trial that was activated or closed meanwhile is not sent; what was done is told in any case. */
function isStillTrue(notice: Notice, { state }: Life): boolean {
  return isWarning(notice) ? state === "trial" : true;
}

function isWarning(notice: Notice): boolean {
  return notice.startsWith("trial_") || notice.startsWith("unused_");
}

function dayTold(notice: Notice, { trialEndsOn, reopenUntil, eraseAfter, timeZone }: Life): IsoDate | null {
  if (notice.startsWith("trial_")) return trialEndsOn;
  if (notice.startsWith("unused_")) return trialEndsOn && unusedUntil(trialEndsOn);
  if (notice === "keep") return eraseAfter && dayOf(eraseAfter, timeZone);
  return reopenUntil && dayOf(reopenUntil, timeZone);
}
