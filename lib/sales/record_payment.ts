import { seal } from "../antifraud/mod.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { type IsoDate, parseDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { type Cents, formatCents, parseCents } from "../base/money.ts";
import { type Issue, refuseAll } from "../base/refusal.ts";
import { cleanLine, MAX_LINE } from "../base/text.ts";
import { recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { emit } from "../platform/events.ts";
import { balanceOf, type SalesDocument } from "./document.ts";
import { lockDocument, lockDocuments, updateDocument } from "./document_store.ts";
import { paymentRecorded } from "./events.ts";
import { type Allocation, type Payment, PAYMENT_MODES, type PaymentMode } from "./payment.ts";
import { findPayment, insertPayment, isReversed } from "./payment_store.ts";
import { issue, refuse } from "./refusals.ts";
import { paymentEvent } from "./sealing.ts";
import { allows } from "./states.ts";

/** A payment as the form sends it. */
export interface PaymentForm {
  readonly amount?: string;
  readonly receivedOn?: string;
  readonly mode?: string;
  readonly reference?: string;
}

/** A payment of one invoice. The id comes with the form: a double click records one payment. */
export interface NewPayment {
  readonly id: Uuid;
  readonly invoiceId: Uuid;
  readonly form: PaymentForm;
}

/**
 * Records what a customer paid on an invoice, whole or in part, sealed in the chain. It is sealed now, with the value
 * date that the person gives. Right `payments:write`. Refuses `not_found`, `not_payable`, `bad_amount`, `bad_date`,
 * `payment_in_future`, `payment_too_large`. The same id again gives what it recorded.
 */
export async function recordPayment(ctx: Ctx, payment: NewPayment): Promise<void> {
  authorize(ctx, "payments:write");
  const content = readPayment(payment.form, ctx.today);
  await withTenant(ctx, async (tx) => {
    const invoice = await lockDocument(tx, { tenantId: ctx.tenantId, id: payment.invoiceId });
    if (!allows(invoice, "pay")) throw refuse("not_payable");
    if (await findPayment(tx, { tenantId: ctx.tenantId, id: payment.id })) return;
    const rest = balanceOf(invoice);
    if (content.amountCents > rest) throw refuse("payment_too_large", { values: { rest: formatCents(rest) } });
    const allocations = [{ documentId: invoice.id, amountCents: content.amountCents }];
    const row = paymentRow(ctx, { id: payment.id, customerId: invoice.customerId!, ...content });
    await apply(tx, ctx, { payment: row, allocations, invoices: [invoice] });
  });
}

/**
 * Takes a payment back (a cheque returned, a wrong invoice): the payment stays, its reversal is recorded and sealed
 * (law.md §1.2: corrections by counter-entries only). Right `payments:write`. Refuses `not_found`,
 * `payment_reversed`, `reason_missing`.
 */
export async function reversePayment(
  ctx: Ctx,
  reversal: { id: Uuid; paymentId: Uuid; reason: string },
): Promise<void> {
  authorize(ctx, "payments:write");
  const reason = cleanLine(reversal.reason).slice(0, MAX_LINE);
  if (reason === "") throw refuse("reason_missing");
  await withTenant(ctx, async (tx) => {
    const key = { tenantId: ctx.tenantId, id: reversal.paymentId };
    const known = await findPayment(tx, key);
    if (!known || known.reversesId) throw refuse("not_found");
    const ids = known.allocations.map((allocation) => allocation.documentId);
    const invoices = await lockDocuments(tx, { tenantId: ctx.tenantId, ids });
    if (await isReversed(tx, key)) throw refuse("payment_reversed");
    const allocations = known.allocations.map(({ documentId, amountCents }) => ({
      documentId,
      amountCents: -amountCents,
    }));
    const row = paymentRow(ctx, {
      ...known,
      id: reversal.id,
      receivedOn: ctx.today,
      amountCents: -known.amountCents,
      reversesId: known.id,
      reason,
    });
    await apply(tx, ctx, { payment: row, allocations, invoices });
  });
}

async function apply(
  tx: Tx,
  ctx: Ctx,
  { payment, allocations, invoices }: {
    payment: Omit<Payment, "sealSeq">;
    allocations: readonly Allocation[];
    invoices: readonly SalesDocument[];
  },
): Promise<void> {
  for (const invoice of invoices) {
    const allocated = allocations.find((allocation) => allocation.documentId === invoice.id)!.amountCents;
    await settle(tx, ctx, { invoice, allocated, on: payment.receivedOn });
    await recordActivity(tx, ctx, paymentAct(invoice, allocated));
  }
  const recorded: Payment = { ...payment, sealSeq: 0n };
  await emit(tx, ctx, { event: paymentRecorded, payload: { payment: recorded, allocations } });
  const [sealed] = await seal(tx, ctx, [paymentEvent(recorded, allocations)]);
  // Its row is new and nobody else's: writing it after the head is locked waits for nothing.
  await insertPayment(tx, {
    ...payment,
    tenantId: ctx.tenantId,
    sealSeq: sealed!.seq,
    recordedBy: ctx.personId,
  }, allocations);
}

async function settle(
  tx: Tx,
  ctx: Ctx,
  { invoice, allocated, on }: { invoice: SalesDocument; allocated: Cents; on: IsoDate },
): Promise<void> {
  const paidCents = invoice.paidCents + allocated;
  const isSettled = balanceOf({ ...invoice, paidCents }) === 0n;
  await updateDocument(tx, { tenantId: ctx.tenantId, id: invoice.id }, { paidCents, settledOn: isSettled ? on : null });
}

function paymentRow(
  ctx: Ctx,
  given: Pick<Payment, "id" | "customerId" | "receivedOn" | "mode" | "amountCents" | "reference"> & Partial<Payment>,
): Omit<Payment, "sealSeq"> {
  const { id, customerId, receivedOn, mode, amountCents, reference } = given;
  return {
    id,
    customerId,
    receivedOn,
    mode,
    amountCents,
    reference,
    currency: "EUR",
    reversesId: given.reversesId ?? null,
    reason: given.reason ?? "",
    recordedAt: ctx.now,
  };
}

function readPayment(form: PaymentForm, today: IsoDate) {
  const faults: Issue[] = [];
  const amountCents = parseCents(form.amount ?? "") ?? 0n;
  if (amountCents <= 0n) faults.push(issue("bad_amount"));
  const receivedOn = form.receivedOn?.trim() ? parseDate(form.receivedOn) : today;
  if (!receivedOn) faults.push(issue("bad_date", { field: "receivedOn" }));
  if (receivedOn && receivedOn > today) faults.push(issue("payment_in_future"));
  const mode = form.mode?.trim() || "transfer";
  if (!(mode in PAYMENT_MODES)) faults.push(issue("bad_choice", { field: "mode" }));
  refuseAll(faults);
  return {
    amountCents,
    receivedOn: receivedOn ?? today,
    mode: mode as PaymentMode,
    reference: cleanLine((form.reference ?? "").slice(0, MAX_LINE * 2)).slice(0, MAX_LINE),
  };
}

function paymentAct(invoice: SalesDocument, allocated: Cents) {
  const what = allocated > 0n ? "règlement enregistré" : "règlement annulé";
  return {
    verb: allocated > 0n ? "recordPayment" : "reversePayment",
    subject: { kind: invoice.kind, id: invoice.id },
    summary: `Facture ${invoice.number} : ${what}, ${formatCents(allocated > 0n ? allocated : -allocated)}`,
  };
}
