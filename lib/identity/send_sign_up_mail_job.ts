import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type ControlHandler, GiveUp, type JobInfo } from "../platform/jobs.ts";
import { type MailAddress, type MailTransport, sendMail } from "../platform/mail.ts";
import { mailFrom } from "../platform/outside.ts";
import { hashOf, secretOf } from "./one_time_token.ts";
import { findSignUp, type FoundSignUp } from "./people_store.ts";
import { signUpMail, welcomeMail, type WrittenMail } from "./sign_up_mail.tsx";

/** What both mails know: the link of the sign-up. */
interface Payload {
  readonly tokenId: Uuid;
}

/** Writes to somebody who signed up; `transport` is asked for when a mail leaves. */
export function sendSignUpMail(transport: () => MailTransport): ControlHandler<Payload> {
  return async (_ctx: PersonCtx, { tokenId }: Payload, job: JobInfo) => {
    const signUp = await signUpOf(tokenId);
    await deliver(transport(), { to: signUp.email, mail: signUpMail(signUp, secretOf(tokenId)), job });
  };
}

/** Welcomes a new person. */
export function sendWelcomeMail(transport: () => MailTransport): ControlHandler<Payload> {
  return async (_ctx: PersonCtx, { tokenId }: Payload, job: JobInfo) => {
    const signUp = await signUpOf(tokenId);
    await deliver(transport(), { to: signUp.email, mail: welcomeMail(signUp), job });
  };
}

async function signUpOf(tokenId: Uuid): Promise<FoundSignUp> {
  const found = await withControl({}, (tx) => findSignUp(tx, hashOf(secretOf(tokenId))), { mode: "read" });
  if (!found) throw new GiveUp("the sign-up is gone, or the master key has changed");
  return found;
}

/** Hands a mail of ours to the mail server, under the Message-ID of its job. */
export async function deliver(
  transport: MailTransport,
  { to, mail, job, replyTo }: { to: string; mail: WrittenMail; job: JobInfo; replyTo?: MailAddress },
): Promise<void> {
  const from = mailFrom();
  const messageId = `${job.id}@${from.slice(from.lastIndexOf("@") + 1)}`;
  const message = {
    messageId,
    from: { email: from, name: "Paraphe" },
    to: [{ email: to }],
    ...mail,
    ...(replyTo ? { replyTo } : {}),
  };
  const outcome = await sendMail(transport, message);
  if (outcome.state === "refused") throw new GiveUp("the mail server refused the message for good");
  if (outcome.state === "postponed") throw new Error("the mail server postponed the message");
}
