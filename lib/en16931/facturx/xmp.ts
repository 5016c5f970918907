import { leaf, node, type Xml } from "../../platform/xml.ts";

/** Name of the invoice inside a Factur-X PDF. */
export const FACTURX_FILE_NAME = "factur-x.xml";
/** AFRelationship of the attached invoice: « Data » is right for every profile in France. */
export const FACTURX_RELATIONSHIP = "Data";
/** Media type of the attached invoice. */
export const FACTURX_MIME_TYPE = "text/xml";
/** Conformance levels of Factur-X 1.0 by the guideline (BT-24) of the attached invoice. */
export const FACTURX_LEVELS: Readonly<Record<string, string>> = {
  "urn:factur-x.eu:1p0:minimum": "MINIMUM",
  "urn:factur-x.eu:1p0:basicwl": "BASIC WL",
  "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic": "BASIC",
  "urn:cen.eu:en16931:2017": "EN 16931",
  "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended": "EXTENDED",
  "urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr": "EXTENDED",
};

/** The two pieces of XMP that a Factur-X file needs; `rdf` is bound by the packet around them. */
export interface FacturxXmp {
  /** An rdf:Description with the four fx properties. */
  readonly description: string;
  /** An rdf:li for the bag `pdfaExtension:schemas`: PDF/A wants every foreign property declared. */
  readonly extensionSchema: string;
}

const NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

const PROPERTIES: readonly { readonly name: string; readonly about: string }[] = [
  { name: "DocumentFileName", about: "Name of the embedded XML invoice file" },
  { name: "DocumentType", about: "Type of the embedded document: INVOICE" },
  { name: "Version", about: "Version of the Factur-X data" },
  { name: "ConformanceLevel", about: "Profile of the embedded invoice" },
];

/** The XMP of a Factur-X file whose invoice follows `guideline` (BT-24); undefined where there is no such profile. */
export function facturxXmp(guideline: string): FacturxXmp | undefined {
  const level = FACTURX_LEVELS[guideline];
  return level === undefined ? undefined : { description: description(level), extensionSchema: EXTENSION_SCHEMA };
}

function description(level: string): Xml {
  return node("rdf:Description", [
    leaf("fx:DocumentType", "INVOICE"),
    leaf("fx:DocumentFileName", FACTURX_FILE_NAME),
    leaf("fx:Version", "1.0"),
    leaf("fx:ConformanceLevel", level),
  ], { "rdf:about": "", "xmlns:fx": NAMESPACE });
}

const EXTENSION_SCHEMA: Xml = node("rdf:li", [
  leaf("pdfaSchema:schema", "Factur-X PDFA Extension Schema"),
  leaf("pdfaSchema:namespaceURI", NAMESPACE),
  leaf("pdfaSchema:prefix", "fx"),
  node("pdfaSchema:property", [
    node(
      "rdf:Seq",
      PROPERTIES.map((property) =>
        node("rdf:li", [
          leaf("pdfaProperty:name", property.name),
          leaf("pdfaProperty:valueType", "Text"),
          leaf("pdfaProperty:category", "external"),
          leaf("pdfaProperty:description", property.about),
        ], { "rdf:parseType": "Resource" })
      ),
    ),
  ]),
], {
  "rdf:parseType": "Resource",
  "xmlns:pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
  "xmlns:pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
});
