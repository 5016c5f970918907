import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { operatorAddress } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { type ControlHandler, GiveUp, type JobInfo } from "../../platform/jobs.ts";
import { type MailTransport, sendMail } from "../../platform/mail.ts";
import { consoleBaseUrl, mailFrom } from "../../platform/outside.ts";
import { alertMail } from "./alert_mail.tsx";
import { loadHappening } from "./alert_query.ts";

interface Payload {
  readonly alertId: Uuid;
  readonly eventId: Uuid;
  readonly operatorId: Uuid;
}

/** Writes to one operator; nothing when he may not sign in any more. */
export function mailAlert(transport: () => MailTransport): ControlHandler<Payload> {
  return async (_ctx: PersonCtx, { alertId, eventId, operatorId }: Payload, job: JobInfo) => {
    const [email, happened] = await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
      return [await operatorAddress(tx, operatorId), await loadHappening(tx, alertId, eventId)] as const;
    });
    if (email === null || !happened) return;
    const from = mailFrom();
    const outcome = await sendMail(transport(), {
      messageId: `${job.id}@${from.slice(from.lastIndexOf("@") + 1)}`,
      from: { email: from, name: "Paraphe" },
      to: [{ email }],
      ...alertMail(happened.alert, happened.event, `${consoleBaseUrl()}${ALERTS_PATH}/${alertId}`),
    });
    if (outcome.state === "refused") throw new GiveUp("the mail server refused the message for good");
    if (outcome.state === "postponed") throw new Error("the mail server postponed the message");
  };
}

/** Where the console shows alerts; the id follows, as in console/paths.ts. */
export const ALERTS_PATH = "/alertes";
