import { seal } from "../antifraud/mod.ts";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { loadLogo } from "../company/mod.ts";
import { registerFile, storeKey } from "../files/mod.ts";
import { sha256Hex } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Picture } from "../platform/pdf/template.ts";
import { renderPdf } from "../platform/pdf/worker_pool.ts";
import { baseUrl } from "../platform/outside.ts";
import { newId } from "../platform/random.ts";
import { storeOf } from "../platform/stores.ts";
import type { SalesDocument } from "./document.ts";
import { documentFile, fileName } from "./document_file.ts";
import { findPublicId } from "./dossier_query.ts";
import { findHead, getDocument, lockDocument, updateDocument } from "./document_store.ts";
import type { PageParts } from "./document_page.ts";
import { precedingOf } from "./issue_document.ts";
import { verificationPath } from "./links.ts";
import { refuse } from "./refusals.ts";

/** The file of a document as it is mailed, downloaded, linked and archived. */
export interface RenderedFile {
  readonly fileId: Uuid;
  /** In hexadecimal. */
  readonly sha256: string;
}

/**
 * Gives the document its file, once: the job after the issue, or whoever wants the file first. The bytes are stored
 * write-once, their digest is sealed (`document_rendered`), and every later reader gets those bytes. Of two that
 * render at the same time one wins; the other's object is removed. Refuses `not_found`, `not_rendered` for drafts.
 */
export async function ensureRendered(ctx: Ctx, documentId: Uuid): Promise<RenderedFile> {
  const { document, parts } = await readWithParts(ctx, documentId);
  if (document.fileId && document.fileSha256) return { fileId: document.fileId, sha256: document.fileSha256 };
  if (document.state === "draft" || !document.seller) throw refuse("not_rendered");
  const bytes = await renderPdf(documentFile(document, parts));
  const fileId = newId();
  const key = storeKey({ tenantId: ctx.tenantId, id: fileId });
  const stored = await storeOf(ctx.cell).put(key, bytes, { contentType: "application/pdf" });
  const winner = await withTenant(
    ctx,
    (tx) => adopt(tx, ctx, { document, fileId, bytes: stored.bytes, sha256: sha256Hex(bytes) }),
  );
  if (winner.fileId !== fileId) await storeOf(ctx.cell).remove([key]);
  return winner;
}

async function adopt(
  tx: Tx,
  ctx: Ctx,
  file: { document: SalesDocument; fileId: Uuid; bytes: number; sha256: string },
): Promise<RenderedFile> {
  const key = { tenantId: ctx.tenantId, id: file.document.id };
  const now = await lockDocument(tx, key);
  if (now.fileId && now.fileSha256) return { fileId: now.fileId, sha256: now.fileSha256 };
  // A quote sent anew while its older version was being rendered keeps no file of the older one.
  if (now.version !== file.document.version) throw refuse("not_rendered");
  await registerFile(tx, ctx, {
    id: file.fileId,
    name: fileName(now, "pdf"),
    mime: "application/pdf",
    bytes: file.bytes,
    sha256: file.sha256,
    purpose: "issued_document",
  });
  await updateDocument(tx, key, { fileId: file.fileId, fileSha256: file.sha256 });
  if (now.kind !== "quote") {
    const payload = { document: now.id, number: now.number, sha256: file.sha256, bytes: file.bytes };
    await seal(tx, ctx, [{ type: "document_rendered", subjectId: now.id, payload }]);
  }
  return { fileId: file.fileId, sha256: file.sha256 };
}

/** A document with what its page needs. */
export async function readWithParts(
  ctx: Ctx,
  documentId: Uuid,
): Promise<{ document: SalesDocument; parts: PageParts }> {
  return await withTenant(ctx, async (tx) => {
    const document = await getDocument(tx, { tenantId: ctx.tenantId, id: documentId });
    return { document, parts: await loadParts(tx, ctx, document) };
  }, { mode: "read" });
}

/** What a page needs beside its document: the logo frozen with it, the invoice that it corrects. */
export async function loadParts(tx: Tx, ctx: Ctx, document: SalesDocument): Promise<PageParts> {
  const source = document.kind === "credit_note" && document.sourceId
    ? await findHead(tx, { tenantId: ctx.tenantId, id: document.sourceId })
    : null;
  const logoId = document.seller?.logoId;
  const code = document.verificationCode;
  return {
    logo: logoId ? await pictureOf(tx, ctx, { logoId: logoId as Uuid, alt: document.seller!.name }) : null,
    preceding: source ? precedingOf(document, source) : null,
    verifyUrl: code ? `${baseUrl()}${verificationPath(await findPublicId(tx, ctx.tenantId), code)}` : null,
  };
}

async function pictureOf(tx: Tx, ctx: Ctx, { logoId, alt }: { logoId: Uuid; alt: string }): Promise<Picture | null> {
  const logo = await loadLogo(tx, ctx, logoId);
  return logo && { bytes: logo.bytes, width: logo.width, height: logo.height, alt: `Logo de ${alt}` };
}
