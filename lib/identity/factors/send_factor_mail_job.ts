import type { PersonCtx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { type ControlHandler, GiveUp, type JobInfo } from "../../platform/jobs.ts";
import type { MailTransport } from "../../platform/mail.ts";
import { type Account, loadMyAccount } from "../account/profile_store.ts";
import type { FactorEvent } from "../jobs.ts";
import { deliver } from "../send_sign_up_mail_job.ts";
import { factorMail, mailCodeMail } from "./factor_mail.tsx";
import { digitsOf } from "./mail_code.ts";

/** Tells a person what changed in how he signs in; `transport` is asked for when a mail leaves. */
export function sendFactorMail(
  transport: () => MailTransport,
): ControlHandler<{ personId: Uuid; event: FactorEvent; at: IsoInstant }> {
  return async (_ctx: PersonCtx, { personId, event, at }, job: JobInfo) => {
    const { email: to, language } = await addresseeOf(personId);
    await deliver(transport(), { to, mail: factorMail(event, at, language), job });
  };
}

/** Sends the six digits of a second step. */
export function sendMailCodeMail(transport: () => MailTransport): ControlHandler<{ personId: Uuid; codeId: Uuid }> {
  return async (_ctx: PersonCtx, { personId, codeId }, job: JobInfo) => {
    const { email: to, language } = await addresseeOf(personId);
    await deliver(transport(), { to, mail: mailCodeMail(digitsOf(codeId), language), job });
  };
}

async function addresseeOf(personId: Uuid): Promise<Account> {
  const person = await withControl({ personId }, loadMyAccount, { mode: "read" });
  if (!person) throw new GiveUp("the person is gone");
  return person;
}
