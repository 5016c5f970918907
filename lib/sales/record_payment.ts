import { type Seal, seal } from "../antifraud/mod.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { type IsoDate, parseDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { type Cents, formatCents, parseCents } from "../base/money.ts";
import { type Issue, refuseAll } from "../base/refusal.ts";
import { recordActivities } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { emit } from "../platform/events.ts";
import { balanceOf, type SalesDocument } from "./document.ts";
import { lockDocuments } from "./document_store.ts";
import { moveReceivables } from "./receivables_store.ts";
import { writePaid } from "./state_store.ts";
import { paymentRecorded } from "./events.ts";
import { type Allocation, type Payment, PAYMENT_MODES, type PaymentMode } from "./payment.ts";
import { type AllocatedPayment, findPayment, findPayments, insertPayments, isReversed } from "./payment_store.ts";
import { issue, refuse } from "./refusals.ts";
import { paymentEvent } from "./sealing.ts";
import { allows } from "./states.ts";
import { readText, surveyText } from "./typed_text.ts";

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

/** Most payments recorded in one transaction. */
export const MAX_PAYMENTS_AT_ONCE = 200;

/**
 * Records what a customer paid on an invoice, whole or in part, sealed in the chain. It is sealed now, with the value
 * date that the person gives. Right `payments:write`. Refuses `not_found`, `not_payable`, `bad_amount`, `bad_date`,
 * `payment_in_future`, `payment_too_large`. The same id again gives what it recorded.
 */
export async function recordPayment(ctx: Ctx, payment: NewPayment): Promise<void> {
  await recordPayments(ctx, [payment]);
}

/**
 * Records up to 200 payments in one transaction, all or none: a day's bank statement (EXP-17). Refuses as
 * `recordPayment`, and `too_many_at_once`.
 */
export async function recordPayments(ctx: Ctx, wanted: readonly NewPayment[]): Promise<void> {
  authorize(ctx, "payments:write");
  if (wanted.length > MAX_PAYMENTS_AT_ONCE) throw refuse("too_many_at_once");
  const read = wanted.map((payment) => ({ ...payment, ...readPayment(payment.form, ctx.today) }));
  await withTenant(ctx, async (tx) => {
    const { tenantId } = ctx;
    const invoices = await lockDocuments(tx, { tenantId, ids: read.map((payment) => payment.invoiceId) });
    const recorded = await findPayments(tx, { tenantId, ids: read.map((payment) => payment.id) });
    const known = new Set(recorded.map((payment) => payment.id));
    const accounts = new Map(invoices.map((invoice) => [invoice.id, invoice]));
    const entries = read.filter((payment) => !known.has(payment.id)).map((payment) => enter(ctx, accounts, payment));
    await apply(tx, ctx, { entries, accounts, invoices });
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
  const reason = readText(reversal.reason, { field: "reason", oneLine: true });
  if (reason === "") throw refuse("reason_missing");
  await withTenant(ctx, async (tx) => {
    const key = { tenantId: ctx.tenantId, id: reversal.paymentId };
    const known = await findPayment(tx, key);
    if (!known || known.reversesId) throw refuse("not_found");
    const ids = known.allocations.map((allocation) => allocation.documentId);
    const invoices = await lockDocuments(tx, { tenantId: ctx.tenantId, ids });
    if (await isReversed(tx, key)) throw refuse("payment_reversed");
    const accounts = new Map(invoices.map((invoice) => [invoice.id, invoice]));
    const entries = [takeBack(ctx, accounts, { known, id: reversal.id, reason })];
    await apply(tx, ctx, { entries, accounts, invoices });
  });
}

/** A payment about to be written, with what it pays. */
interface Entry {
  readonly payment: Payment;
  readonly allocations: readonly Allocation[];
}

/** The locked invoices by id, with their amounts as the entries move them. */
type Accounts = Map<Uuid, SalesDocument>;

function enter(ctx: Ctx, accounts: Accounts, given: NewPayment & ReturnType<typeof readPayment>): Entry {
  const invoice = accounts.get(given.invoiceId)!;
  if (!allows(invoice, "pay")) throw refuse("not_payable");
  const rest = balanceOf(invoice);
  if (given.amountCents > rest) throw refuse("payment_too_large", { values: { rest: formatCents(rest) } });
  const allocations = [{ documentId: invoice.id, amountCents: given.amountCents }];
  move(accounts, allocations, given.receivedOn);
  return { payment: paymentRow(ctx, { ...given, customerId: invoice.customerId! }), allocations };
}

function takeBack(
  ctx: Ctx,
  accounts: Accounts,
  { known, id, reason }: { known: AllocatedPayment; id: Uuid; reason: string },
): Entry {
  const allocations = known.allocations.map(({ documentId, amountCents }) => ({
    documentId,
    amountCents: -amountCents,
  }));
  move(accounts, allocations, ctx.today);
  const amountCents = -known.amountCents;
  const row = { ...known, id, receivedOn: ctx.today, amountCents, reversesId: known.id, reason };
  return { payment: paymentRow(ctx, row), allocations };
}

function move(accounts: Accounts, allocations: readonly Allocation[], on: IsoDate): void {
  for (const { documentId, amountCents } of allocations) {
    const invoice = accounts.get(documentId)!;
    const moved = { ...invoice, paidCents: invoice.paidCents + amountCents };
    accounts.set(documentId, { ...moved, settledOn: balanceOf(moved) === 0n ? on : null });
  }
}

/** Everything that is written, the sums under the chain's head. */
async function apply(
  tx: Tx,
  ctx: Ctx,
  { entries, accounts, invoices }: {
    entries: readonly Entry[];
    accounts: Accounts;
    /** The invoices as they were before. */
    invoices: readonly SalesDocument[];
  },
): Promise<void> {
  if (entries.length === 0) return;
  const acts = entries.flatMap(({ allocations }) =>
    allocations.map((allocation) => paymentAct(accounts.get(allocation.documentId)!, allocation.amountCents))
  );
  for (const { payment, allocations } of entries) {
    await emit(tx, ctx, { event: paymentRecorded, payload: { payment, allocations } });
  }
  // Statements leave in this order and are answered in it; the head is locked by the last of them.
  const sent = [
    writePaid(tx, ctx.tenantId, [...accounts.values()]),
    recordActivities(tx, ctx, acts),
  ];
  const events = entries.map(({ payment, allocations }) => paymentEvent(payment, allocations));
  async function write(seals: readonly Seal[]): Promise<void> {
    const rows = entries.map(({ payment, allocations }, i) => ({
      payment: { ...payment, tenantId: ctx.tenantId, sealSeq: seals[i]!.seq, recordedBy: ctx.personId },
      allocations,
    }));
    const changes = invoices.map((before) => ({ before, after: accounts.get(before.id)! }));
    await Promise.all([insertPayments(tx, rows), moveReceivables(tx, ctx.tenantId, changes)]);
  }
  await Promise.all([seal(tx, ctx, events, { write }), ...sent]);
}

function paymentRow(
  ctx: Ctx,
  given: Pick<Payment, "id" | "customerId" | "receivedOn" | "mode" | "amountCents" | "reference"> & Partial<Payment>,
): Payment {
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
    // The chain's head gives its number once it is locked.
    sealSeq: 0n,
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
  if (!Object.hasOwn(PAYMENT_MODES, mode)) faults.push(issue("bad_choice", { field: "mode" }));
  const reference = surveyText(faults, form.reference, { field: "reference", oneLine: true });
  refuseAll(faults);
  return {
    amountCents,
    receivedOn: receivedOn ?? today,
    mode: mode as PaymentMode,
    reference,
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
