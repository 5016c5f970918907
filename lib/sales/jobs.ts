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
