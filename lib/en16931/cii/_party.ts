import { leaf, node, sequence, type Xml } from "../../platform/xml.ts";
import type { Address, Contact, Party, Payee, Seller, TaxRepresentative } from "../invoice.ts";
import type { Identifier } from "../invoice_line.ts";
import { identifier } from "./_elements.ts";

/** BG-4 Seller. */
export function sellerBlock(seller: Seller): Xml {
  return node("ram:SellerTradeParty", [
    identifiers(seller.ids),
    leaf("ram:Name", seller.name),
    leaf("ram:Description", seller.legalInformation),
    ...partyEnd(seller),
    taxRegistration("VA", seller.vatId),
    taxRegistration("FC", seller.taxId),
  ]);
}

/** BG-7 Buyer. */
export function buyerBlock(buyer: Party): Xml {
  return node("ram:BuyerTradeParty", [
    identifiers(buyer.ids),
    leaf("ram:Name", buyer.name),
    ...partyEnd(buyer),
    taxRegistration("VA", buyer.vatId),
  ]);
}

/** BG-10 Payee. */
export function payeeBlock(payee: Payee | undefined): Xml {
  if (!payee) return sequence([]);
  return node("ram:PayeeTradeParty", [
    identifiers(payee.id ? [payee.id] : []),
    leaf("ram:Name", payee.name),
    legalOrganization(payee.legalId),
  ]);
}

/** BG-11 Tax representative. */
export function taxRepresentativeBlock(representative: TaxRepresentative | undefined): Xml {
  if (!representative) return sequence([]);
  return node("ram:SellerTaxRepresentativeTradeParty", [
    leaf("ram:Name", representative.name),
    addressBlock(representative.address),
    taxRegistration("VA", representative.vatId),
  ]);
}

/** Identifiers: those without scheme first, as the schema wants them. */
export function identifiers(ids: readonly Identifier[]): Xml {
  return sequence([
    ...ids.filter((id) => !id.scheme).map((id) => identifier("ram:ID", id)),
    ...ids.filter((id) => id.scheme).map((id) => identifier("ram:GlobalID", id)),
  ]);
}

/** BG-5, BG-8, BG-12, BG-15 Address. */
export function addressBlock(address: Address | undefined): Xml {
  return node("ram:PostalTradeAddress", [
    leaf("ram:PostcodeCode", address?.postcode),
    leaf("ram:LineOne", address?.line1),
    leaf("ram:LineTwo", address?.line2),
    leaf("ram:LineThree", address?.line3),
    leaf("ram:CityName", address?.city),
    leaf("ram:CountryID", address?.country),
    leaf("ram:CountrySubDivisionName", address?.subdivision),
  ]);
}

function partyEnd(party: Party): Xml[] {
  return [
    legalOrganization(party.legalId, party.tradingName),
    contactBlock(party.contact),
    addressBlock(party.address),
    node("ram:URIUniversalCommunication", [identifier("ram:URIID", party.electronicAddress)]),
  ];
}

function legalOrganization(id: Identifier | undefined, tradingName?: string): Xml {
  return node("ram:SpecifiedLegalOrganization", [
    identifier("ram:ID", id),
    leaf("ram:TradingBusinessName", tradingName),
  ]);
}

function contactBlock(contact: Contact | undefined): Xml {
  return node("ram:DefinedTradeContact", [
    leaf("ram:PersonName", contact?.name),
    node("ram:TelephoneUniversalCommunication", [leaf("ram:CompleteNumber", contact?.phone)]),
    node("ram:EmailURIUniversalCommunication", [leaf("ram:URIID", contact?.email)]),
  ]);
}

function taxRegistration(scheme: "VA" | "FC", id: string | undefined): Xml {
  return node("ram:SpecifiedTaxRegistration", [leaf("ram:ID", id, { schemeID: scheme })]);
}
