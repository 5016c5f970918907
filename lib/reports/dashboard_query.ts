import { sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import type { Receivable } from "./dashboard.ts";

/** Sums over the open invoices. */
export interface ReceivableRow {
  readonly openCount: number;
  readonly openCents: bigint;
  readonly lateCount: number;
  readonly lateCents: bigint;
}

/** Turnover of one month over all rates. */
export interface TurnoverRow {
  readonly month: string;
  readonly netCents: bigint;
}

const OPEN = sql`d.kind = 'invoice' and d.state = 'issued' and d.settled_on is null`;
const BALANCE = sql`greatest(d.gross_cents - d.paid_cents - d.credited_cents, 0)`;

/** Counts and sums what is open and what is late, from the partial index alone. */
export async function sumReceivables(
  tx: Tx,
  { tenantId, today }: { tenantId: Uuid; today: IsoDate },
): Promise<ReceivableRow> {
  const found = await row<ReceivableRow>(
    tx,
    sql`select count(*)::integer as "openCount", coalesce(sum(${BALANCE}), 0)::bigint as "openCents",
        count(*) filter (where d.due_on < ${today})::integer as "lateCount",
        coalesce(sum(${BALANCE}) filter (where d.due_on < ${today}), 0)::bigint as "lateCents"
      from cell.sales_documents d where d.tenant_id = ${tenantId} and ${OPEN}`,
  );
  return present(found, "sums");
}

/** The first open invoices by due date: the late ones, or those that are still to fall due. */
export async function listOldest(
  tx: Tx,
  { tenantId, today, late, limit }: { tenantId: Uuid; today: IsoDate; late: boolean; limit: number },
): Promise<Receivable[]> {
  const side = late ? sql`d.due_on < ${today}` : sql`d.due_on >= ${today}`;
  return await rows<Receivable>(
    tx,
    sql`select d.id, d.number, d.customer_name as "customerName", d.due_on as "dueOn",
        (${BALANCE})::bigint as "balanceCents"
      from cell.sales_documents d where d.tenant_id = ${tenantId} and ${OPEN} and ${side}
      order by d.due_on, d.id limit ${limit}`,
  );
}

/** How many invoices wait to be issued. */
export async function countInvoiceDrafts(tx: Tx, tenantId: Uuid): Promise<number> {
  const found = await row<{ drafts: number }>(
    tx,
    sql`select count(*)::integer as drafts from cell.sales_documents
      where tenant_id = ${tenantId} and kind = 'invoice' and state = 'draft'`,
  );
  return present(found, "invoice drafts").drafts;
}

/** How many quotes are drafts, and how many wait for an answer. */
export async function countQuotes(tx: Tx, tenantId: Uuid): Promise<{ drafts: number; awaiting: number }> {
  const found = await row<{ drafts: number; awaiting: number }>(
    tx,
    sql`select count(*) filter (where state = 'draft')::integer as drafts,
        count(*) filter (where state = 'sent')::integer as awaiting
      from cell.sales_documents where tenant_id = ${tenantId} and kind = 'quote'`,
  );
  return present(found, "quotes");
}

/** Turnover by month since one, over all rates, in euros. */
export async function readTurnover(
  tx: Tx,
  { tenantId, from }: { tenantId: Uuid; from: string },
): Promise<TurnoverRow[]> {
  return await rows<TurnoverRow>(
    tx,
    sql`select month, sum(net_cents)::bigint as "netCents" from cell.monthly_totals
      where tenant_id = ${tenantId} and month >= ${from} and currency = 'EUR' group by month order by month`,
  );
}

/** What a dossier has begun: the facts behind its first steps. */
export interface BeginningRow {
  readonly hasCustomer: boolean;
  readonly hasDocument: boolean;
  readonly hasIssued: boolean;
}

/** Whether there is a customer, a quote or an invoice, an invoice issued. Stops at the first row of each. */
export async function readBeginning(tx: Tx, tenantId: Uuid): Promise<BeginningRow> {
  const found = await row<BeginningRow>(
    tx,
    sql`select
        exists (select from cell.parties where tenant_id = ${tenantId} and is_customer) as "hasCustomer",
        exists (select from cell.sales_documents where tenant_id = ${tenantId}) as "hasDocument",
        exists (select from cell.sales_documents
          where tenant_id = ${tenantId} and kind = 'invoice' and issue_on is not null and state <> 'draft') as "hasIssued"`,
  );
  return present(found, "beginning");
}
