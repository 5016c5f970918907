import { sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { insertRows } from "../platform/db/bulk.ts";
import { kept } from "../platform/db/kept_statements.ts";
import { constraintOf, sqlState, type Tx } from "../platform/db/transaction.ts";
import type { DocumentHead, SalesDocument } from "./document.ts";
import { insertParts } from "./document_store.ts";
import { salesDocuments } from "./schema.ts";

const [TENANT, NOW] = [sql.placeholder("tenantId"), sql`${sql.placeholder("now")}::timestamptz`];
const update = kept(
  sql`update cell.sales_documents d set
      state = 'issued', number = v.number, series_year = v.series_year, customer_name = v.customer_name,
      seller = v.seller, buyer = v.buyer, mentions = v.mentions, issue_on = v.issue_on, due_on = v.due_on,
      settled_on = v.settled_on, verification_code = v.verification_code, seal_seq = v.seal_seq,
      issued_at = ${NOW}, updated_at = ${NOW}, updated_by = ${sql.placeholder("personId")}
    from jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as v(
      id uuid, number text, series_year smallint, customer_name text, seller jsonb, buyer jsonb, mentions jsonb,
      issue_on date, due_on date, settled_on date, verification_code text, seal_seq bigint)
    where d.tenant_id = ${TENANT} and d.id = v.id and d.state = 'draft'`,
);

/** Writes the issued state of documents, in one statement whatever their number; their rows are locked already. */
export async function writeIssued(
  tx: Tx,
  ctx: Ctx,
  documents: readonly SalesDocument[],
): Promise<void> {
  const values = documents.map((d) => ({
    id: d.id,
    number: d.number,
    series_year: seriesYear(d),
    customer_name: d.customerName,
    seller: d.seller,
    buyer: d.buyer,
    mentions: d.mentions,
    issue_on: d.issueOn,
    due_on: d.dueOn,
    settled_on: d.settledOn,
    verification_code: d.verificationCode,
    seal_seq: String(d.sealSeq),
  }));
  await update(tx, { tenantId: ctx.tenantId, personId: ctx.personId, now: ctx.now, rows: JSON.stringify(values) });
}

function seriesYear(document: SalesDocument): number {
  return Number(document.issueOn!.slice(0, 4));
}

/** Inserts lines and totals of documents that are about to be born issued, under ids that must be free. */
export async function insertIssuedParts(tx: Tx, ctx: Ctx, documents: readonly SalesDocument[]): Promise<void> {
  await insertParts(
    tx,
    ctx.tenantId,
    documents.map(({ id, lines, vatTotals }) => ({ head: { id }, lines, vatTotals })),
  );
}

/**
 * Inserts documents that are born issued, under ids that must be free: one that is taken breaks the transaction (see
 * `isIdTaken`). Their lines and totals stand already: once a document stands issued, nothing is added to it.
 */
export async function insertIssued(tx: Tx, ctx: Ctx, documents: readonly SalesDocument[]): Promise<void> {
  const { tenantId, personId, now } = ctx;
  const born = { tenantId, createdAt: now, createdBy: personId, updatedAt: now, updatedBy: personId };
  const heads = documents.map((document) => ({ ...document, ...born, seriesYear: seriesYear(document) }));
  await insertRows(tx, salesDocuments, { rows: heads });
}

const KEYS: ReadonlySet<string | null> = new Set([
  "sales_documents_pkey",
  "sales_lines_pkey",
  "sales_vat_totals_pkey",
]);

/** True for the error of `insertIssued` about an id that is taken, by a draft or by a document that is sealed. */
export function isIdTaken(error: unknown): boolean {
  const state = sqlState(error);
  return state === "PF010" || state === "23505" && KEYS.has(constraintOf(error));
}

const updatePaid = kept(
  sql`update cell.sales_documents d set paid_cents = v.paid_cents, settled_on = v.settled_on
    from jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as v(id uuid, paid_cents bigint, settled_on date)
    where d.tenant_id = ${TENANT} and d.id = v.id`,
);

/** Writes what was paid of invoices, in one statement whatever their number; their rows are locked already. */
export async function writePaid(
  tx: Tx,
  tenantId: Uuid,
  invoices: readonly Pick<DocumentHead, "id" | "paidCents" | "settledOn">[],
): Promise<void> {
  const rows = invoices.map((d) => ({ id: d.id, paid_cents: String(d.paidCents), settled_on: d.settledOn }));
  await updatePaid(tx, { tenantId, rows: JSON.stringify(rows) });
}
