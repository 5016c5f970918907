import { and, eq, sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { idList, insertRows } from "../platform/db/bulk.ts";
import { row, type Tx } from "../platform/db/transaction.ts";
import { present } from "../base/assert.ts";
import type { Allocation, Payment } from "./payment.ts";
import { paymentAllocations, payments } from "./schema.ts";

/** Which payment. */
export interface PaymentKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** A payment with what it pays. */
export type AllocatedPayment = Payment & { readonly allocations: readonly Allocation[] };

/** A payment to keep, with what it pays. */
export interface NewPaymentRow {
  readonly payment: typeof payments.$inferInsert;
  readonly allocations: readonly Allocation[];
}

/** Keeps payments and what they pay, in two statements. */
export async function insertPayments(tx: Tx, entries: readonly NewPaymentRow[]): Promise<void> {
  const rows = entries.flatMap(({ payment, allocations }) =>
    allocations.map((allocation) => ({ ...allocation, tenantId: payment.tenantId, paymentId: payment.id }))
  );
  await Promise.all([
    insertRows(tx, payments, { rows: entries.map(({ payment }) => payment) }),
    insertRows(tx, paymentAllocations, { rows }),
  ]);
}

/** A payment with its allocations, or null. */
export async function findPayment(tx: Tx, key: PaymentKey): Promise<AllocatedPayment | null> {
  const [found] = await findPayments(tx, { tenantId: key.tenantId, ids: [key.id] });
  return found ?? null;
}

/** Payments with their allocations. */
export async function findPayments(
  tx: Tx,
  { tenantId, ids }: { tenantId: Uuid; ids: readonly Uuid[] },
): Promise<AllocatedPayment[]> {
  if (ids.length === 0) return [];
  const [heads, parts] = await Promise.all([
    tx.select().from(payments).where(and(eq(payments.tenantId, tenantId), sql`${payments.id} = any(${idList(ids)})`)),
    tx.select().from(paymentAllocations)
      .where(
        and(eq(paymentAllocations.tenantId, tenantId), sql`${paymentAllocations.paymentId} = any(${idList(ids)})`),
      ),
  ]);
  const partsOf = Map.groupBy(parts, (part) => part.paymentId);
  return heads.map((head) => ({ ...head, allocations: partsOf.get(head.id) ?? [] }));
}

/** True when a payment has been reversed. */
export async function isReversed(tx: Tx, key: PaymentKey): Promise<boolean> {
  const [found] = await tx.select({ id: payments.id }).from(payments)
    .where(and(eq(payments.tenantId, key.tenantId), eq(payments.reversesId, key.id)));
  return found !== undefined;
}

/** How many payments and reversals this dossier has recorded. */
export async function countPayments(tx: Tx, tenantId: Uuid): Promise<bigint> {
  const found = await row<{ n: bigint }>(
    tx,
    sql`select count(*) as n from cell.payments where tenant_id = ${tenantId}`,
  );
  return present(found, "count").n;
}
