import { leaf, node, sequence, type Xml, xmlDocument } from "../../platform/xml.ts";
import type { Invoice, Note } from "../invoice.ts";
import { agreementBlock, deliveryBlock } from "./_agreement.ts";
import { CII_NAMESPACES, dateTime } from "./_elements.ts";
import { lineBlock } from "./_line.ts";
import { settlementBlock } from "./_settlement.ts";

/**
 * The invoice as UN/CEFACT Cross Industry Invoice D22B, valid against the schema of its profile (Factur-X EN 16931 for
 * GUIDELINES.en16931). Writes what it is given, in the order that the schema wants; judging is the rules' business.
 */
export function writeCii(invoice: Invoice): string {
  return xmlDocument(node("rsm:CrossIndustryInvoice", [
    contextBlock(invoice),
    documentBlock(invoice),
    node("rsm:SupplyChainTradeTransaction", [
      sequence(invoice.lines.map(lineBlock)),
      agreementBlock(invoice),
      deliveryBlock(invoice),
      settlementBlock(invoice),
    ]),
  ], namespaceDeclarations()));
}

function contextBlock(invoice: Invoice): Xml {
  return node("rsm:ExchangedDocumentContext", [
    node("ram:BusinessProcessSpecifiedDocumentContextParameter", [leaf("ram:ID", invoice.businessProcess)]),
    node("ram:GuidelineSpecifiedDocumentContextParameter", [leaf("ram:ID", invoice.guideline)]),
  ]);
}

function documentBlock(invoice: Invoice): Xml {
  return node("rsm:ExchangedDocument", [
    leaf("ram:ID", invoice.number),
    leaf("ram:TypeCode", invoice.typeCode),
    dateTime("ram:IssueDateTime", invoice.issuedOn),
    sequence(invoice.notes.map(noteBlock)),
  ]);
}

function noteBlock(note: Note): Xml {
  return node("ram:IncludedNote", [leaf("ram:Content", note.text), leaf("ram:SubjectCode", note.subject)]);
}

function namespaceDeclarations(): Record<string, string> {
  return Object.fromEntries(Object.entries(CII_NAMESPACES).map(([prefix, uri]) => [`xmlns:${prefix}`, uri]));
}
