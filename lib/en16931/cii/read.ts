import { child, childrenOf, descend, parseXml, type XmlElement } from "../../platform/xml.ts";
import { Reading, type ReadInvoice } from "../_reading.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { Attachment } from "../invoice.ts";
import { readLine } from "./_read_line.ts";
import { readBuyer, readDelivery, readPayee, readSeller, readTaxRepresentative } from "./_read_party.ts";
import { readSettlement } from "./_read_settlement.ts";

/**
 * Reads a UN/CEFACT Cross Industry Invoice (Factur-X, ZUGFeRD 2, XRechnung), as tolerantly as its content allows.
 * Refuses only what is not XML at all (see parseXml).
 */
export function readCii(source: string | Uint8Array): ReadInvoice {
  return readCiiElement(parseXml(source));
}

/** The same, from an element that is parsed already. */
export function readCiiElement(root: XmlElement): ReadInvoice {
  const reading = new Reading();
  if (root.name !== "CrossIndustryInvoice") {
    reading.note("PAR-ROOT", `Ce fichier n’est pas une facture CII : sa racine est ${root.name}.`);
  }
  return { invoice: readDocument(root, reading), findings: reading.findings };
}

function readDocument(root: XmlElement, reading: Reading): InvoiceDraft {
  const transaction = child(root, "SupplyChainTradeTransaction");
  const agreement = child(transaction, "ApplicableHeaderTradeAgreement");
  const delivery = child(transaction, "ApplicableHeaderTradeDelivery");
  const settlement = child(transaction, "ApplicableHeaderTradeSettlement");
  const document = child(root, "ExchangedDocument"), context = child(root, "ExchangedDocumentContext");
  return {
    number: reading.text(child(document, "ID")),
    issuedOn: reading.date(descend(document, "IssueDateTime/DateTimeString")),
    typeCode: reading.text(child(document, "TypeCode")),
    notes: childrenOf(document, "IncludedNote").map((note) => ({
      subject: reading.text(child(note, "SubjectCode")),
      text: reading.text(child(note, "Content")),
    })),
    businessProcess: reading.text(descend(context, "BusinessProcessSpecifiedDocumentContextParameter/ID")),
    guideline: reading.text(descend(context, "GuidelineSpecifiedDocumentContextParameter/ID")),
    ...readAgreement(agreement, reading),
    receivingAdvice: reading.text(descend(delivery, "ReceivingAdviceReferencedDocument/IssuerAssignedID")),
    despatchAdvice: reading.text(descend(delivery, "DespatchAdviceReferencedDocument/IssuerAssignedID")),
    payee: readPayee(child(settlement, "PayeeTradeParty"), reading),
    delivery: readDelivery(delivery, reading),
    ...readSettlement(settlement, reading),
    lines: childrenOf(transaction, "IncludedSupplyChainTradeLineItem").map((line) => readLine(line, reading)),
  };
}

// UNTDID 1001 tells the three kinds of additional documents apart: 50 tender, 130 invoiced object, else attached.
function readAgreement(agreement: XmlElement | undefined, reading: Reading) {
  const text = (path: string) => reading.text(descend(agreement, path));
  const additional = childrenOf(agreement, "AdditionalReferencedDocument");
  const ofType = (code: string) => additional.find((document) => child(document, "TypeCode")?.text === code);
  const object = ofType("130");
  return {
    seller: readSeller(child(agreement, "SellerTradeParty"), reading),
    buyer: readBuyer(child(agreement, "BuyerTradeParty"), reading),
    taxRepresentative: readTaxRepresentative(child(agreement, "SellerTaxRepresentativeTradeParty"), reading),
    buyerReference: text("BuyerReference"),
    projectReference: text("SpecifiedProcuringProject/ID"),
    contractReference: text("ContractReferencedDocument/IssuerAssignedID"),
    purchaseOrder: text("BuyerOrderReferencedDocument/IssuerAssignedID"),
    salesOrder: text("SellerOrderReferencedDocument/IssuerAssignedID"),
    tenderReference: reading.text(child(ofType("50"), "IssuerAssignedID")),
    invoicedObject: object && {
      id: reading.text(child(object, "IssuerAssignedID")),
      scheme: reading.text(child(object, "ReferenceTypeCode")),
    },
    attachments: additional.filter((document) => !["50", "130"].includes(child(document, "TypeCode")?.text ?? ""))
      .map((document) => readAttachment(document, reading)),
  };
}

function readAttachment(document: XmlElement, reading: Reading): Draft<Attachment> {
  const file = child(document, "AttachmentBinaryObject");
  return {
    id: reading.text(child(document, "IssuerAssignedID")),
    description: reading.text(child(document, "Name")),
    url: reading.text(child(document, "URIID")),
    content: file && {
      mimeCode: file.attributes.mimeCode,
      fileName: file.attributes.filename,
      base64: file.text.replace(/\s/g, ""),
    },
  };
}
