export {
  balanceOf,
  type DocumentHead,
  type DocumentKind,
  type DocumentState,
  type DraftContent,
  type EntryMode,
  KIND_LABELS,
  type Line,
  type LineInput,
  type LineKind,
  type SalesDocument,
  type VatTotal,
} from "./document.ts";
export type { BuyerSnapshot, Mentions, SellerSnapshot } from "./snapshot.ts";
export { epcPayload } from "./epc.ts";
export { addressLines } from "./document_page.ts";
export { allows, type DisplayState, displayState, type DocumentAct } from "./states.ts";
export { computeTotals, enteredCents, type Totals, type TotalsInput } from "./totals.ts";
export { type DraftForm, isEmptyLine, type LineForm, MAX_LINES, readDraft } from "./draft_form.ts";
export { type DraftSketch, sketchDraft } from "./sketch_draft.ts";
export { createDraft, deleteDraft, insertDraft, type NewDraft, type SavedDraft, saveDraft } from "./draft_document.ts";
export { createDrafts, MAX_DRAFTS_AT_ONCE } from "./create_drafts.ts";
export { copyDocument, creditInvoice, type Derivation, invoiceQuote } from "./derive_document.ts";
export { createAndIssue, createAndIssueAll } from "./create_and_issue.ts";
export { issueDocument, issueDocuments, type IssueOptions, MAX_ISSUED_AT_ONCE } from "./issue_document.ts";
export { mayBeIssued, type PreflightPoint } from "./preflight.ts";
export { type NewSending } from "./sending.ts";
export { sendDocument } from "./send_document.ts";
export type { Hold } from "./free_text.ts";
export { type Sending } from "./sending_store.ts";
export { type Allocation, type Payment, PAYMENT_MODES, type PaymentMode } from "./payment.ts";
export { type NewPayment, type PaymentForm, recordPayment, recordPayments, reversePayment } from "./record_payment.ts";
export {
  DOCUMENT_VIEWS,
  type DocumentCursor,
  type DocumentFilter,
  type DocumentLine,
  type DocumentPage,
  DOCUMENTS_PAGE,
  type DocumentView,
} from "./list.ts";
export { exportDocuments, listDocuments } from "./list_documents.ts";
export {
  type DocumentDownload,
  downloadDocument,
  downloadXml,
  fileOf,
  followDocument,
  previewDocument,
  readDocument,
} from "./read_document.ts";
export type { DocumentFollowUp } from "./follow_up_query.ts";
export { type AnswerForm, answerQuote, openLink, type PublicDocument } from "./public_document.ts";
export type { QuoteAnswer } from "./answer_store.ts";
export { documentFile, documentXml, fileName } from "./document_file.ts";
export { type ArchivedFiles, archivedFiles } from "./archived_files.ts";
export { readCounters } from "./read_counters.ts";
export type { NumberCounter } from "./number_counter_store.ts";
export { ensureRendered, readWithParts } from "./render_document.ts";
export { documentIssued, paymentRecorded, quoteAnswered } from "./events.ts";
export { type VerifiedDocument, verifyDocument } from "./verify_document.ts";
