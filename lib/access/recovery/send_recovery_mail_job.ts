import { present } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { type ControlHandler, GiveUp, type JobInfo } from "../../platform/jobs.ts";
import { type MailTransport, sendMail } from "../../platform/mail.ts";
import { mailFrom } from "../../platform/outside.ts";
import { loadMembers } from "../member_store.ts";
import { objectionLink } from "./recovery_link.ts";
import { recoveryMail } from "./recovery_mail.tsx";
import { loadNotice, loadRecovery } from "./recovery_store.ts";

interface Payload {
  readonly tenantId: Uuid;
  readonly noticeId: Uuid;
}

/** Writes to one member who may object; nothing when the recovery is over or he is a member no more. */
export function sendRecoveryMail(transport: () => MailTransport): ControlHandler<Payload> {
  return async (_ctx: PersonCtx, { tenantId, noticeId }: Payload, job: JobInfo) => {
    const found = await withControl({ tenantId }, async (tx) => {
      const notice = await loadNotice(tx, noticeId);
      if (!notice) return null;
      const recovery = await loadRecovery(tx, { tenantId, id: notice.recoveryId });
      const member = (await loadMembers(tx)).find(({ personId }) => personId === notice.personId);
      return recovery?.state === "waiting" && member ? { recovery, to: member.email } : null;
    }, { mode: "read" });
    if (!found) return;
    const { companyName, name, email, waitsUntil } = found.recovery;
    const until = present(waitsUntil, "end of a wait");
    const mail = recoveryMail({ companyName, name, email, until, link: objectionLink(noticeId) });
    const from = mailFrom();
    const messageId = `${job.id}@${from.slice(from.lastIndexOf("@") + 1)}`;
    const sent = { messageId, from: { email: from, name: "Paraphe" }, to: [{ email: found.to }], ...mail };
    const outcome = await sendMail(transport(), sent);
    if (outcome.state === "refused") throw new GiveUp("the mail server refused the message for good");
    if (outcome.state === "postponed") throw new Error("the mail server postponed the message");
  };
}
