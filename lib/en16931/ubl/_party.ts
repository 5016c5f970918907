import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import type { Address, Contact, Delivery, DirectDebit, Party, Payee, Seller, TaxRepresentative } from "../invoice.ts";
import { identifier, idGroup, VAT_SCHEME } from "./_elements.ts";

/** BG-4 Seller, with the SEPA creditor identifier (BT-90) that UBL keeps among his. */
export function sellerBlock(seller: Seller, directDebit: DirectDebit | undefined): Xml {
  return node("cac:AccountingSupplierParty", [
    node("cac:Party", [
      ...partyStart(seller),
      leafGroup("cac:PartyIdentification", directDebit?.creditorId, "SEPA"),
      nameGroup(seller.tradingName),
      addressBlock("cac:PostalAddress", seller.address),
      taxScheme(seller.vatId, VAT_SCHEME),
      taxScheme(seller.taxId, OTHER_SCHEME),
      legalEntity(seller, seller.legalInformation),
      contactBlock(seller.contact),
    ]),
  ]);
}

/** BG-7 Buyer. */
export function buyerBlock(buyer: Party): Xml {
  return node("cac:AccountingCustomerParty", [
    node("cac:Party", [
      ...partyStart(buyer),
      nameGroup(buyer.tradingName),
      addressBlock("cac:PostalAddress", buyer.address),
      taxScheme(buyer.vatId, VAT_SCHEME),
      legalEntity(buyer),
      contactBlock(buyer.contact),
    ]),
  ]);
}

/** BG-10 Payee. */
export function payeeBlock(payee: Payee | undefined): Xml {
  if (!payee) return sequence([]);
  return node("cac:PayeeParty", [
    idGroup("cac:PartyIdentification", payee.id),
    nameGroup(payee.name),
    node("cac:PartyLegalEntity", [identifier("cbc:CompanyID", payee.legalId)]),
  ]);
}

/** BG-11 Tax representative. */
export function taxRepresentativeBlock(representative: TaxRepresentative | undefined): Xml {
  if (!representative) return sequence([]);
  return node("cac:TaxRepresentativeParty", [
    nameGroup(representative.name),
    addressBlock("cac:PostalAddress", representative.address),
    taxScheme(representative.vatId, VAT_SCHEME),
  ]);
}

/** BG-13 Delivery. */
export function deliveryBlock(delivery: Delivery | undefined): Xml {
  return node("cac:Delivery", [
    leaf("cbc:ActualDeliveryDate", delivery?.deliveredOn),
    node("cac:DeliveryLocation", [
      identifier("cbc:ID", delivery?.locationId),
      addressBlock("cac:Address", delivery?.address),
    ]),
    node("cac:DeliveryParty", [nameGroup(delivery?.name)]),
  ]);
}

const OTHER_SCHEME: Xml = node("cac:TaxScheme", [leaf("cbc:ID", "TAX")]);

function partyStart(party: Party): Xml[] {
  return [
    identifier("cbc:EndpointID", party.electronicAddress),
    ...party.ids.map((id) => idGroup("cac:PartyIdentification", id)),
  ];
}

function leafGroup(name: string, id: string | undefined, scheme: string): Xml {
  return node(name, [leaf("cbc:ID", id, { schemeID: scheme })]);
}

function nameGroup(name: string | undefined): Xml {
  return node("cac:PartyName", [leaf("cbc:Name", name)]);
}

function taxScheme(id: string | undefined, scheme: Xml): Xml {
  return id === undefined ? sequence([]) : node("cac:PartyTaxScheme", [leaf("cbc:CompanyID", id), scheme]);
}

function legalEntity(party: Party, legalInformation?: string): Xml {
  return node("cac:PartyLegalEntity", [
    leaf("cbc:RegistrationName", party.name),
    identifier("cbc:CompanyID", party.legalId),
    leaf("cbc:CompanyLegalForm", legalInformation),
  ]);
}

function contactBlock(contact: Contact | undefined): Xml {
  return node("cac:Contact", [
    leaf("cbc:Name", contact?.name),
    leaf("cbc:Telephone", contact?.phone),
    leaf("cbc:ElectronicMail", contact?.email),
  ]);
}

function addressBlock(name: string, address: Address | undefined): Xml {
  return node(name, [
    leaf("cbc:StreetName", address?.line1),
    leaf("cbc:AdditionalStreetName", address?.line2),
    leaf("cbc:CityName", address?.city),
    leaf("cbc:PostalZone", address?.postcode),
    leaf("cbc:CountrySubentity", address?.subdivision),
    node("cac:AddressLine", [leaf("cbc:Line", address?.line3)]),
    node("cac:Country", [leaf("cbc:IdentificationCode", address?.country)]),
  ]);
}
