import { sql } from "drizzle-orm";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { kept } from "../platform/db/kept_statements.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { balanceOf, type DocumentHead } from "./document.ts";

/** A document as the money that is waited for sees it. */
export type Owed = Pick<
  DocumentHead,
  "kind" | "state" | "dueOn" | "settledOn" | "grossCents" | "paidCents" | "creditedCents"
>;

/** A document before and after a change; null before it was issued. */
export interface OwedChange {
  readonly before: Owed | null;
  readonly after: Owed;
}

const add = kept(
  sql`insert into cell.receivables as t (tenant_id, due_on, invoices, cents)
    select ${sql.placeholder("tenantId")}, r.due_on, r.invoices, r.cents
    from jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as r(due_on date, invoices integer, cents bigint)
    on conflict (tenant_id, due_on) do update set
      invoices = t.invoices + excluded.invoices, cents = t.cents + excluded.cents`,
);

/**
 * Moves what is waited for, a row a due date: the dashboard sums days, never invoices. Called under
 * the chain's head, which whoever touches the same days waits for first: no two transactions deadlock.
 */
export async function moveReceivables(tx: Tx, tenantId: Uuid, changes: readonly OwedChange[]): Promise<void> {
  const days = sumByDay(changes);
  if (days.length === 0) return;
  const rows = days.map(([due_on, { invoices, cents }]) => ({ due_on, invoices, cents: String(cents) }));
  await add(tx, { tenantId, rows: JSON.stringify(rows) });
}

interface Day {
  invoices: number;
  cents: bigint;
}

function sumByDay(changes: readonly OwedChange[]): [IsoDate, Day][] {
  const days = new Map<IsoDate, Day>();
  const count = (owed: Owed | null, sign: 1 | -1) => {
    if (owed?.kind !== "invoice" || owed.state !== "issued" || owed.settledOn || !owed.dueOn) return;
    const day = days.get(owed.dueOn) ?? { invoices: 0, cents: 0n };
    days.set(owed.dueOn, { invoices: day.invoices + sign, cents: day.cents + BigInt(sign) * balanceOf(owed) });
  };
  for (const { before, after } of changes) {
    count(before, -1);
    count(after, 1);
  }
  const moved = [...days].filter(([, { invoices, cents }]) => invoices !== 0 || cents !== 0n);
  return moved.sort(([a], [b]) => a < b ? -1 : 1);
}
