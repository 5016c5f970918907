import { child, childrenOf, descend, type XmlElement } from "../../platform/xml.ts";
import type { Reading } from "../_reading.ts";
import type { Draft } from "../draft.ts";
import type { Address, Contact, Delivery, Party, Payee, Seller, TaxRepresentative } from "../invoice.ts";
import type { Identifier } from "../invoice_line.ts";

/** BG-4 Seller. */
export function readSeller(party: XmlElement | undefined, reading: Reading): Draft<Seller> | undefined {
  return party && {
    ...readParty(party, reading),
    taxId: readTaxId(party, "FC", reading),
    legalInformation: reading.text(child(party, "Description")),
  };
}

/** BG-7 Buyer. */
export function readBuyer(party: XmlElement | undefined, reading: Reading): Draft<Party> | undefined {
  return party && readParty(party, reading);
}

/** BG-10 Payee. */
export function readPayee(party: XmlElement | undefined, reading: Reading): Draft<Payee> | undefined {
  return party && {
    name: reading.text(child(party, "Name")),
    id: readIds(party, reading)[0],
    legalId: reading.identifier(descend(party, "SpecifiedLegalOrganization/ID")),
  };
}

/** BG-11 Tax representative. */
export function readTaxRepresentative(
  party: XmlElement | undefined,
  reading: Reading,
): Draft<TaxRepresentative> | undefined {
  return party && {
    name: reading.text(child(party, "Name")),
    vatId: readTaxId(party, "VA", reading),
    address: readAddress(child(party, "PostalTradeAddress"), reading),
  };
}

/** BG-13 Delivery; none where the obligatory element is empty. */
export function readDelivery(delivery: XmlElement | undefined, reading: Reading): Draft<Delivery> | undefined {
  const shipTo = child(delivery, "ShipToTradeParty"), event = child(delivery, "ActualDeliverySupplyChainEvent");
  if (!shipTo && !event) return undefined;
  return {
    name: reading.text(child(shipTo, "Name")),
    locationId: readIds(shipTo, reading)[0],
    deliveredOn: reading.date(descend(event, "OccurrenceDateTime/DateTimeString")),
    address: readAddress(child(shipTo, "PostalTradeAddress"), reading),
  };
}

function readParty(party: XmlElement, reading: Reading): Draft<Party> {
  return {
    name: reading.text(child(party, "Name")),
    tradingName: reading.text(descend(party, "SpecifiedLegalOrganization/TradingBusinessName")),
    ids: readIds(party, reading),
    legalId: reading.identifier(descend(party, "SpecifiedLegalOrganization/ID")),
    vatId: readTaxId(party, "VA", reading),
    electronicAddress: reading.identifier(descend(party, "URIUniversalCommunication/URIID")),
    address: readAddress(child(party, "PostalTradeAddress"), reading),
    contact: readContact(child(party, "DefinedTradeContact"), reading),
  };
}

function readIds(party: XmlElement | undefined, reading: Reading): Draft<Identifier>[] {
  return [...childrenOf(party, "ID"), ...childrenOf(party, "GlobalID")].map((id) => reading.identifier(id))
    .filter((id) => id !== undefined);
}

// XRechnung and many others write VAT, some VAT ids have no scheme at all: only FC says that it is another tax.
function readTaxId(party: XmlElement, scheme: "VA" | "FC", reading: Reading): string | undefined {
  const ids = childrenOf(party, "SpecifiedTaxRegistration").map((registration) => child(registration, "ID"));
  return reading.text(ids.find((id) => (id?.attributes.schemeID === "FC") === (scheme === "FC")));
}

function readAddress(address: XmlElement | undefined, reading: Reading): Draft<Address> | undefined {
  return address && {
    line1: reading.text(child(address, "LineOne")),
    line2: reading.text(child(address, "LineTwo")),
    line3: reading.text(child(address, "LineThree")),
    city: reading.text(child(address, "CityName")),
    postcode: reading.text(child(address, "PostcodeCode")),
    subdivision: reading.text(child(address, "CountrySubDivisionName")),
    country: reading.text(child(address, "CountryID")),
  };
}

function readContact(contact: XmlElement | undefined, reading: Reading): Draft<Contact> | undefined {
  return contact && {
    name: reading.text(child(contact, "PersonName")) ?? reading.text(child(contact, "DepartmentName")),
    phone: reading.text(descend(contact, "TelephoneUniversalCommunication/CompleteNumber")),
    email: reading.text(descend(contact, "EmailURIUniversalCommunication/URIID")),
  };
}
