import { sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { kept } from "../platform/db/kept_statements.ts";
import type { DocumentHead, VatTotal } from "./document.ts";

/** A document that is being issued, as turnover sees it. */
export type Turnover = Pick<DocumentHead, "kind" | "issueOn" | "currency"> & {
  readonly vatTotals: readonly VatTotal[];
};

interface MonthRow {
  month: string;
  currency: string;
  category: string;
  rate: number;
  net: bigint;
  vat: bigint;
  documents: number;
}

const add = kept(
  sql`insert into cell.monthly_totals as t
      (tenant_id, month, currency, vat_category, vat_rate_bp, net_cents, vat_cents, documents)
    select ${sql.placeholder("tenantId")}, r.month, r.currency, r.category, r.rate, r.net, r.vat, r.documents
    from jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as r(
      month text, currency text, category text, rate integer, net bigint, vat bigint, documents integer)
    on conflict (tenant_id, month, currency, vat_category, vat_rate_bp) do update set
      net_cents = t.net_cents + excluded.net_cents, vat_cents = t.vat_cents + excluded.vat_cents,
      documents = t.documents + excluded.documents`,
);

/**
 * Adds issued documents to the turnover of their months, credit notes deducted. Called under the chain's
 * head, which whoever touches the same months waits for first: no two transactions deadlock.
 */
export async function addTurnover(tx: Tx, tenantId: Uuid, documents: readonly Turnover[]): Promise<void> {
  const months = sumByMonth(documents);
  if (months.length === 0) return;
  const rows = months.map(({ net, vat, ...month }) => ({ ...month, net: String(net), vat: String(vat) }));
  await add(tx, { tenantId, rows: JSON.stringify(rows) });
}

function sumByMonth(documents: readonly Turnover[]): MonthRow[] {
  const months = new Map<string, MonthRow>();
  for (const document of documents) {
    const sign = document.kind === "credit_note" ? -1n : 1n;
    for (const total of document.vatTotals) {
      const month = document.issueOn!.slice(0, 7);
      const key = [month, document.currency, total.category, String(total.rateBp).padStart(5, "0")].join("/");
      const known = months.get(key) ??
        {
          month,
          currency: document.currency,
          category: total.category,
          rate: total.rateBp,
          net: 0n,
          vat: 0n,
          documents: 0,
        };
      known.net += sign * total.baseCents;
      known.vat += sign * total.vatCents;
      known.documents += 1;
      months.set(key, known);
    }
  }
  return [...months].sort(([a], [b]) => a < b ? -1 : 1).map(([, month]) => month);
}
