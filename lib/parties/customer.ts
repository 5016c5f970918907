import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Language, PaymentTerms, TermsKind } from "../company/mod.ts";

/**
 * What a customer is for VAT and e-invoicing: a business of our own country, a public body (Chorus Pro), a private
 * person, a business elsewhere in the European Union, anybody outside it.
 */
export type CustomerKind = "professional" | "public_body" | "person" | "eu_business" | "foreign";

/** Kinds of customer in the words of our form. */
export const CUSTOMER_KINDS: Readonly<Record<CustomerKind, string>> = {
  professional: "Entreprise du même pays",
  public_body: "Administration ou collectivité",
  person: "Particulier",
  eu_business: "Entreprise de l’Union européenne",
  foreign: "Client hors de l’Union européenne",
};

/** A postal address; null means not given. */
export interface Address {
  readonly addressLine1: string | null;
  readonly addressLine2: string | null;
  readonly addressLine3: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  /** ISO 3166 code. */
  readonly country: string;
}

/** What a person may change of a customer's card; the address is the billing address. */
export interface CustomerSettings extends Address {
  /** Our reference for him, unique in the dossier. */
  readonly code: string | null;
  readonly kind: CustomerKind;
  readonly isCustomer: boolean;
  readonly isProspect: boolean;
  readonly isSupplier: boolean;
  /** Raison sociale; of a private person, first and last name. */
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly tradingName: string | null;
  readonly siren: string | null;
  readonly siret: string | null;
  /** « Code service » of a public body in Chorus Pro. */
  readonly serviceCode: string | null;
  /** Intra-community VAT number, prefix included. */
  readonly vatNumber: string | null;
  /** Language of his documents and mails. */
  readonly language: Language;
  readonly phone: string | null;
  /** Payment terms of his own; null for the company's. */
  readonly paymentTerms: TermsKind | null;
  readonly paymentDays: number | null;
  /** He is a builder for whom we subcontract: he pays the VAT himself (CGI art. 283-2 nonies). */
  readonly isConstructionPrincipal: boolean;
  readonly notes: string | null;
}

/** Name of a setting, which is also the name of its form field. */
export type CustomerField = keyof CustomerSettings;

/** Somebody, or a mailbox, at the customer's. Several e-mails are several contacts. */
export interface Contact {
  readonly name: string | null;
  readonly role: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** Documents that this address is proposed for. */
  readonly receivesQuotes: boolean;
  readonly receivesInvoices: boolean;
  readonly receivesReminders: boolean;
}

/** Where goods go, when it is not the billing address. */
export interface DeliveryAddress extends Address {
  /** `Chantier rue Neuve`. */
  readonly label: string | null;
}

/** A customer, prospect or supplier as he stands. */
export interface Customer extends CustomerSettings {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  /** Raised at each change: whoever saves says which one he saw. */
  readonly version: number;
  readonly archivedAt: IsoInstant | null;
  readonly createdAt: IsoInstant;
  readonly updatedAt: IsoInstant;
  readonly updatedBy: Uuid | null;
}

/** The same with his people and addresses, in their order. */
export interface CustomerCard extends Customer {
  readonly contacts: readonly Contact[];
  readonly deliveryAddresses: readonly DeliveryAddress[];
}

/** Kinds of document that a contact may receive. */
export type Mailing = "quotes" | "invoices" | "reminders";

/** Addresses proposed for a kind of document: those ticked for it, else the first address known. */
export function recipientsOf(card: Pick<CustomerCard, "contacts">, mailing: Mailing): string[] {
  const reachable = card.contacts.filter((contact) => contact.email !== null);
  const ticked = reachable.filter((contact) => RECEIVES[mailing](contact));
  return (ticked.length > 0 ? ticked : reachable.slice(0, 1)).map((contact) => contact.email!);
}

/** The customer's own payment terms, or null for the company's. */
export function ownTermsOf(customer: Pick<Customer, "paymentTerms" | "paymentDays">): PaymentTerms | null {
  const { paymentTerms, paymentDays } = customer;
  return paymentTerms === null || paymentDays === null ? null : { kind: paymentTerms, days: paymentDays };
}

const RECEIVES: Readonly<Record<Mailing, (contact: Contact) => boolean>> = {
  quotes: (contact) => contact.receivesQuotes,
  invoices: (contact) => contact.receivesInvoices,
  reminders: (contact) => contact.receivesReminders,
};
