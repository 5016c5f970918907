import { present } from "../base/assert.ts";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { opennessNow, trialMails } from "../company/mod.ts";
import { storeKey } from "../files/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type CellHandler, GiveUp } from "../platform/jobs.ts";
import { type MailOutcome, type MailTransport, sendMail } from "../platform/mail.ts";
import { baseUrl, mailFrom } from "../platform/outside.ts";
import { storeOf } from "../platform/stores.ts";
import { findPublicId } from "./dossier_query.ts";
import type { SalesDocument } from "./document.ts";
import { fileName } from "./document_file.ts";
import { documentMail } from "./document_mail.tsx";
import { askForReview } from "./hold_sending.ts";
import { linkPath, linkSecret } from "./links.ts";
import { ensureRendered, readWithParts } from "./render_document.ts";
import { findSending, type Sending, updateSending } from "./sending_store.ts";

/**
 * Sends the mail of one sending: renders the file if nobody has, attaches those bytes, and writes down what the mail
 * server answered. Nothing leaves a dossier that is locked. Dying between the server's answer and our record sends
 * again, under the same Message-ID.
 */
export function sendDocumentMail(mail: () => MailTransport): CellHandler<{ sendingId: Uuid }> {
  return (ctx, { sendingId }) => sendOne(ctx, sendingId, mail());
}

async function sendOne(ctx: Ctx, sendingId: Uuid, transport: MailTransport): Promise<void> {
  const key = { tenantId: ctx.tenantId, id: sendingId };
  const sending = await withTenant(ctx, (tx) => findSending(tx, key), { mode: "read" });
  if (!sending || sending.state !== "queued") return;
  if (await opennessNow(ctx) !== "open") return await leaveUnsent(ctx, sending);
  const trial = await trialMails(ctx);
  // Reports of abuse came in since the mail was asked for: it waits for the operator, unless he has let it go.
  if (trial?.isHeld && sending.releasedAt === null) return await holdBack(ctx, sending);
  const { fileId } = await ensureRendered(ctx, sending.documentId);
  const { document } = await readWithParts(ctx, sending.documentId);
  const outcome = await sendMail(
    transport,
    await messageOf(ctx, { sending, document, fileId, isTrial: trial !== null }),
  );
  if (outcome.state === "postponed") throw new Error(`postponed: ${outcome.answer.slice(0, 120)}`);
  await withTenant(ctx, (tx) =>
    updateSending(tx, key, {
      state: outcome.state === "accepted" ? "sent" : "failed",
      outcome: describe(outcome),
      sentAt: outcome.state === "accepted" ? ctx.now : null,
    }));
  if (outcome.state === "refused") throw new GiveUp("the mail server refused the message");
}

/** The dossier was locked meanwhile: nothing leaves, now or later by itself. Its people see it and send it again. */
async function leaveUnsent(ctx: Ctx, sending: Sending): Promise<void> {
  const outcome = "Le dossier est verrouillé : ce mail n’est pas parti. Renvoyez-le quand il sera rouvert.";
  await withTenant(ctx, (tx) => updateSending(tx, sending, { state: "failed", outcome }));
}

async function holdBack(ctx: Ctx, sending: Sending): Promise<void> {
  await withTenant(ctx, async (tx) => {
    await updateSending(tx, sending, { state: "held", heldFor: [{ kind: "abuse", fragment: "" }] });
    await askForReview(tx, ctx, sending);
  });
}

async function messageOf(
  ctx: Ctx,
  { sending, document, fileId, isTrial }: {
    sending: Sending;
    document: SalesDocument;
    fileId: Uuid;
    isTrial: boolean;
  },
) {
  const publicId = await withTenant(ctx, (tx) => findPublicId(tx, ctx.tenantId), { mode: "read" });
  const url = `${baseUrl()}${linkPath(publicId, linkSecret(sending.linkId))}`;
  const mail = documentMail({ document, ordinal: sending.ordinal, message: sending.message, url, isTrial });
  const seller = document.seller!;
  return {
    ...mail,
    messageId: sending.messageId,
    from: { email: mailFrom(), name: `${seller.name} via Paraphe` },
    ...(seller.email ? { replyTo: { email: seller.email, name: seller.name } } : {}),
    to: sending.recipients.map((email) => ({ email })),
    cc: sending.copies.map((email) => ({ email })),
    attachments: [{
      filename: fileName(document, "pdf"),
      contentType: "application/pdf",
      content: await readFile(ctx, fileId),
    }],
  };
}

async function readFile(ctx: Ctx, fileId: Uuid): Promise<Uint8Array> {
  const stored = await storeOf(ctx.cell).get(storeKey({ tenantId: ctx.tenantId, id: fileId }));
  return new Uint8Array(await new Response(present(stored, "file of a document").body).arrayBuffer());
}

function describe(outcome: MailOutcome): string {
  const refused = outcome.rejected.map(({ email, answer }) => `${email} : ${answer}`).join(" ; ");
  return [outcome.answer, refused].filter(Boolean).join(" ; ").slice(0, 500);
}
