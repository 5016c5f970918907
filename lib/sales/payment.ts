import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Cents } from "../base/money.ts";

/** How a customer paid. */
export type PaymentMode = "transfer" | "card" | "cheque" | "cash" | "direct_debit" | "other";

/** Modes in the words of our forms. */
export const PAYMENT_MODES: Readonly<Record<PaymentMode, string>> = {
  transfer: "Virement",
  card: "Carte",
  cheque: "Chèque",
  cash: "Espèces",
  direct_debit: "Prélèvement",
  other: "Autre",
};

/** A payment, or the reversal of one (negative amount). */
export interface Payment {
  readonly id: Uuid;
  readonly customerId: Uuid;
  /** Value date. */
  readonly receivedOn: IsoDate;
  readonly mode: PaymentMode;
  readonly amountCents: Cents;
  readonly currency: string;
  readonly reference: string;
  readonly reversesId: Uuid | null;
  readonly reason: string;
  readonly sealSeq: bigint;
  readonly recordedAt: IsoInstant;
}

/** A part of a payment that pays one invoice. */
export interface Allocation {
  readonly documentId: Uuid;
  readonly amountCents: Cents;
}

/** A payment as one invoice sees it: how much of it went there, and whether it was taken back since. */
export type AllocatedOn = Payment & { readonly allocatedCents: Cents; readonly isReversed: boolean };

/** The payments of one invoice with what each paid of it, in the order given. */
export function paidOn(
  payments: readonly Payment[],
  allocations: readonly { readonly paymentId: Uuid; readonly amountCents: Cents }[],
): AllocatedOn[] {
  const paid = new Map(allocations.map(({ paymentId, amountCents }) => [paymentId, amountCents]));
  const reversed = new Set(payments.map((payment) => payment.reversesId));
  return payments.map((payment) => ({
    ...payment,
    allocatedCents: paid.get(payment.id) ?? 0n,
    isReversed: reversed.has(payment.id),
  }));
}
