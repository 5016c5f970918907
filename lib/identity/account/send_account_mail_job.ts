import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { ControlHandler, JobInfo } from "../../platform/jobs.ts";
import type { MailTransport } from "../../platform/mail.ts";
import { secretOf } from "../one_time_token.ts";
import { deliver } from "../send_sign_up_mail_job.ts";
import { accountMail } from "./account_mail.tsx";
import { dropMail, findMail } from "./mail_store.ts";

/** Writes to somebody about his account, then forgets the mail; `transport` is asked for when a mail leaves. */
export function sendAccountMail(transport: () => MailTransport): ControlHandler<{ mailId: Uuid }> {
  return async (_ctx: PersonCtx, { mailId }: { mailId: Uuid }, job: JobInfo) => {
    const found = await withControl({}, (tx) => findMail(tx, mailId), { mode: "read" });
    // Sent by a try that died before saying so.
    if (!found) return;
    if (found.email !== "") {
      const mail = accountMail(found, found.linkId === null ? null : secretOf(found.linkId));
      const replyTo = found.facts.replyTo ? { replyTo: { email: found.facts.replyTo } } : {};
      await deliver(transport(), { to: found.email, mail, job, ...replyTo });
    }
    await withControl({}, (tx) => dropMail(tx, mailId));
  };
}
