import type { PersonCtx } from "../base/ctx.ts";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { addressesByProfile } from "../access/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type ControlHandler, GiveUp, type JobInfo } from "../platform/jobs.ts";
import { type MailTransport, MAX_RECIPIENTS, sendMail } from "../platform/mail.ts";
import { baseUrl, mailFrom } from "../platform/outside.ts";
import { type AnchorChoice, DEFAULT_CHOICE } from "./choice.ts";
import { anchorMail } from "./anchor_mail.tsx";
import { selectChoice } from "./own_anchor_store.ts";
import { loadProof } from "./own_anchors.ts";
import { type AnchorProof, proofFile } from "./proof.ts";

interface Payload {
  readonly tenantId: Uuid;
  readonly day: IsoDate;
}

/** Mails a dossier its proof of a day, as an attachment; nothing when it wants none any more. */
export function sendAnchorMail(transport: () => MailTransport): ControlHandler<Payload> {
  return async (_ctx: PersonCtx, { tenantId, day }: Payload, job: JobInfo) => {
    const [proof, choice] = await withControl(
      { tenantId },
      async (tx) => [await loadProof(tx, tenantId, day), await selectChoice(tx, tenantId) ?? DEFAULT_CHOICE] as const,
      { mode: "read" },
    );
    const to = choice.pace === "never" ? [] : await recipientsOf(tenantId, choice);
    if (!proof || to.length === 0) return;
    const outcome = await sendMail(transport(), messageOf(proof, { day, to, job }));
    if (outcome.state === "refused") throw new GiveUp("the mail server refused the message for good");
    if (outcome.state === "postponed") throw new Error("the mail server postponed the message");
  };
}

async function recipientsOf(tenantId: Uuid, { toMembers, addresses }: AnchorChoice): Promise<readonly string[]> {
  const members = toMembers ? await addressesByProfile(tenantId, ["administrator", "accountant"]) : [];
  return [...new Set([...addresses, ...members])].slice(0, MAX_RECIPIENTS);
}

function messageOf(
  proof: AnchorProof,
  { day, to, job }: { day: IsoDate; to: readonly string[]; job: Pick<JobInfo, "id"> },
) {
  const from = mailFrom();
  const { filename, text } = proofFile(proof);
  const content = new TextEncoder().encode(text);
  return {
    messageId: `${job.id}@${from.slice(from.lastIndexOf("@") + 1)}`,
    from: { email: from, name: "Paraphe" },
    to: to.map((email) => ({ email })),
    ...anchorMail({ day, seq: proof.leaf.seq, link: `${baseUrl()}${ANCHORS_PATH}/${day}` }),
    attachments: [{ filename, contentType: "application/json", content }],
  };
}

/** Where anchors are published; the day follows. routes/paths.ts takes it from here. */
export const ANCHORS_PATH = "/preuves";
