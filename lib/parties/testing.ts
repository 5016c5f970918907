import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { CustomerCard } from "./customer.ts";
import type { CustomerForm } from "./customer_form.ts";

/** A French professional with one contact, complete enough to be invoiced. */
export function aCustomer(over: Partial<CustomerCard> = {}): CustomerCard {
  return { ...DUPONT, ...over };
}

/** The same as typed in the form. */
export function aCustomerForm(
  over: CustomerForm["fields"] = {},
  lists: Omit<CustomerForm, "fields"> = {},
): CustomerForm {
  return {
    fields: {
      kind: "professional",
      name: "Dupont SARL",
      siren: "404 833 048",
      vatNumber: "FR83404833048",
      addressLine1: "3 quai de Saône",
      postcode: "69009",
      city: "Lyon",
      country: "FR",
      ...over,
    },
    contacts: [{ name: "Zoé Petit", role: "Comptabilité", email: "compta@dupont.fr", receivesInvoices: "on" }],
    ...lists,
  };
}

const DUPONT: CustomerCard = {
  tenantId: "018f0000-0000-7000-8000-000000000001" as Uuid,
  id: "018f0000-0000-7000-8000-000000000002" as Uuid,
  version: 1,
  code: null,
  kind: "professional",
  isCustomer: true,
  isProspect: false,
  isSupplier: false,
  name: "Dupont SARL",
  firstName: null,
  lastName: null,
  tradingName: null,
  siren: "404833048",
  siret: null,
  serviceCode: null,
  vatNumber: "FR83404833048",
  addressLine1: "3 quai de Saône",
  addressLine2: null,
  addressLine3: null,
  postcode: "69009",
  city: "Lyon",
  country: "FR",
  language: "fr",
  phone: null,
  paymentTerms: null,
  paymentDays: null,
  isConstructionPrincipal: false,
  notes: null,
  archivedAt: null,
  createdAt: "2026-11-21T08:00:00.000Z" as IsoInstant,
  updatedAt: "2026-11-21T08:00:00.000Z" as IsoInstant,
  updatedBy: null,
  contacts: [{
    name: "Zoé Petit",
    role: "Comptabilité",
    email: "compta@dupont.fr",
    phone: null,
    receivesQuotes: false,
    receivesInvoices: true,
    receivesReminders: false,
  }],
  deliveryAddresses: [],
};
