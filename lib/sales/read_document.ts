import { closedTo } from "../antifraud/mod.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { type Company, loadCompany } from "../company/mod.ts";
import { storeKey } from "../files/mod.ts";
import { type CustomerCard, loadCustomers } from "../parties/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Preview } from "../platform/pdf/render_job.ts";
import { renderPreview } from "../platform/pdf/worker_pool.ts";
import type { StoredFile } from "../platform/storage/store.ts";
import { storeOf } from "../platform/stores.ts";
import type { DocumentHead, SalesDocument } from "./document.ts";
import { type DocumentFollowUp, findFollowUp } from "./follow_up_query.ts";
import { documentXml, fileName } from "./document_file.ts";
import { documentPage } from "./document_page.ts";
import { findHead, getDocument } from "./document_store.ts";
import { rightTo } from "./policy.ts";
import { freeze, preflight, type PreflightPoint, provisional } from "./preflight.ts";
import { ensureRendered, loadParts, readWithParts } from "./render_document.ts";
import { precedingOf } from "./issue_document.ts";
import { refuse } from "./refusals.ts";

/** One document, as stored. Right `quotes:read` or `invoices:read`. Refuses `not_found`. */
export async function readDocument(ctx: Ctx, id: Uuid): Promise<SalesDocument> {
  const document = await withTenant(ctx, (tx) => getDocument(tx, { tenantId: ctx.tenantId, id }), { mode: "read" });
  authorize(ctx, rightTo("read", document.kind));
  return document;
}

/** A document with all that happened to it. Right `quotes:read` or `invoices:read`. Refuses `not_found`. */
export async function followDocument(ctx: Ctx, id: Uuid): Promise<DocumentFollowUp> {
  const followUp = await withTenant(ctx, (tx) => findFollowUp(tx, { tenantId: ctx.tenantId, id }), {
    mode: "read",
    oneStatement: true,
  });
  if (!followUp) throw refuse("not_found");
  authorize(ctx, rightTo("read", followUp.document.kind));
  return followUp;
}

/** What stands around a draft: its customer, the company, and what stands in the way of its issue. */
export interface DraftSurroundings {
  readonly customer: CustomerCard | null;
  readonly company: Company;
  readonly points: readonly PreflightPoint[];
}

/** What stands around a document that may not be stored yet: its customer, the company, its pre-flight. */
export async function aroundDraft(
  tx: Tx,
  ctx: Ctx,
  document: SalesDocument,
): Promise<DraftSurroundings> {
  const [company, lastClosed, customers, source] = await Promise.all([
    loadCompany(tx, ctx),
    closedTo(tx, ctx),
    loadCustomers(tx, ctx, document.customerId ? [document.customerId] : []),
    document.sourceId ? findHead(tx, { tenantId: ctx.tenantId, id: document.sourceId }) : null,
  ]);
  const customer = document.customerId ? customers.get(document.customerId) ?? null : null;
  const preceding = source ? precedingOf(document, source) : null;
  const parts = { company, customer, preceding, today: ctx.today, closedTo: lastClosed };
  return { company, customer, points: preflight(document, parts) };
}

/**
 * The document as it is, or would be, printed: SVG pages and the same words as HTML. Right `quotes:read` or
 * `invoices:read`. Refuses `not_found`, `customer_missing` where a draft has nobody to be sent to.
 */
export async function previewDocument(ctx: Ctx, id: Uuid): Promise<Preview> {
  const { document, parts } = await withTenant(ctx, async (tx) => {
    const stored = await getDocument(tx, { tenantId: ctx.tenantId, id });
    const shown = stored.seller && stored.state !== "draft" ? stored : await asIfIssued(tx, ctx, stored);
    return { document: shown, parts: await loadParts(tx, ctx, shown) };
  }, { mode: "read" });
  authorize(ctx, rightTo("read", document.kind));
  return await renderPreview(documentPage(document, parts));
}

async function asIfIssued(tx: Tx, ctx: Ctx, draft: SalesDocument): Promise<SalesDocument> {
  const { company, customer } = await aroundDraft(tx, ctx, draft);
  if (!customer) throw refuse("customer_missing");
  const shown = provisional(draft, { company, customer, today: ctx.today });
  return { ...shown, number: draft.number, ...freeze(draft, { company, customer }) };
}

/** A file on its way to a reader. */
export interface DocumentDownload {
  readonly name: string;
  readonly file: StoredFile;
}

/** The bytes that were sealed, for a member. Right `…:read`. Refuses `not_found`, `not_rendered`. */
export async function downloadDocument(ctx: Ctx, id: Uuid): Promise<DocumentDownload> {
  const document = await readDocument(ctx, id);
  return await fileOf(ctx, document);
}

/** The bytes of a document that somebody was let in to read, by right or by link. */
export async function fileOf(
  ctx: Ctx,
  document: Pick<DocumentHead, "id" | "kind" | "number">,
): Promise<DocumentDownload> {
  const { fileId } = await ensureRendered(ctx, document.id);
  const file = await storeOf(ctx.cell).get(storeKey({ tenantId: ctx.tenantId, id: fileId }));
  if (!file) throw refuse("not_rendered");
  return { name: fileName(document, "pdf"), file };
}

/** The electronic invoice alone (CII). Right `invoices:read`. Refuses `not_found`, `not_rendered` before the issue. */
export async function downloadXml(ctx: Ctx, id: Uuid): Promise<{ name: string; xml: string }> {
  authorize(ctx, "invoices:read");
  const { document, parts } = await readWithParts(ctx, id);
  if (document.state !== "issued") throw refuse("not_rendered");
  return { name: fileName(document, "xml"), xml: documentXml(document, parts) };
}
