import { sql } from "drizzle-orm";
import { asProof, PROOF_PART, type ProofRecord } from "../antifraud/mod.ts";
import { part, readTogether } from "../platform/db/kept_statements.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { QuoteAnswer } from "./answer_store.ts";
import type { DocumentHead, SalesDocument } from "./document.ts";
import { DOCUMENT_PARTS, type DocumentKey, documentOf } from "./document_store.ts";
import { type AllocatedOn, paidOn } from "./payment.ts";
import { paymentAllocations, payments, quoteAnswers, salesDocuments, sendings } from "./schema.ts";
import type { Sending } from "./sending_store.ts";

/** What the page of a document shows beside it. */
export interface DocumentFollowUp {
  readonly document: SalesDocument;
  readonly source: DocumentHead | null;
  /** Invoices made from a quote, credit notes made from an invoice. */
  readonly derived: readonly DocumentHead[];
  /** What was paid on it, oldest first, reversals included. */
  readonly payments: readonly AllocatedOn[];
  /** Newest first. */
  readonly sendings: readonly Sending[];
  readonly answer: QuoteAnswer | null;
  /** Its sealed records, oldest first; empty for what was never sealed. */
  readonly proof: readonly ProofRecord[];
}

const TENANT = sql.placeholder("tenantId"), ID = sql.placeholder("id");
const ALLOCATED = sql`${paymentAllocations.tenantId} = ${TENANT} and ${paymentAllocations.documentId} = ${ID}`;

const readFollowUp = readTogether({
  ...DOCUMENT_PARTS,
  sources: part(
    salesDocuments,
    sql`where ${salesDocuments.tenantId} = ${TENANT} and ${salesDocuments.id} =
      (select d.source_id from cell.sales_documents d where d.tenant_id = ${TENANT} and d.id = ${ID})`,
  ),
  derived: part(
    salesDocuments,
    sql`where ${salesDocuments.tenantId} = ${TENANT} and ${salesDocuments.sourceId} = ${ID} order by id`,
  ),
  allocations: part(paymentAllocations, sql`where ${ALLOCATED}`),
  // Not `= any(array(…))`: its unknown length makes one reading of all the dossier's payments look cheaper.
  payments: part(
    payments,
    sql`where ${payments.tenantId} = ${TENANT} and ${payments.id} in (
      select payment_id from ${paymentAllocations} where ${ALLOCATED}) order by id`,
  ),
  sendings: part(
    sendings,
    sql`where ${sendings.tenantId} = ${TENANT} and ${sendings.documentId} = ${ID} order by ${sendings.ordinal} desc`,
  ),
  answers: part(quoteAnswers, sql`where ${quoteAnswers.tenantId} = ${TENANT} and ${quoteAnswers.documentId} = ${ID}`),
  proof: PROOF_PART,
});

/** A document with all that happened to it, or null: one statement. */
export async function findFollowUp(tx: Tx, key: DocumentKey): Promise<DocumentFollowUp | null> {
  const found = await readFollowUp(tx, { ...key });
  const document = documentOf(found);
  return document && {
    document,
    source: found.sources[0] ?? null,
    derived: found.derived,
    payments: paidOn(found.payments, found.allocations),
    sendings: found.sendings,
    answer: found.answers[0] ?? null,
    proof: asProof(found.proof),
  };
}
