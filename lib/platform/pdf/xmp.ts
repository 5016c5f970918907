import type { PdfInput } from "./template.ts";

/** Facts that stand both in the XMP packet and in the info dictionary, and must agree (ISO 19005-3 §6.6.3). */
export interface DocumentInfo {
  readonly title: string;
  readonly author?: string | undefined;
  readonly subject?: string | undefined;
  readonly keywords?: string | undefined;
  readonly creator: string;
  readonly producer: string;
  /** `2026-03-12T08:00:00Z`. */
  readonly createdAt: string;
}

/**
 * The `rdf:Description` elements of a document: its own facts, the claim of PDF/UA-1 (ISO 14289-1 §5), what a format
 * adds, and the one bag of extension schemas that PDF/A wants for every property it does not know (§6.6.2.3).
 */
export function xmpDescriptions(info: DocumentInfo, extras: PdfInput["xmp"]): string {
  return [
    description("xmp", "http://ns.adobe.com/xap/1.0/", [
      `<xmp:CreateDate>${info.createdAt}</xmp:CreateDate>`,
      `<xmp:ModifyDate>${info.createdAt}</xmp:ModifyDate>`,
      `<xmp:CreatorTool>${escapeXml(info.creator)}</xmp:CreatorTool>`,
    ]),
    description("dc", "http://purl.org/dc/elements/1.1/", [
      alternative("dc:title", info.title),
      info.author === undefined
        ? ""
        : `<dc:creator><rdf:Seq><rdf:li>${escapeXml(info.author)}</rdf:li></rdf:Seq></dc:creator>`,
      info.subject === undefined ? "" : alternative("dc:description", info.subject),
    ]),
    description("pdf", "http://ns.adobe.com/pdf/1.3/", [
      `<pdf:Producer>${escapeXml(info.producer)}</pdf:Producer>`,
      info.keywords === undefined ? "" : `<pdf:Keywords>${escapeXml(info.keywords)}</pdf:Keywords>`,
    ]),
    description("pdfuaid", PDF_UA.namespace, ["<pdfuaid:part>1</pdfuaid:part>"]),
    ...extras?.descriptions ?? [],
    description("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/", [
      "<pdfaExtension:schemas><rdf:Bag>",
      PDF_UA_SCHEMA,
      ...extras?.extensionSchemas ?? [],
      "</rdf:Bag></pdfaExtension:schemas>",
    ], EXTENSION_NAMESPACES),
  ].join("\n");
}

/** Text between two tags or in a quoted attribute: markup escaped, what XML 1.0 §2.2 forbids left out. */
export function escapeXml(text: string): string {
  return text.replace(XML_FORBIDDEN, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

// deno-lint-ignore no-control-regex
const XML_FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const EXTENSION_NAMESPACES = ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"' +
  ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"';

const PDF_UA = { namespace: "http://www.aiim.org/pdfua/ns/id/" };

const PDF_UA_SCHEMA = `<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>${PDF_UA.namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>`;

function description(prefix: string, namespace: string, properties: readonly string[], namespaces = ""): string {
  const open = `<rdf:Description rdf:about="" xmlns:${prefix}="${namespace}"${namespaces}>`;
  return [open, ...properties.filter((property) => property !== ""), "</rdf:Description>"].join("\n");
}

function alternative(property: string, text: string): string {
  return `<${property}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt></${property}>`;
}
