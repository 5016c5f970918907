import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type ControlHandler, GiveUp, type JobInfo } from "../platform/jobs.ts";
import { type MailTransport, sendMail } from "../platform/mail.ts";
import { mailFrom } from "../platform/outside.ts";
import { invitationHash, invitationLink, invitationSecret } from "./invitation_link.ts";
import { invitationMail } from "./invitation_mail.tsx";
import { findInvitation } from "./invitation_store.ts";

interface Payload {
  readonly tenantId: Uuid;
  readonly invitationId: Uuid;
  readonly tokenId: Uuid;
}

/** Writes to somebody who is invited; `transport` is asked for when a mail leaves. */
export function sendInvitationMail(transport: () => MailTransport): ControlHandler<Payload> {
  return async (ctx: PersonCtx, { tokenId }: Payload, job: JobInfo) => {
    const hash = invitationHash(invitationSecret(tokenId));
    const found = await withControl({}, (tx) => findInvitation(tx, { hash, at: ctx.now }), { mode: "read" });
    // Withdrawn or sent anew since: this link leads nowhere, and nobody is to follow it.
    if (!found) return;
    const mail = invitationMail({ ...found, link: invitationLink(tokenId) });
    const from = mailFrom();
    const messageId = `${job.id}@${from.slice(from.lastIndexOf("@") + 1)}`;
    const sent = { messageId, from: { email: from, name: "Paraphe" }, to: [{ email: found.email }], ...mail };
    const outcome = await sendMail(transport(), sent);
    if (outcome.state === "refused") throw new GiveUp("the mail server refused the message for good");
    if (outcome.state === "postponed") throw new Error("the mail server postponed the message");
  };
}
