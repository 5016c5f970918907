import { child, childrenOf, descend, type XmlElement } from "../../platform/xml.ts";
import type { Reading } from "../_reading.ts";
import type { Draft } from "../draft.ts";
import type { Address, Contact, Delivery, Party, Payee, Seller, TaxRepresentative } from "../invoice.ts";

/** BG-4 Seller. */
export function readSeller(party: XmlElement | undefined, reading: Reading): Draft<Seller> | undefined {
  if (!party) return undefined;
  const schemes = childrenOf(party, "PartyTaxScheme");
  checkTaxSchemes(schemes, "UBL-SR-12", reading);
  if (schemes.length > 2) reading.note("UBL-SR-42", "Le vendeur a plus de deux immatriculations fiscales.");
  return {
    ...readParty(party, reading),
    taxId: reading.text(child(schemes.find((scheme) => !isVat(scheme)), "CompanyID")),
    legalInformation: reading.text(descend(party, "PartyLegalEntity/CompanyLegalForm")),
  };
}

/** BG-7 Buyer. */
export function readBuyer(party: XmlElement | undefined, reading: Reading): Draft<Party> | undefined {
  if (!party) return undefined;
  checkTaxSchemes(childrenOf(party, "PartyTaxScheme"), "UBL-SR-18", reading);
  return readParty(party, reading);
}

/** BG-10 Payee. */
export function readPayee(party: XmlElement | undefined, reading: Reading): Draft<Payee> | undefined {
  return party && {
    name: reading.text(descend(party, "PartyName/Name")),
    id: readIds(party, reading)[0],
    legalId: reading.identifier(descend(party, "PartyLegalEntity/CompanyID")),
  };
}

/** BG-11 Tax representative. */
export function readTaxRepresentative(
  party: XmlElement | undefined,
  reading: Reading,
): Draft<TaxRepresentative> | undefined {
  return party && {
    name: reading.text(descend(party, "PartyName/Name")),
    vatId: readVatId(party, reading),
    address: readAddress(child(party, "PostalAddress"), reading),
  };
}

/** BG-13 Delivery. */
export function readDelivery(delivery: XmlElement | undefined, reading: Reading): Draft<Delivery> | undefined {
  return delivery && {
    name: reading.text(descend(delivery, "DeliveryParty/PartyName/Name")),
    locationId: reading.identifier(descend(delivery, "DeliveryLocation/ID")),
    deliveredOn: reading.date(child(delivery, "ActualDeliveryDate")),
    address: readAddress(descend(delivery, "DeliveryLocation/Address"), reading),
  };
}

/** BT-90, which UBL keeps among the identifiers of the seller or of the payee. */
export function readCreditorId(root: XmlElement): string | undefined {
  const parties = [descend(root, "AccountingSupplierParty/Party"), child(root, "PayeeParty")];
  const ids = parties.flatMap((party) => childrenOf(party, "PartyIdentification")).map((id) => child(id, "ID"));
  return ids.find((id) => id?.attributes.schemeID === SEPA)?.text || undefined;
}

const SEPA = "SEPA";

function readParty(party: XmlElement, reading: Reading): Draft<Party> {
  const registered = reading.text(descend(party, "PartyLegalEntity/RegistrationName"));
  return {
    name: registered,
    tradingName: reading.text(descend(party, "PartyName/Name")),
    ids: readIds(party, reading),
    legalId: reading.identifier(descend(party, "PartyLegalEntity/CompanyID")),
    vatId: readVatId(party, reading),
    electronicAddress: reading.identifier(child(party, "EndpointID")),
    address: readAddress(child(party, "PostalAddress"), reading),
    contact: readContact(child(party, "Contact"), reading),
  };
}

function readIds(party: XmlElement, reading: Reading) {
  return childrenOf(party, "PartyIdentification").map((group) => reading.identifier(child(group, "ID")))
    .filter((id) => id !== undefined).filter((id) => id.scheme !== SEPA);
}

function readVatId(party: XmlElement, reading: Reading): string | undefined {
  return reading.text(child(childrenOf(party, "PartyTaxScheme").find(isVat), "CompanyID"));
}

function checkTaxSchemes(schemes: readonly XmlElement[], rule: string, reading: Reading): void {
  if (schemes.filter(isVat).length > 1) {
    reading.note(rule, "Cette facture donne deux numéros de TVA à une même partie.");
  }
}

/** True for a tax group of VAT, whatever the case of its scheme. */
function isVat(group: XmlElement): boolean {
  return descend(group, "TaxScheme/ID")?.text.toUpperCase() === "VAT";
}

function readAddress(address: XmlElement | undefined, reading: Reading): Draft<Address> | undefined {
  return address && {
    line1: reading.text(child(address, "StreetName")),
    line2: reading.text(child(address, "AdditionalStreetName")),
    line3: reading.text(descend(address, "AddressLine/Line")),
    city: reading.text(child(address, "CityName")),
    postcode: reading.text(child(address, "PostalZone")),
    subdivision: reading.text(child(address, "CountrySubentity")),
    country: reading.text(descend(address, "Country/IdentificationCode")),
  };
}

function readContact(contact: XmlElement | undefined, reading: Reading): Draft<Contact> | undefined {
  return contact && {
    name: reading.text(child(contact, "Name")),
    phone: reading.text(child(contact, "Telephone")),
    email: reading.text(child(contact, "ElectronicMail")),
  };
}
