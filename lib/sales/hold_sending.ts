import type { Ctx } from "../base/ctx.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import type { SalesDocument } from "./document.ts";
import { type Hold, suspectFragments } from "./free_text.ts";
import { ASK_MAIL_REVIEW } from "./jobs.ts";
import type { SendingKey } from "./sending_store.ts";

/** What the directory says of a trial's mails. */
export interface TrialRule {
  /** The SIRET that the operator confirmed: documents that show it leave without the limits of a trial. */
  readonly confirmedSiret: string | null;
  /** True while reports of abuse wait to be looked at: nothing leaves. */
  readonly isHeld: boolean;
}

/** True for the documents of a trial that show no SIRET, or another than the one the operator confirmed. */
export function isLimited({ seller }: SalesDocument, trial: TrialRule | undefined): boolean {
  return trial !== undefined && (trial.confirmedSiret === null || seller?.siret !== trial.confirmedSiret);
}

/**
 * Why a mail must wait for the operator: reports of abuse, and in a limited trial links and foreign IBANs in what the
 * person typed (message, subject, notes, lines). Empty: it leaves at once.
 */
export function holdsOf(
  { document, message, trial }: { document: SalesDocument; message: string; trial: TrialRule | undefined },
): Hold[] {
  if (trial === undefined) return [];
  const held: Hold[] = trial.isHeld ? [{ kind: "abuse", fragment: "" }] : [];
  if (!isLimited(document, trial)) return held;
  const texts = [message, document.subject, document.notes, ...document.lines.map((line) => line.label)];
  return [...held, ...suspectFragments(texts, { ownIban: document.seller?.iban ?? null })];
}

/** Asks for the operator's look at a sending that was just held, in the transaction that holds it. */
export async function askForReview(tx: Tx, ctx: Ctx, { id }: Pick<SendingKey, "id">): Promise<void> {
  const { tenantId } = ctx;
  await enqueue(tx, ASK_MAIL_REVIEW, { tenantId, payload: { sendingId: id }, dedupeKey: id, priority: 5 });
}
