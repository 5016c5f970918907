import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { memberAddress } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type CellHandler, GiveUp, type JobInfo } from "../platform/jobs.ts";
import { type MailTransport, sendMail } from "../platform/mail.ts";
import { mailFrom } from "../platform/outside.ts";
import { getDocument } from "./document_store.ts";
import { refusedSendingMail } from "./refused_sending_mail.tsx";
import { findSending } from "./sending_store.ts";

/** Writes to the person whose mail an operator refused, why; nobody once he has left the dossier. */
export function tellRefusedSending(mail: () => MailTransport): CellHandler<{ sendingId: Uuid }> {
  return async (ctx: Ctx, { sendingId }: { sendingId: Uuid }, job: JobInfo) => {
    const { tenantId } = ctx;
    const found = await withTenant(ctx, async (tx) => {
      const sending = await findSending(tx, { tenantId, id: sendingId });
      return sending && { sending, document: await getDocument(tx, { tenantId, id: sending.documentId }) };
    }, { mode: "read" });
    if (found?.sending.state !== "refused" || !found.sending.queuedBy) return;
    const to = await memberAddress(ctx, found.sending.queuedBy);
    if (to === null) return;
    const outcome = await sendMail(mail(), {
      ...refusedSendingMail({ document: found.document, reason: found.sending.outcome }),
      messageId: `${job.id}@${mailFrom().split("@")[1]}`,
      from: { email: mailFrom(), name: "Paraphe" },
      to: [{ email: to }],
    });
    if (outcome.state === "postponed") throw new Error(`postponed: ${outcome.answer.slice(0, 120)}`);
    if (outcome.state === "refused") throw new GiveUp("the mail server refused the message");
  };
}
