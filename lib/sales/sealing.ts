import { decimalText } from "../base/decimal.ts";
import type { Canonical, SealedEvent } from "../antifraud/mod.ts";
import type { Line, SalesDocument, VatTotal } from "./document.ts";
import type { Allocation, Payment } from "./payment.ts";
import { present } from "../base/assert.ts";

/** What is sealed of an issued document: all that the customer, the accountant and the inspector may ask about. */
export function issuedEvent(document: SalesDocument): SealedEvent {
  const type = document.kind === "credit_note" ? "credit_note_issued" : "invoice_issued";
  return { type, subjectId: document.id, payload: issuedPayload(document) };
}

/** The payload of an issued document, from its row: verification compares it with what was sealed. */
export function issuedPayload(document: SalesDocument): { readonly [key: string]: Canonical } {
  return {
    document: document.id,
    kind: document.kind,
    number: document.number,
    issuedOn: document.issueOn,
    dueOn: document.dueOn,
    deliveredOn: document.deliveredOn,
    currency: document.currency,
    subject: document.subject,
    notes: document.notes,
    purchaseOrder: document.purchaseOrder,
    entryMode: document.entryMode,
    treatment: document.treatment,
    source: document.sourceId,
    verificationCode: document.verificationCode,
    seller: plain(present(document.seller, "seller")),
    buyer: plain(present(document.buyer, "buyer")),
    mentions: plain(present(document.mentions, "mentions")),
    lines: document.lines.map(linePayload),
    vat: document.vatTotals.map(vatPayload),
    discountBp: document.discountBp,
    netCents: document.netCents,
    vatCents: document.vatCents,
    grossCents: document.grossCents,
  };
}

/** What is sealed of a payment or of its reversal. */
export function paymentEvent(payment: Payment, allocations: readonly Allocation[]): SealedEvent {
  const type = payment.reversesId ? "payment_reversed" : "payment_recorded";
  return { type, subjectId: payment.id, payload: paymentPayload(payment, allocations) };
}

/** The payload of a payment, from its row. */
export function paymentPayload(
  payment: Omit<Payment, "sealSeq" | "recordedAt">,
  allocations: readonly Allocation[],
): { readonly [key: string]: Canonical } {
  return {
    payment: payment.id,
    customer: payment.customerId,
    receivedOn: payment.receivedOn,
    mode: payment.mode,
    amountCents: payment.amountCents,
    currency: payment.currency,
    reference: payment.reference,
    reverses: payment.reversesId,
    reason: payment.reason,
    pays: [...allocations].sort((a, b) => a.documentId < b.documentId ? -1 : 1)
      .map(({ documentId, amountCents }) => ({ document: documentId, amountCents })),
  };
}

function linePayload(line: Line): Canonical {
  return {
    position: line.position,
    kind: line.kind,
    reference: line.reference,
    label: line.label,
    nature: line.nature,
    quantity: decimalText(line.quantity),
    unit: line.unitCode,
    unitPrice: decimalText(line.unitPrice),
    discountBp: line.discountBp,
    vatCategory: line.vatCategory,
    vatRateBp: line.vatRateBp,
    netCents: line.netCents,
  };
}

function vatPayload(total: VatTotal): Canonical {
  return {
    category: total.category,
    rateBp: total.rateBp,
    baseCents: total.baseCents,
    vatCents: total.vatCents,
    discountCents: total.discountCents,
  };
}

/** Snapshots hold texts, booleans and nulls only: they are canonical as they are. */
function plain(snapshot: object): Canonical {
  return snapshot as { readonly [key: string]: Canonical };
}
