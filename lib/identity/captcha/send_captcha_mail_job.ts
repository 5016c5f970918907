import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { ControlHandler, JobInfo } from "../../platform/jobs.ts";
import type { MailTransport } from "../../platform/mail.ts";
import { deliver } from "../send_sign_up_mail_job.ts";
import { codeOf } from "./captcha_code.ts";
import { captchaMail } from "./captcha_mail.tsx";
import { findCaptchaMailbox } from "./captcha_store.ts";

/** Sends the code of a picture to whoever asked for it, where the address is a person's and the code still works. */
export function sendCaptchaMail(transport: () => MailTransport): ControlHandler<{ readonly captchaId: Uuid }> {
  return async (ctx: PersonCtx, { captchaId }: { readonly captchaId: Uuid }, job: JobInfo) => {
    const to = await withControl({}, (tx) => findCaptchaMailbox(tx, captchaId, ctx.now), { mode: "read" });
    if (to === null) return;
    await deliver(transport(), { to: to.email, mail: captchaMail(codeOf(captchaId), to.language), job });
  };
}
