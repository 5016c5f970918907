import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { type ControlHandler, GiveUp, type JobInfo } from "../../platform/jobs.ts";
import { type MailTransport, sendMail } from "../../platform/mail.ts";
import { baseUrl, mailFrom } from "../../platform/outside.ts";
import { loadGovernors } from "../life/governor_store.ts";
import { selectSizeCard } from "./size_card_query.ts";
import { sizeMail } from "./size_mail.tsx";

interface Payload {
  readonly tenantId: Uuid;
  readonly percent: number;
}

/**
 * Writes to a dossier's owners and administrators, each in his language, that it has grown past a share of what is
 * included; nothing when it has become smaller meanwhile. A try that failed half-way sends the same messages under
 * the same ids.
 */
export function sendSizeMail(transport: () => MailTransport): ControlHandler<Payload> {
  return async (_ctx: PersonCtx, { tenantId, percent }: Payload, job: JobInfo) => {
    const [card, governors] = await withControl(
      { tenantId },
      async (tx) => [await selectSizeCard(tx), await loadGovernors(tx)] as const,
      { mode: "read" },
    );
    if (!card || card.warnedPercent < percent) return;
    const from = mailFrom(), { companyName, slug } = card;
    const link = `${baseUrl()}/d/${slug}/${SIZE_PATH}`;
    let postponed = 0;
    for (const [index, { email, language }] of governors.entries()) {
      const outcome = await sendMail(transport(), {
        messageId: `${job.id}.${index}@${from.slice(from.lastIndexOf("@") + 1)}`,
        from: { email: from, name: "Paraphe" },
        to: [{ email }],
        ...sizeMail({ companyName, percent, language: language ?? "fr", link }),
      });
      if (outcome.state === "postponed") postponed += 1;
      if (outcome.state === "refused" && governors.length === 1) {
        throw new GiveUp("the mail server refused the message for good");
      }
    }
    if (postponed > 0) throw new Error("the mail server postponed a message");
  };
}

/** Where a dossier sees what it weighs, after its own address, as in routes/paths.ts. */
export const SIZE_PATH = "abonnement/espace";
