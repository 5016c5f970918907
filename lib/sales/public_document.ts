import { seal } from "../antifraud/mod.ts";
import type { Ctx } from "../base/ctx.ts";
import { recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { emit } from "../platform/events.ts";
import type { SalesDocument } from "./document.ts";
import { getDocument, lockDocument, updateDocument } from "./document_store.ts";
import { findLinked } from "./link_store.ts";
import { secretDigest } from "./links.ts";
import { quoteAnswered } from "./events.ts";
import { findAnswer, insertAnswer, type QuoteAnswer } from "./answer_store.ts";
import { refuse } from "./refusals.ts";
import { allows } from "./states.ts";
import { readText } from "./typed_text.ts";

/** What the holder of a link sees. */
export interface PublicDocument {
  readonly document: SalesDocument;
  readonly answer: QuoteAnswer | null;
}

/**
 * The document that a link opens, for whoever holds it. The ctx is the dossier's, with no right: the secret is the
 * right. Refuses `link_dead`: unknown, expired, revoked and foreign are one answer.
 */
export async function openLink(ctx: Ctx, secret: string): Promise<PublicDocument> {
  return await withTenant(ctx, async (tx) => {
    const key = await linkedKey(tx, ctx, secret);
    const [document, answer] = await Promise.all([getDocument(tx, key), findAnswer(tx, key)]);
    return { document, answer };
  }, { mode: "read" });
}

/** A customer's answer as the form sends it. */
export interface AnswerForm {
  readonly answer: "accepted" | "declined";
  readonly signer?: string;
  /** The tick « Bon pour accord ». */
  readonly agree?: string;
  readonly reason?: string;
}

/**
 * Records a customer's answer to a quote (DOC-05): his name, the moment, the address he came from, and the digest of
 * the file that he read. Answering twice the same is one answer. Refuses `link_dead`, `signer_missing`,
 * `tick_missing`, `reason_missing` (to decline), `text_too_long`, `bad_characters`, `quote_expired`, `not_answerable`.
 */
export async function answerQuote(ctx: Ctx, { secret, form }: { secret: string; form: AnswerForm }): Promise<void> {
  const content = readAnswer(form);
  await withTenant(ctx, async (tx) => {
    const key = await linkedKey(tx, ctx, secret);
    const quote = await lockDocument(tx, key);
    const known = await findAnswer(tx, key);
    if (known?.answer === content.answer) return;
    if (known || !allows(quote, "answer")) throw refuse("not_answerable");
    if (quote.validUntil && quote.validUntil < ctx.today) throw refuse("quote_expired");
    await insertAnswer(tx, { ...key, ...content, at: ctx.now, ip: ctx.request.ip, fileSha256: quote.fileSha256 });
    await updateDocument(tx, key, { state: content.answer, updatedAt: ctx.now });
    await recordActivity(tx, { ...ctx, actor: content.signer }, answerAct(quote, content));
    await emit(tx, ctx, { event: quoteAnswered, payload: { documentId: quote.id, answer: content.answer } });
    const payload = { document: quote.id, number: quote.number, answer: content.answer, file: quote.fileSha256 };
    await seal(tx, ctx, [{ type: "quote_answered", subjectId: quote.id, payload }]);
  });
}

async function linkedKey(tx: Tx, ctx: Ctx, secret: string) {
  const linked = await findLinked(tx, { tenantId: ctx.tenantId, digest: secretDigest(secret), now: ctx.now });
  if (!linked) throw refuse("link_dead");
  return { tenantId: ctx.tenantId, id: linked.documentId };
}

function readAnswer(form: AnswerForm): { answer: "accepted" | "declined"; signer: string; reason: string } {
  const signer = readText(form.signer, { field: "signer", oneLine: true });
  const reason = readText(form.reason, { field: "reason" });
  if (signer === "") throw refuse("signer_missing");
  if (form.answer === "accepted" && !form.agree) throw refuse("tick_missing");
  if (form.answer === "declined" && reason === "") throw refuse("reason_missing");
  return { answer: form.answer, signer, reason };
}

function answerAct(quote: SalesDocument, { answer }: { answer: "accepted" | "declined" }) {
  return {
    verb: "answerQuote",
    subject: { kind: quote.kind, id: quote.id },
    summary: `Devis ${quote.number} ${answer === "accepted" ? "accepté" : "décliné"} par le client`,
  };
}
