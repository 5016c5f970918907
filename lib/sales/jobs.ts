import type { Uuid } from "../base/ids.ts";
import { type JobKind, jobKind } from "../platform/jobs.ts";

/** Renders the file of an issued document, once. */
export const RENDER_DOCUMENT: JobKind<{ documentId: Uuid }> = jobKind("sales.render_document", {
  runner: "product",
  in: "cell",
});

/** Sends one mail that carries a document. */
export const SEND_DOCUMENT: JobKind<{ sendingId: Uuid }> = jobKind("sales.send_document", {
  runner: "product",
  in: "cell",
  maxAttempts: 12,
});

/** Puts a held sending into the operator's queue. */
export const ASK_MAIL_REVIEW: JobKind<{ sendingId: Uuid }> = jobKind("sales.ask_mail_review", {
  runner: "product",
  in: "cell",
  maxAttempts: 12,
});

/** Tells a person that the operator refused a mail he asked for. */
export const TELL_REFUSED_SENDING: JobKind<{ sendingId: Uuid }> = jobKind("sales.tell_refused_sending", {
  runner: "product",
  in: "cell",
  maxAttempts: 12,
});

/** Asks for the notices of a changed IBAN, a slice of customers at a time. */
export const TELL_IBAN_CHANGE: JobKind<{ changeId: Uuid; after: Uuid | null }> = jobKind("sales.tell_iban_change", {
  runner: "product",
  in: "cell",
});

/** Tells one customer that the IBAN of his supplier has changed. */
export const SEND_IBAN_NOTICE: JobKind<{ changeId: Uuid; customerId: Uuid }> = jobKind("sales.send_iban_notice", {
  runner: "product",
  in: "cell",
  maxAttempts: 12,
});
