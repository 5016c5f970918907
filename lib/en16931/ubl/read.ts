import { child, childrenOf, descend, parseXml, type XmlElement } from "../../platform/xml.ts";
import { Reading, type ReadInvoice } from "../_reading.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { Attachment, Note } from "../invoice.ts";
import { CURRENCIES } from "../_codes.ts";
import { readLine } from "./_read_line.ts";
import { readBuyer, readDelivery, readPayee, readSeller, readTaxRepresentative } from "./_read_party.ts";
import { readSettlement } from "./_read_settlement.ts";

/**
 * Reads a UBL 2.1 Invoice or CreditNote, as tolerantly as its content allows.
 * Refuses only what is not XML at all (see parseXml).
 */
export function readUbl(source: string | Uint8Array): ReadInvoice {
  return readUblElement(parseXml(source));
}

/** The same, from an element that is parsed already. */
export function readUblElement(root: XmlElement): ReadInvoice {
  const reading = new Reading();
  if (root.name !== "Invoice" && root.name !== "CreditNote") {
    reading.note("PAR-ROOT", `Ce fichier n’est pas une facture UBL : sa racine est ${root.name}.`);
  }
  checkCurrencies(root, reading);
  return { invoice: readDocument(root, reading), findings: reading.findings };
}

function readDocument(root: XmlElement, reading: Reading): InvoiceDraft {
  const isCreditNote = root.name === "CreditNote";
  const text = (path: string) => reading.text(descend(root, path));
  const dueOn = reading.date(child(root, "DueDate") ?? descend(root, "PaymentMeans/PaymentDueDate"));
  return {
    number: text("ID"),
    issuedOn: reading.date(child(root, "IssueDate")),
    typeCode: text("InvoiceTypeCode") ?? text("CreditNoteTypeCode"),
    currency: text("DocumentCurrencyCode"),
    vatCurrency: text("TaxCurrencyCode"),
    taxPointOn: reading.date(child(root, "TaxPointDate")),
    taxPointCode: text("InvoicePeriod/DescriptionCode"),
    dueOn,
    buyerReference: text("BuyerReference"),
    ...readReferences(root, reading),
    buyerAccounting: text("AccountingCost"),
    notes: childrenOf(root, "Note").map((note) => readNote(note.text)),
    businessProcess: text("ProfileID"),
    guideline: text("CustomizationID"),
    seller: readSeller(descend(root, "AccountingSupplierParty/Party"), reading),
    buyer: readBuyer(descend(root, "AccountingCustomerParty/Party"), reading),
    payee: readPayee(child(root, "PayeeParty"), reading),
    taxRepresentative: readTaxRepresentative(child(root, "TaxRepresentativeParty"), reading),
    delivery: readDelivery(child(root, "Delivery"), reading),
    ...readSettlement(root, reading),
    lines: childrenOf(root, isCreditNote ? "CreditNoteLine" : "InvoiceLine").map((line) => readLine(line, reading)),
  };
}

function readReferences(root: XmlElement, reading: Reading) {
  const text = (path: string) => reading.text(descend(root, path));
  const additional = childrenOf(root, "AdditionalDocumentReference");
  const purchaseOrder = text("OrderReference/ID"), salesOrder = text("OrderReference/SalesOrderID");
  const isObject = (reference: XmlElement) => child(reference, "DocumentTypeCode")?.text === "130";
  return {
    projectReference: text("ProjectReference/ID") ??
      additional.filter((reference) => child(reference, "DocumentTypeCode")?.text === "50").map((reference) =>
        reading.text(child(reference, "ID"))
      )[0],
    contractReference: text("ContractDocumentReference/ID"),
    purchaseOrder: salesOrder && purchaseOrder === "NA" ? undefined : purchaseOrder,
    salesOrder,
    receivingAdvice: text("ReceiptDocumentReference/ID"),
    despatchAdvice: text("DespatchDocumentReference/ID"),
    tenderReference: text("OriginatorDocumentReference/ID"),
    invoicedObject: reading.identifier(child(additional.find(isObject), "ID")),
    precedingInvoices: childrenOf(root, "BillingReference").map((reference) => ({
      number: reading.text(descend(reference, "InvoiceDocumentReference/ID")),
      issuedOn: reading.date(descend(reference, "InvoiceDocumentReference/IssueDate")),
    })),
    attachments: additional.filter((reference) => !isObject(reference) && !isProject(reference))
      .map((reference) => readAttachment(reference, reading)),
  };
}

// A credit note has no ProjectReference in UBL 2.1; EN 16931-3-2 puts BT-11 in a document of type 50 there.
function isProject(reference: XmlElement): boolean {
  return child(reference, "DocumentTypeCode")?.text === "50";
}

function readNote(text: string): Draft<Note> {
  const coded = /^#([A-Z]{3})#(.*)$/s.exec(text);
  return coded ? { subject: coded[1], text: coded[2] || undefined } : { text: text || undefined };
}

function readAttachment(reference: XmlElement, reading: Reading): Draft<Attachment> {
  const file = descend(reference, "Attachment/EmbeddedDocumentBinaryObject");
  return {
    id: reading.text(child(reference, "ID")),
    description: reading.text(child(reference, "DocumentDescription")),
    url: reading.text(descend(reference, "Attachment/ExternalReference/URI")),
    content: file && {
      mimeCode: file.attributes.mimeCode,
      fileName: file.attributes.filename,
      base64: file.text.replace(/\s/g, ""),
    },
  };
}

function checkCurrencies(root: XmlElement, reading: Reading): void {
  const unknown = new Set<string>();
  collectCurrencies(root, unknown);
  for (const code of unknown) reading.note("BR-CL-03", `« ${code.slice(0, 10)} » n’est pas le code d’une monnaie.`);
}

function collectCurrencies(element: XmlElement, unknown: Set<string>): void {
  const code = element.attributes.currencyID;
  if (code !== undefined && !CURRENCIES.has(code)) unknown.add(code);
  for (const inner of element.children) collectCurrencies(inner, unknown);
}
