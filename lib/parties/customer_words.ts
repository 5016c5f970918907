import type { Contact, CustomerSettings, DeliveryAddress } from "./customer.ts";
import { CUSTOMER_FIELDS, type CustomerDraft } from "./customer_form.ts";

/** A card whose lists are texts, so that two versions can be compared and shown field by field. */
export type CardInWords = CustomerSettings & { readonly contacts: string; readonly deliveryAddresses: string };

/** Every field of a card in words. */
export const CARD_FIELDS = [...CUSTOMER_FIELDS, "contacts", "deliveryAddresses"] as const;

/** A card with its lists written out: `Zoé Petit (compta) zoe@x.fr [factures] ; …`. */
export function inWords(draft: CustomerDraft): CardInWords {
  return {
    ...draft.settings,
    contacts: draft.contacts.map(contactInWords).join(" ; "),
    deliveryAddresses: draft.deliveryAddresses.map(addressInWords).join(" ; "),
  };
}

function contactInWords(contact: Contact): string {
  const receives = [
    contact.receivesQuotes ? "devis" : null,
    contact.receivesInvoices ? "factures" : null,
    contact.receivesReminders ? "relances" : null,
  ].filter((word) => word !== null).join(", ");
  const parts = [contact.name, contact.role && `(${contact.role})`, contact.email, contact.phone, `[${receives}]`];
  return parts.filter((part) => part !== null).join(" ");
}

function addressInWords(address: DeliveryAddress): string {
  const { label, addressLine1, addressLine2, addressLine3, postcode, city, country } = address;
  const parts = [label, addressLine1, addressLine2, addressLine3, postcode, city, country];
  return parts.filter((part) => part !== null).join(", ");
}
