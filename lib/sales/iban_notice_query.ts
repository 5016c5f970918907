import { sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";

/** Days back in which a customer who received an invoice is told of another IBAN. */
export const NOTICE_DAYS = 90;

/** True once the dossier has issued an invoice: somebody may pay to the IBAN that it printed. */
export async function hasIssuedInvoice(tx: Tx, { tenantId }: Pick<Ctx, "tenantId">): Promise<boolean> {
  const found = await row<{ issued: boolean }>(
    tx,
    sql`select exists (select 1 from cell.sales_documents
      where tenant_id = ${tenantId} and kind = 'invoice' and number is not null) as issued`,
  );
  return found?.issued ?? false;
}

/** The next customers who were mailed an invoice in the last ninety days, by id. */
export async function recentCustomers(
  tx: Tx,
  { tenantId, at, after, limit }: { tenantId: Uuid; at: IsoInstant; after: Uuid | null; limit: number },
): Promise<Uuid[]> {
  const found = await rows<{ customer_id: Uuid }>(
    tx,
    sql`select distinct d.customer_id from cell.sendings s
      join cell.sales_documents d on d.tenant_id = s.tenant_id and d.id = s.document_id
      where s.tenant_id = ${tenantId} and s.state = 'sent' and d.kind = 'invoice' and d.customer_id is not null
        and s.sent_at > ${at}::timestamptz - ${NOTICE_DAYS} * interval '1 day'
        and (${after}::uuid is null or d.customer_id > ${after}::uuid)
      order by d.customer_id limit ${limit}`,
  );
  return found.map(({ customer_id }) => customer_id);
}

/** The addresses to which a customer's last invoice was mailed. */
export async function addressesOf(tx: Tx, of: { tenantId: Uuid; customerId: Uuid }): Promise<string[]> {
  const found = await row<{ recipients: string[] }>(
    tx,
    sql`select s.recipients from cell.sendings s
      join cell.sales_documents d on d.tenant_id = s.tenant_id and d.id = s.document_id
      where s.tenant_id = ${of.tenantId} and d.customer_id = ${of.customerId} and d.kind = 'invoice'
        and s.state = 'sent'
      order by s.sent_at desc, s.id desc limit 1`,
  );
  return found?.recipients ?? [];
}
