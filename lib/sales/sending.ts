import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { parseEmail } from "../base/text.ts";
import { recordActivity } from "../company/mod.ts";
import { seal, type SealedEvent } from "../antifraud/mod.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { mailFrom } from "../platform/outside.ts";
import { KIND_LABELS, type SalesDocument } from "./document.ts";
import { updateDocument } from "./document_store.ts";
import { askForReview, holdsOf, isLimited, type TrialRule } from "./hold_sending.ts";
import { SEND_DOCUMENT } from "./jobs.ts";
import { makeLink } from "./links.ts";
import { refuse } from "./refusals.ts";
import { readText } from "./typed_text.ts";
import { insertSending, type SendingRow, trialUsage } from "./sending_store.ts";

/** Most addresses of one mail. */
export const MAX_RECIPIENTS = 10;
/** A trial is not a relay: most documents that it mails in a day. */
export const TRIAL_MAILS_A_DAY = 20;
/** Most addresses that a trial writes to for the first time in a day. */
export const TRIAL_NEW_ADDRESSES_A_DAY = 10;

/** A sending as a person asks for it. */
export interface NewSending {
  /** Comes with the form: a double click sends one mail. */
  readonly id: Uuid;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  /** Words above the document's; free text. */
  readonly message?: string;
  /** What a trial may mail; absent for a dossier that is none. */
  readonly trial?: TrialRule;
}

/**
 * Asks for a mail that carries a document, in the caller's transaction: its row, its link, its job. The document must
 * be locked. From the second sending on the mail says « Duplicata ». A trial's may be held for the operator first.
 * Refuses `recipient_missing`, `bad_recipient`, `too_many_recipients`, `text_too_long`, `bad_characters` and
 * `trial_limit`.
 */
export async function queueSending(
  tx: Tx,
  ctx: Ctx,
  { document, sending }: { document: SalesDocument; sending: NewSending },
): Promise<void> {
  const recipients = readAddresses(sending.to);
  if (recipients.length === 0) throw refuse("recipient_missing");
  const copies = readAddresses(sending.cc ?? []);
  const message = readText(sending.message, { field: "message" });
  if (isLimited(document, sending.trial)) await refuseOverTrial(tx, ctx, [...recipients, ...copies]);
  const heldFor = holdsOf({ document, message, trial: sending.trial });
  const link = await makeLink(tx, ctx, document.id);
  const ordinal = document.sentCount + 1;
  const row: SendingRow = {
    tenantId: ctx.tenantId,
    id: sending.id,
    documentId: document.id,
    ordinal,
    recipients,
    copies,
    message,
    linkId: link.id,
    messageId: `${sending.id}@${mailFrom().split("@")[1]}`,
    queuedAt: ctx.now,
    queuedBy: ctx.personId,
    ...(heldFor.length > 0 ? { state: "held", heldFor } : {}),
  };
  if (!await insertSending(tx, row)) return;
  await updateDocument(tx, { tenantId: ctx.tenantId, id: document.id }, { sentCount: ordinal, lastSentAt: ctx.now });
  if (heldFor.length > 0) await askForReview(tx, ctx, sending);
  else await enqueueSending(tx, ctx, sending);
  await recordActivity(tx, ctx, sendingAct(document, { ordinal, isHeld: heldFor.length > 0 }));
}

async function enqueueSending(tx: Tx, { tenantId }: Ctx, { id }: NewSending): Promise<void> {
  await enqueue(tx, SEND_DOCUMENT, { tenantId, payload: { sendingId: id }, dedupeKey: id, priority: 5 });
}

/** Seals what `sendingEvent` says of a sending; a quote's is none of the log's business. */
export async function sealSending(tx: Tx, ctx: Ctx, { document }: { document: SalesDocument }): Promise<void> {
  if (document.kind !== "quote") await seal(tx, ctx, [sendingEvent(document)]);
}

/**
 * What is sealed of a sending of a fiscal document (law.md §1.5): `document_sent` for the first, `duplicate_made` with
 * its number for each that follows. One record a sending, never both. `document` is as before the sending.
 */
export function sendingEvent(document: SalesDocument): SealedEvent {
  const about = { document: document.id, number: document.number, channel: "mail" };
  const event = document.sentCount === 0
    ? { type: "document_sent", payload: { ...about, ordinal: 1 } }
    : { type: "duplicate_made", payload: { ...about, copy: document.sentCount } };
  return { ...event, subjectId: document.id };
}

/** Reads addresses, each once, in the order typed. Refuses the first that is none, and more than ten. */
export function readAddresses(given: readonly string[]): string[] {
  const found: string[] = [];
  for (const text of given.flatMap((typed) => typed.split(/[,;\s]+/)).filter((typed) => typed !== "")) {
    const email = parseEmail(text);
    if (!email) throw refuse("bad_recipient", { values: { email: text.slice(0, 80) } });
    if (!found.includes(email)) found.push(email);
  }
  if (found.length > MAX_RECIPIENTS) throw refuse("too_many_recipients");
  return found;
}

async function refuseOverTrial(tx: Tx, ctx: Ctx, addresses: readonly string[]): Promise<void> {
  const usage = await trialUsage(tx, { tenantId: ctx.tenantId, now: ctx.now, addresses });
  if (usage.mails >= TRIAL_MAILS_A_DAY || usage.newAddresses > TRIAL_NEW_ADDRESSES_A_DAY) throw refuse("trial_limit");
}

function sendingAct(document: SalesDocument, { ordinal, isHeld }: { ordinal: number; isHeld: boolean }) {
  const label = `${KIND_LABELS[document.kind].title} ${document.number ?? ""}`.trim();
  const asked = ordinal === 1 ? "envoi demandé" : `envoi du duplicata n°${ordinal - 1} demandé`;
  return {
    verb: "sendDocument",
    subject: { kind: document.kind, id: document.id },
    summary: `${label} : ${asked}${isHeld ? ", en attente de vérification" : ""}`,
  };
}
