import type { Guest } from "../../access/mod.ts";
import { isUuid } from "../../base/ids.ts";
import { storeKey } from "../../files/mod.ts";
import type { StoredFile } from "../../platform/storage/store.ts";
import { storeOf } from "../../platform/stores.ts";
import { downloadXml, fileName, readDocument, type SalesDocument } from "../../sales/mod.ts";
import { refuse } from "../refusals.ts";

/**
 * The sealed bytes of an invoice or credit note of the guest's days. Nothing is rendered for him: a file that was not
 * made yet is no file. Right `invoices:read`. Refuses `not_found`: unknown, foreign, draft, quote, outside of the days.
 */
export async function openSealedPdf(guest: Guest, id: string): Promise<{ name: string; file: StoredFile }> {
  const document = await documentOf(guest, id);
  if (!document.fileId) throw refuse("not_found");
  const { ctx } = guest;
  const file = await storeOf(ctx.cell).get(storeKey({ tenantId: ctx.tenantId, id: document.fileId }));
  if (!file) throw refuse("not_found");
  return { name: fileName(document, "pdf"), file };
}

/** Its electronic invoice (CII). The same refusals. */
export async function openSealedXml(guest: Guest, id: string): Promise<{ name: string; xml: string }> {
  const { id: known } = await documentOf(guest, id);
  return await downloadXml(guest.ctx, known);
}

async function documentOf({ ctx, from, to }: Guest, id: string): Promise<SalesDocument> {
  if (!isUuid(id)) throw refuse("not_found");
  const document = await readDocument(ctx, id).catch((error) => {
    throw error?.status === 404 || error?.status === 403 ? refuse("not_found") : error;
  });
  const isSealed = document.state === "issued" && document.kind !== "quote";
  if (!isSealed || !document.issueOn || document.issueOn < from || document.issueOn > to) throw refuse("not_found");
  return document;
}
