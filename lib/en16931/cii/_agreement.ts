import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import type { Attachment, Delivery, Invoice } from "../invoice.ts";
import { dateTime, documentReference } from "./_elements.ts";
import { addressBlock, buyerBlock, identifiers, sellerBlock, taxRepresentativeBlock } from "./_party.ts";

/** What the parties agreed: who they are, and the documents that the invoice refers to. */
export function agreementBlock(invoice: Invoice): Xml {
  return node("ram:ApplicableHeaderTradeAgreement", [
    leaf("ram:BuyerReference", invoice.buyerReference),
    sellerBlock(invoice.seller),
    buyerBlock(invoice.buyer),
    taxRepresentativeBlock(invoice.taxRepresentative),
    documentReference("ram:SellerOrderReferencedDocument", invoice.salesOrder),
    documentReference("ram:BuyerOrderReferencedDocument", invoice.purchaseOrder),
    documentReference("ram:ContractReferencedDocument", invoice.contractReference),
    sequence(invoice.attachments.map(attachmentBlock)),
    tenderBlock(invoice.tenderReference),
    invoicedObjectBlock(invoice.invoicedObject),
    projectBlock(invoice.projectReference),
  ]);
}

/** BG-13 Delivery, and the notes of despatch and receipt. The element is there even when it is empty. */
export function deliveryBlock(invoice: Invoice): Xml {
  const content = sequence([
    shipToBlock(invoice.delivery),
    node("ram:ActualDeliverySupplyChainEvent", [dateTime("ram:OccurrenceDateTime", invoice.delivery?.deliveredOn)]),
    documentReference("ram:DespatchAdviceReferencedDocument", invoice.despatchAdvice),
    documentReference("ram:ReceivingAdviceReferencedDocument", invoice.receivingAdvice),
  ]);
  return content === "" ? leaf("ram:ApplicableHeaderTradeDelivery", "") : node("ram:ApplicableHeaderTradeDelivery", [
    content,
  ]);
}

function shipToBlock(delivery: Delivery | undefined): Xml {
  return node("ram:ShipToTradeParty", [
    identifiers(delivery?.locationId ? [delivery.locationId] : []),
    leaf("ram:Name", delivery?.name),
    addressBlock(delivery?.address),
  ]);
}

// UNTDID 1001 tells the three kinds of additional documents apart: 916 attachment, 50 tender, 130 invoiced object.
function attachmentBlock(attachment: Attachment): Xml {
  return node("ram:AdditionalReferencedDocument", [
    leaf("ram:IssuerAssignedID", attachment.id),
    leaf("ram:URIID", attachment.url),
    leaf("ram:TypeCode", "916"),
    leaf("ram:Name", attachment.description),
    leaf("ram:AttachmentBinaryObject", attachment.content?.base64, {
      mimeCode: attachment.content?.mimeCode,
      filename: attachment.content?.fileName,
    }),
  ]);
}

function tenderBlock(tender: string | undefined): Xml {
  if (tender === undefined) return sequence([]);
  return node("ram:AdditionalReferencedDocument", [leaf("ram:IssuerAssignedID", tender), leaf("ram:TypeCode", "50")]);
}

function invoicedObjectBlock(object: Invoice["invoicedObject"]): Xml {
  if (!object) return sequence([]);
  return node("ram:AdditionalReferencedDocument", [
    leaf("ram:IssuerAssignedID", object.id),
    leaf("ram:TypeCode", "130"),
    leaf("ram:ReferenceTypeCode", object.scheme),
  ]);
}

// The schema wants a name beside the project's reference; EN 16931 gives it no other meaning.
function projectBlock(project: string | undefined): Xml {
  return node("ram:SpecifiedProcuringProject", [
    leaf("ram:ID", project),
    leaf("ram:Name", project && "Project reference"),
  ]);
}
