import { type SQL, sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { kept } from "../platform/db/kept_statements.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Receivable } from "./dashboard.ts";

/** Turnover of one month over all rates. */
export interface TurnoverRow {
  readonly month: string;
  readonly netCents: bigint;
}

/** All that the dashboard counts and sums, amounts in euros' cents. */
export interface DashboardRow {
  readonly openCount: number;
  readonly openCents: bigint;
  readonly lateCount: number;
  readonly lateCents: bigint;
  /** The first that are late by due date, and the first that are still to fall due. */
  readonly toChase: readonly Receivable[];
  readonly awaiting: readonly Receivable[];
  readonly invoiceDrafts: number;
  readonly quoteDrafts: number;
  readonly quotesAwaiting: number;
  readonly turnover: readonly TurnoverRow[];
  readonly hasCustomer: boolean;
  readonly hasDocument: boolean;
  readonly hasIssued: boolean;
}

const TENANT = sql.placeholder("tenantId"), TODAY = sql`${sql.placeholder("today")}::date`;
const OPEN = sql`d.tenant_id = ${TENANT} and d.kind = 'invoice' and d.state = 'issued' and d.settled_on is null`;
const BALANCE = sql`greatest(d.gross_cents - d.paid_cents - d.credited_cents, 0)`;

/** Invoices by due date. Cents travel as text: JSON would round the large ones. */
function oldest(side: SQL): SQL {
  return sql`(select coalesce(json_agg(r), '[]') from (
    select d.id, d.number, d.customer_name as "customerName", d.due_on as "dueOn", (${BALANCE})::text as "balanceCents"
    from cell.sales_documents d where ${OPEN} and ${side} order by d.due_on, d.id limit ${
    sql.placeholder("listed")
  }) r)`;
}

function drafts(kind: SQL): SQL {
  return sql`(select count(*)::integer from cell.sales_documents d
    where d.tenant_id = ${TENANT} and d.kind = ${kind} and d.state = 'draft')`;
}

type Written<T> = { readonly [K in keyof T]: T[K] extends bigint ? string : T[K] };
type RawRow = Omit<DashboardRow, "toChase" | "awaiting" | "turnover"> & {
  readonly toChase: readonly Written<Receivable>[];
  readonly awaiting: readonly Written<Receivable>[];
  readonly turnover: readonly Written<TurnoverRow>[];
};

// What is open is summed by due date, on each side of today: its cost does not grow with the number of invoices.
const read = kept<RawRow>(sql`select open.*,
    ${oldest(sql`d.due_on < ${TODAY}`)} as "toChase",
    ${oldest(sql`d.due_on >= ${TODAY}`)} as "awaiting",
    ${drafts(sql`'invoice'`)} as "invoiceDrafts",
    ${drafts(sql`'quote'`)} as "quoteDrafts",
    (select count(*)::integer from cell.sales_documents d
      where d.tenant_id = ${TENANT} and d.kind = 'quote' and d.state = 'sent') as "quotesAwaiting",
    (select coalesce(json_agg(r), '[]') from (
      select month, sum(net_cents)::text as "netCents" from cell.monthly_totals
      where tenant_id = ${TENANT} and month >= ${sql.placeholder("from")} and currency = 'EUR'
      group by month order by month) r) as "turnover",
    exists (select from cell.parties where tenant_id = ${TENANT} and is_customer) as "hasCustomer",
    exists (select from cell.sales_documents where tenant_id = ${TENANT}) as "hasDocument",
    exists (select from cell.sales_documents
      where tenant_id = ${TENANT} and kind = 'invoice' and issue_on is not null and state <> 'draft') as "hasIssued"
  from (
    select coalesce(sum(r.invoices), 0)::integer as "openCount", coalesce(sum(r.cents), 0)::bigint as "openCents",
      coalesce(sum(r.invoices) filter (where r.due_on < ${TODAY}), 0)::integer as "lateCount",
      coalesce(sum(r.cents) filter (where r.due_on < ${TODAY}), 0)::bigint as "lateCents"
    from cell.receivables r where r.tenant_id = ${TENANT}) open`);

/** Everything on the dashboard by one statement; turnover since the month `from` (`2025-01`). */
export async function readFigures(
  tx: Tx,
  wanted: { tenantId: Uuid; today: IsoDate; from: string; listed: number },
): Promise<DashboardRow> {
  const [found] = await read(tx, { ...wanted });
  const { toChase, awaiting, turnover, ...row } = present(found, "figures");
  return {
    ...row,
    toChase: toChase.map(inCents),
    awaiting: awaiting.map(inCents),
    turnover: turnover.map(({ month, netCents }) => ({ month, netCents: BigInt(netCents) })),
  };
}

function inCents(receivable: Written<Receivable>): Receivable {
  return { ...receivable, balanceCents: BigInt(receivable.balanceCents) };
}
