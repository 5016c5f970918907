import { daysBetween, type IsoDate } from "../base/dates.ts";
import { balanceOf, type DocumentHead, type DocumentKind, type DocumentState } from "./document.ts";

/** What may be done to a document. */
export type DocumentAct = "edit" | "delete" | "send" | "answer" | "issue" | "invoice" | "pay" | "credit" | "copy";

/**
 * The life of documents as a table: kind → state → what may be done then. What is absent is refused by name.
 * An issued document is never edited or deleted (CGI art. 286 I 3° bis); it is credited.
 */
const ACTS: Readonly<Record<DocumentKind, Partial<Record<DocumentState, readonly DocumentAct[]>>>> = {
  quote: {
    draft: ["edit", "delete", "send", "copy"],
    // A quote that was sent is changed by a new version of it: sending again makes the new one the offer.
    sent: ["edit", "send", "answer", "invoice", "copy"],
    accepted: ["send", "invoice", "copy"],
    declined: ["edit", "send", "copy"],
  },
  invoice: {
    draft: ["edit", "delete", "issue", "copy"],
    issued: ["send", "pay", "credit", "copy"],
  },
  credit_note: {
    draft: ["edit", "delete", "issue"],
    issued: ["send"],
  },
};

/** True when the document's state allows the act. */
export function allows(document: Pick<DocumentHead, "kind" | "state">, act: DocumentAct): boolean {
  return ACTS[document.kind][document.state]?.includes(act) ?? false;
}

/** What a list shows of a document: one word, with how late it is. */
export type DisplayState =
  | {
    readonly state:
      | "draft"
      | "sent"
      | "accepted"
      | "declined"
      | "expired"
      | "issued"
      | "part_paid"
      | "paid"
      | "credited";
  }
  | { readonly state: "late"; readonly days: number };

/** The state in a reader's eyes, on a given day. */
export function displayState(
  document: Pick<
    DocumentHead,
    "kind" | "state" | "dueOn" | "validUntil" | "grossCents" | "paidCents" | "creditedCents"
  >,
  today: IsoDate,
): DisplayState {
  if (document.kind === "quote") return { state: quoteState(document, today) };
  if (document.state === "draft" || document.kind === "credit_note") {
    return { state: document.state as "draft" | "issued" };
  }
  if (document.grossCents > 0n && document.creditedCents >= document.grossCents) return { state: "credited" };
  if (balanceOf(document) === 0n) return { state: "paid" };
  const days = document.dueOn ? daysBetween(document.dueOn, today) : 0;
  if (days > 0) return { state: "late", days };
  return { state: document.paidCents > 0n ? "part_paid" : "issued" };
}

function quoteState(
  quote: Pick<DocumentHead, "state" | "validUntil">,
  today: IsoDate,
): "draft" | "sent" | "accepted" | "declined" | "expired" {
  const isOver = quote.state === "sent" && quote.validUntil !== null && quote.validUntil < today;
  return isOver ? "expired" : quote.state as "draft" | "sent" | "accepted" | "declined";
}
