import { HTML, packed } from "../../lib/platform/web/answer.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import { type DocumentKind, downloadXml, fileOf, previewDocument } from "../../lib/sales/mod.ts";
import { Sheet } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { documentOf } from "./documents_acts.ts";
import { documentTitle } from "./documents_words.ts";

/** The bytes that were sealed. `?voir` shows them in the browser, else they are saved. */
export async function sendPdf(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const document = await documentOf(c, kind);
  const { name, file } = await fileOf(c.get("ctx"), document);
  const place = c.req.query("voir") === undefined ? "attachment" : "inline";
  return c.body(file.body, 200, {
    "content-type": "application/pdf",
    "content-length": String(file.bytes),
    "content-disposition": contentDisposition(place, name),
    "cache-control": "private, no-store",
  });
}

/** The electronic invoice alone. */
export async function sendXml(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const { id } = await documentOf(c, kind);
  const { name, xml } = await downloadXml(c.get("ctx"), id);
  return c.body(xml, 200, {
    "content-type": "application/xml; charset=utf-8",
    "content-disposition": contentDisposition("attachment", name),
    "cache-control": "private, no-store",
  });
}

/**
 * The pages of a document as sheets, for its page to put in place. What was issued never changes, so the browser asks
 * once; the address names its seal.
 */
export async function sendPages(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const document = await documentOf(c, kind);
  const preview = await previewDocument(c.get("ctx"), document.id);
  const title = documentTitle(document);
  const sheets = String(
    <div id="pages">
      <Sheet title={title} pages={preview.pages} html={preview.html} />
    </div>,
  );
  const { body, headers } = packed(c.req.raw, sheets, HTML);
  const isFixed = document.state === "issued" && c.req.query("v") !== undefined;
  return c.body(body, 200, {
    ...headers,
    ...(isFixed ? { "cache-control": "private, max-age=31536000, immutable", vary: "Accept-Encoding, Cookie" } : {}),
  });
}
