import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { DocumentKind, DraftContent, SalesDocument } from "./document.ts";
import { findMadeFrom, lockDocument } from "./document_store.ts";
import { insertDraft } from "./draft_document.ts";
import { rightTo } from "./policy.ts";
import { refuse } from "./refusals.ts";
import { allows } from "./states.ts";

/** A document made from another; its id comes with the form, so that a double click makes one. */
export interface Derivation {
  readonly id: Uuid;
  readonly sourceId: Uuid;
}

/**
 * Makes the draft invoice of a quote that was sent or accepted (DOC-07); asking again gives the draft or invoice that
 * the quote already has. Right `invoices:write`. Refuses `not_found`, `not_invoiceable`.
 */
export async function invoiceQuote(ctx: Ctx, { id, sourceId }: Derivation): Promise<SalesDocument> {
  authorize(ctx, rightTo("write", "invoice"));
  return await withTenant(ctx, async (tx) => {
    const quote = await lockDocument(tx, { tenantId: ctx.tenantId, id: sourceId });
    if (!allows(quote, "invoice")) throw refuse("not_invoiceable");
    const made = await findMadeFrom(tx, { tenantId: ctx.tenantId, id: sourceId });
    if (made) return await lockDocument(tx, made);
    const content = { ...contentOf(quote), issueOn: null, dueOn: null, validUntil: null };
    return await insertDraft(tx, ctx, { id, kind: "invoice", sourceId, content });
  });
}

/**
 * Makes the draft credit note of an issued invoice, with all its lines: the person lowers quantities or deletes lines
 * for a partial credit (DOC-10). Right `invoices:write`. Refuses `not_found`, `not_creditable`.
 */
export async function creditInvoice(ctx: Ctx, { id, sourceId }: Derivation): Promise<SalesDocument> {
  authorize(ctx, rightTo("write", "credit_note"));
  return await withTenant(ctx, async (tx) => {
    const invoice = await lockDocument(tx, { tenantId: ctx.tenantId, id: sourceId });
    if (!allows(invoice, "credit") || invoice.kind !== "invoice") throw refuse("not_creditable");
    return await derive(tx, ctx, { id, kind: "credit_note", source: invoice });
  });
}

/** Makes a new draft of the same kind with the same content, dated anew. Refuses `not_found`. */
export async function copyDocument(ctx: Ctx, { id, sourceId }: Derivation): Promise<SalesDocument> {
  return await withTenant(ctx, async (tx) => {
    const source = await lockDocument(tx, { tenantId: ctx.tenantId, id: sourceId });
    authorize(ctx, rightTo("write", source.kind));
    if (!allows(source, "copy")) throw refuse("not_found");
    const content = { ...contentOf(source), issueOn: null, dueOn: null, validUntil: null, deliveredOn: null };
    return await insertDraft(tx, ctx, { id, kind: source.kind, content });
  });
}

async function derive(
  tx: Tx,
  ctx: Ctx,
  { id, kind, source }: { id: Uuid; kind: DocumentKind; source: SalesDocument },
): Promise<SalesDocument> {
  const content = { ...contentOf(source), issueOn: null, dueOn: null, validUntil: null };
  return await insertDraft(tx, ctx, { id, kind, sourceId: source.id, content });
}

/** What a person wrote of a document, to write it again. */
export function contentOf(document: SalesDocument): DraftContent {
  return {
    customerId: document.customerId,
    subject: document.subject,
    issueOn: document.issueOn,
    dueOn: document.dueOn,
    validUntil: document.validUntil,
    deliveredOn: document.deliveredOn,
    purchaseOrder: document.purchaseOrder,
    terms: document.terms,
    notes: document.notes,
    entryMode: document.entryMode,
    treatment: document.treatment,
    discountBp: document.discountBp,
    lines: document.lines.map((line) => ({
      kind: line.kind,
      itemId: line.itemId,
      reference: line.reference,
      label: line.label,
      nature: line.nature,
      quantity: line.quantity,
      unitCode: line.unitCode,
      unitPrice: line.unitPrice,
      discountBp: line.discountBp,
      vatRateBp: line.vatRateBp,
    })),
  };
}
