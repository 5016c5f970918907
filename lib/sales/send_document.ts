import { authorize, type Ctx } from "../base/ctx.ts";
import { addToDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { loadCompany } from "../company/mod.ts";
import { loadCustomers } from "../parties/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { SalesDocument } from "./document.ts";
import { getDocument, lockDocument, updateDocument } from "./document_store.ts";
import { freeze } from "./preflight.ts";
import { takeNumbers } from "./numbering.ts";
import { rightTo } from "./policy.ts";
import { refuse } from "./refusals.ts";
import { writeSearch } from "./search_store.ts";
import { findSending } from "./sending_store.ts";
import { type NewSending, queueSending, sealSending } from "./sending.ts";
import { prefixOf } from "./series.ts";
import { allows } from "./states.ts";

/**
 * Sends a document by mail: a quote becomes the offer that the customer may accept, with its number; an issued
 * document goes as the file that was sealed, and each copy after the first is a duplicate, sealed as such. Right
 * `quotes:send` or `invoices:send`. Refuses `not_found`, `not_sendable` (drafts of invoices), `customer_missing`,
 * `line_missing`, and what `queueSending` refuses. The same sending twice is one mail.
 */
export async function sendDocument(
  ctx: Ctx,
  { documentId, sending }: { documentId: Uuid; sending: NewSending },
): Promise<SalesDocument> {
  return await withTenant(ctx, async (tx) => {
    const key = { tenantId: ctx.tenantId, id: documentId };
    const locked = await lockDocument(tx, key);
    authorize(ctx, rightTo("send", locked.kind));
    if (!allows(locked, "send")) throw refuse("not_sendable");
    if (await findSending(tx, { tenantId: ctx.tenantId, id: sending.id })) return locked;
    const document = locked.kind === "quote" ? await offer(tx, ctx, locked) : locked;
    await queueSending(tx, ctx, { document, sending });
    await sealSending(tx, ctx, { document });
    return await getDocument(tx, key);
  });
}

/** A quote takes its number at its first sending, and its parties and terms as they stand at each. */
async function offer(tx: Tx, ctx: Ctx, quote: SalesDocument): Promise<SalesDocument> {
  if (!quote.customerId) throw refuse("customer_missing");
  if (!quote.lines.some((line) => line.kind === "item")) throw refuse("line_missing");
  const company = await loadCompany(tx, ctx);
  const customer = (await loadCustomers(tx, ctx, [quote.customerId])).get(quote.customerId);
  if (!customer) throw refuse("customer_unknown");
  const issueOn = quote.issueOn ?? ctx.today;
  const number = quote.number ?? (await takeNumbers(tx, {
    tenantId: ctx.tenantId,
    series: "quote",
    prefix: prefixOf(company, "quote"),
    // Quotes are numbered in the order of their sending: their date may be any.
    dates: [ctx.today],
  }))[0]!;
  const offered: SalesDocument = {
    ...quote,
    ...freeze(quote, { company, customer }),
    number,
    issueOn,
    validUntil: quote.validUntil ?? addToDate(issueOn, { days: company.quoteValidityDays }),
    customerName: customer.name,
    state: quote.state === "accepted" ? "accepted" : "sent",
  };
  const { seller, buyer, mentions, validUntil, customerName, state } = offered;
  await updateDocument(tx, { tenantId: ctx.tenantId, id: quote.id }, {
    seller,
    buyer,
    mentions,
    number,
    issueOn,
    validUntil,
    customerName,
    state,
    // The file of an earlier version is no longer the offer.
    fileId: null,
    fileSha256: null,
    version: quote.version + 1,
  });
  await writeSearch(tx, ctx.tenantId, [offered]);
  return offered;
}
