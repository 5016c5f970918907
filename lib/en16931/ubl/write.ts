import { leaf, node, sequence, type Xml, xmlDocument } from "../../platform/xml.ts";
import { CREDIT_NOTE_CODES } from "../code_lists.ts";
import type { Attachment, Invoice, Note } from "../invoice.ts";
import { identifier, periodBlock } from "./_elements.ts";
import { lineBlock } from "./_line.ts";
import { buyerBlock, deliveryBlock, payeeBlock, sellerBlock, taxRepresentativeBlock } from "./_party.ts";
import { settlementBlocks } from "./_settlement.ts";

/**
 * The invoice as UBL 2.1: an Invoice, or a CreditNote where its type is one. BT-23 and BT-24 are those of the invoice:
 * PEPPOL_BILLING_PROCESS and GUIDELINES.peppolBis3 for Peppol. A credit note without means of payment loses BT-9, which
 * UBL keeps with them.
 */
export function writeUbl(invoice: Invoice): string {
  return xmlDocument(CREDIT_NOTE_CODES.has(invoice.typeCode) ? creditNoteBlock(invoice) : invoiceBlock(invoice));
}

function invoiceBlock(invoice: Invoice): Xml {
  const names = { line: "cac:InvoiceLine", quantity: "cbc:InvoicedQuantity" };
  return node("Invoice", [
    ...headerStart(invoice),
    leaf("cbc:DueDate", invoice.dueOn),
    leaf("cbc:InvoiceTypeCode", invoice.typeCode),
    sequence(invoice.notes.map(noteBlock)),
    leaf("cbc:TaxPointDate", invoice.taxPointOn),
    ...headerEnd(invoice),
    tenderBlock(invoice),
    documentReference("cac:ContractDocumentReference", invoice.contractReference),
    ...additionalBlocks(invoice),
    documentReference("cac:ProjectReference", invoice.projectReference),
    ...partyBlocks(invoice),
    ...settlementBlocks(invoice),
    ...invoice.lines.map((line) => lineBlock(line, names, invoice.currency)),
  ], namespaces("Invoice"));
}

function creditNoteBlock(invoice: Invoice): Xml {
  const names = { line: "cac:CreditNoteLine", quantity: "cbc:CreditedQuantity" };
  return node("CreditNote", [
    ...headerStart(invoice),
    leaf("cbc:TaxPointDate", invoice.taxPointOn),
    leaf("cbc:CreditNoteTypeCode", invoice.typeCode),
    sequence(invoice.notes.map(noteBlock)),
    ...headerEnd(invoice),
    documentReference("cac:ContractDocumentReference", invoice.contractReference),
    ...additionalBlocks(invoice),
    projectDocument(invoice.projectReference),
    tenderBlock(invoice),
    ...partyBlocks(invoice),
    ...settlementBlocks(invoice),
    ...invoice.lines.map((line) => lineBlock(line, names, invoice.currency)),
  ], namespaces("CreditNote"));
}

function headerStart(invoice: Invoice): Xml[] {
  return [
    leaf("cbc:CustomizationID", invoice.guideline),
    leaf("cbc:ProfileID", invoice.businessProcess),
    leaf("cbc:ID", invoice.number),
    leaf("cbc:IssueDate", invoice.issuedOn),
  ];
}

function headerEnd(invoice: Invoice): Xml[] {
  return [
    leaf("cbc:DocumentCurrencyCode", invoice.currency),
    leaf("cbc:TaxCurrencyCode", invoice.vatCurrency),
    leaf("cbc:AccountingCost", invoice.buyerAccounting),
    leaf("cbc:BuyerReference", invoice.buyerReference),
    periodBlock(invoice.period, invoice.taxPointCode),
    orderBlock(invoice),
    sequence(invoice.precedingInvoices.map((preceding) =>
      node("cac:BillingReference", [
        node("cac:InvoiceDocumentReference", [
          leaf("cbc:ID", preceding.number),
          leaf("cbc:IssueDate", preceding.issuedOn),
        ]),
      ])
    )),
    documentReference("cac:DespatchDocumentReference", invoice.despatchAdvice),
    documentReference("cac:ReceiptDocumentReference", invoice.receivingAdvice),
  ];
}

function noteBlock(note: Note): Xml {
  return leaf("cbc:Note", note.subject ? `#${note.subject}#${note.text}` : note.text);
}

// The schema wants the buyer's order number beside the seller's; Peppol writes NA for one that is not known.
function orderBlock({ purchaseOrder, salesOrder }: Invoice): Xml {
  return node("cac:OrderReference", [
    leaf("cbc:ID", purchaseOrder ?? (salesOrder && "NA")),
    leaf("cbc:SalesOrderID", salesOrder),
  ]);
}

function documentReference(name: string, id: string | undefined): Xml {
  return node(name, [leaf("cbc:ID", id)]);
}

function tenderBlock(invoice: Invoice): Xml {
  return documentReference("cac:OriginatorDocumentReference", invoice.tenderReference);
}

function additionalBlocks(invoice: Invoice): Xml[] {
  return [...invoice.attachments.map(attachmentBlock), invoicedObjectBlock(invoice.invoicedObject)];
}

function attachmentBlock(attachment: Attachment): Xml {
  return node("cac:AdditionalDocumentReference", [
    leaf("cbc:ID", attachment.id),
    leaf("cbc:DocumentDescription", attachment.description),
    node("cac:Attachment", [
      leaf("cbc:EmbeddedDocumentBinaryObject", attachment.content?.base64, {
        mimeCode: attachment.content?.mimeCode,
        filename: attachment.content?.fileName,
      }),
      node("cac:ExternalReference", [leaf("cbc:URI", attachment.url)]),
    ]),
  ]);
}

function invoicedObjectBlock(object: Invoice["invoicedObject"]): Xml {
  if (!object) return sequence([]);
  return node("cac:AdditionalDocumentReference", [identifier("cbc:ID", object), leaf("cbc:DocumentTypeCode", "130")]);
}

// A credit note has no ProjectReference in UBL 2.1; EN 16931-3-2 puts BT-11 in a document of type 50 there.
function projectDocument(project: string | undefined): Xml {
  if (project === undefined) return sequence([]);
  return node("cac:AdditionalDocumentReference", [leaf("cbc:ID", project), leaf("cbc:DocumentTypeCode", "50")]);
}

function partyBlocks(invoice: Invoice): Xml[] {
  return [
    sellerBlock(invoice.seller, invoice.directDebit),
    buyerBlock(invoice.buyer),
    payeeBlock(invoice.payee),
    taxRepresentativeBlock(invoice.taxRepresentative),
    deliveryBlock(invoice.delivery),
  ];
}

function namespaces(root: "Invoice" | "CreditNote"): Record<string, string> {
  const schema = "urn:oasis:names:specification:ubl:schema:xsd:";
  return {
    xmlns: `${schema}${root}-2`,
    "xmlns:cac": `${schema}CommonAggregateComponents-2`,
    "xmlns:cbc": `${schema}CommonBasicComponents-2`,
  };
}
