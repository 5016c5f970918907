import type { Uuid } from "../base/ids.ts";
import { defineEvent, type EventKind } from "../platform/events.ts";
import type { SalesDocument } from "./document.ts";
import type { Allocation, Payment } from "./payment.ts";

/**
 * A document was issued: numbered, frozen, about to be sealed in the same transaction. The chain's head is held:
 * subscribers take no lock that others take without it.
 */
export const documentIssued: EventKind<{ document: SalesDocument }> = defineEvent("document_issued");

/** A payment, or the reversal of one, was recorded. */
export const paymentRecorded: EventKind<{ payment: Payment; allocations: readonly Allocation[] }> = defineEvent(
  "payment_recorded",
);

/** A customer answered a quote. */
export const quoteAnswered: EventKind<{ documentId: Uuid; answer: "accepted" | "declined" }> = defineEvent(
  "quote_answered",
);
