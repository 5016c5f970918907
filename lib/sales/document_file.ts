import { present } from "../base/assert.ts";
import type { IsoInstant } from "../base/dates.ts";
import { FACTURX_FILE_NAME, FACTURX_MIME_TYPE, FACTURX_RELATIONSHIP, facturxXmp, writeCii } from "../en16931/mod.ts";
import type { PdfInput } from "../platform/pdf/template.ts";
import type { SalesDocument } from "./document.ts";
import { documentPage, type PageParts } from "./document_page.ts";
import { toSemantic } from "./semantic.ts";

const UTF8 = new TextEncoder();

/** The electronic invoice of an issued document: CII, profile EN 16931. */
export function documentXml(document: SalesDocument, parts: Pick<PageParts, "preceding">): string {
  return writeCii(toSemantic(document, parts.preceding));
}

/**
 * Everything that the file of a document is made of. Invoices and credit notes carry their XML (Factur-X 1.0, profile
 * EN 16931); a quote is the page alone. The same document gives the same bytes.
 */
export function documentFile(document: SalesDocument, parts: PageParts): PdfInput {
  const template = documentPage(document, parts);
  const createdAt: IsoInstant = document.issuedAt ?? document.updatedAt;
  const metadata = { author: document.seller!.name, subject: template.title, createdAt };
  if (document.kind === "quote") return { template, metadata };
  const invoice = toSemantic(document, parts.preceding);
  const xmp = present(facturxXmp(invoice.guideline), "XMP of the guideline");
  return {
    template,
    metadata,
    xmp: { descriptions: [xmp.description], extensionSchemas: [xmp.extensionSchema] },
    attachments: [{
      name: FACTURX_FILE_NAME,
      bytes: UTF8.encode(writeCii(invoice)),
      mime: FACTURX_MIME_TYPE,
      relationship: FACTURX_RELATIONSHIP,
      description: "Facture électronique Factur-X",
      createdAt,
      modifiedAt: createdAt,
    }],
  };
}

/** Name under which people save the file: `Facture FA2026-0012.pdf`, without what file systems refuse. */
export function fileName(document: Pick<SalesDocument, "kind" | "number">, extension: "pdf" | "xml"): string {
  const title = { quote: "Devis", invoice: "Facture", credit_note: "Avoir" }[document.kind];
  return `${title} ${(document.number ?? "brouillon").replaceAll("/", "-")}.${extension}`;
}
