import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { ControlHandler, JobInfo } from "../platform/jobs.ts";
import type { MailTransport } from "../platform/mail.ts";
import { blockedMail } from "./blocked_mail.tsx";
import { hashOf, secretOf } from "./one_time_token.ts";
import { deliver } from "./send_sign_up_mail_job.ts";
import { findBlock } from "./tries_store.ts";

/** Writes to a person whose account is blocked; nothing when it was opened meanwhile. */
export function sendBlockedMail(transport: () => MailTransport): ControlHandler<{ readonly blockId: Uuid }> {
  return async (_ctx: PersonCtx, { blockId }: { readonly blockId: Uuid }, job: JobInfo) => {
    const secret = secretOf(blockId);
    const block = await withControl({}, (tx) => findBlock(tx, hashOf(secret)), { mode: "read" });
    if (!block) return;
    await deliver(transport(), { to: block.email, mail: blockedMail(block, secret), job });
  };
}
