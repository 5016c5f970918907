import { checkSiren, checkSiret, checkVatNumber } from "../base/identifiers.ts";
import type { Issue } from "../base/refusal.ts";
import { FieldReader, type Form, type Language, LANGUAGES, MAX_PAYMENT_DAYS, TERMS_KINDS } from "../company/mod.ts";
import {
  type Contact,
  CUSTOMER_KINDS,
  type CustomerCard,
  type CustomerField,
  type CustomerSettings,
  type DeliveryAddress,
} from "./customer.ts";
import { customerFaults, withDeduced } from "./customer_rules.ts";
import { issue } from "./refusals.ts";

/** Most contacts of one customer. */
export const MAX_CONTACTS = 20;
/** Most delivery addresses of one customer. */
export const MAX_DELIVERY_ADDRESSES = 20;

/** Texts typed in a customer's form; an absent field or list is left as it is. */
export interface CustomerForm {
  readonly fields: Form<CustomerField>;
  readonly contacts?: readonly Form<keyof Contact>[];
  readonly deliveryAddresses?: readonly Form<keyof DeliveryAddress>[];
}

/** What is written of a customer: his card without what the program adds. */
export interface CustomerDraft {
  readonly settings: CustomerSettings;
  readonly contacts: readonly Contact[];
  readonly deliveryAddresses: readonly DeliveryAddress[];
}

/** A card before anything is typed: in the country and language of the company. */
export function blankCustomer({ country, language }: { country: string; language: Language }): CustomerDraft {
  return { settings: { ...BLANK, country, language }, contacts: [], deliveryAddresses: [] };
}

/** The part of a card that people write. */
export function draftOf(card: CustomerCard): CustomerDraft {
  const settings = Object.fromEntries(CUSTOMER_FIELDS.map((field) => [field, card[field]]));
  return {
    settings: settings as unknown as CustomerSettings,
    contacts: card.contacts,
    deliveryAddresses: card.deliveryAddresses,
  };
}

type Reader<F extends CustomerField> = (read: FieldReader, field: F) => CustomerSettings[F];

const line = (read: FieldReader, field: string) => read.line(field);
const flag = (read: FieldReader, field: string) => read.flag(field);
const shortLine = (max: number) => (read: FieldReader, field: string) => read.line(field, { max });

const READERS: { readonly [F in CustomerField]: Reader<F> } = {
  code: shortLine(30),
  kind: (read, field) => read.requiredChoice(field, CUSTOMER_KINDS, "professional"),
  isCustomer: flag,
  isProspect: flag,
  isSupplier: flag,
  name: (read, field) => read.line(field, { max: 100 }) ?? "",
  firstName: shortLine(50),
  lastName: shortLine(50),
  tradingName: shortLine(100),
  siren: (read, field) => read.identifier(field, checkSiren),
  siret: (read, field) => read.identifier(field, checkSiret),
  serviceCode: readServiceCode,
  vatNumber: (read, field) => read.identifier(field, checkVatNumber),
  addressLine1: line,
  addressLine2: line,
  addressLine3: line,
  postcode: shortLine(12),
  city: shortLine(100),
  country: (read, field) => read.country(field, "FR"),
  language: (read, field) => read.requiredChoice(field, LANGUAGES, "fr"),
  phone: (read, field) => read.phone(field),
  paymentTerms: (read, field) => read.choice(field, TERMS_KINDS),
  paymentDays: (read, field) => read.line(field) === null ? null : read.whole(field, { min: 0, max: MAX_PAYMENT_DAYS }),
  isConstructionPrincipal: flag,
  notes: (read, field) => read.text(field),
};

/** Every single field of a customer's form. */
export const CUSTOMER_FIELDS = Object.keys(READERS) as readonly CustomerField[];

/**
 * Puts what was typed over a card. Returns the card wanted and every fault at its field (`contacts.0.email`):
 * those of single fields first, then those between fields. `home` is the company's country.
 */
export function readCustomer(
  form: CustomerForm,
  current: CustomerDraft,
  { home }: { home: string },
): { wanted: CustomerDraft; issues: readonly Issue[] } {
  const read = new FieldReader("parties", form.fields);
  const typed = CUSTOMER_FIELDS.filter((field) => read.has(field)).map((field) => [field, readField(read, field)]);
  const settings = withDeduced({ ...current.settings, ...Object.fromEntries(typed) } as CustomerSettings);
  const contacts = form.contacts ? readContacts(form.contacts) : null;
  const addresses = form.deliveryAddresses ? readAddresses(form.deliveryAddresses) : null;
  const single = [...read.issues, ...contacts?.issues ?? [], ...addresses?.issues ?? []];
  const wanted = {
    settings,
    contacts: contacts?.values ?? current.contacts,
    deliveryAddresses: addresses?.values ?? current.deliveryAddresses,
  };
  return { wanted, issues: single.length > 0 ? single : customerFaults(settings, { home }) };
}

interface ReadList<T> {
  readonly values: readonly T[];
  readonly issues: readonly Issue[];
}

function readField<F extends CustomerField>(read: FieldReader, field: F): CustomerSettings[F] {
  return READERS[field](read, field);
}

function readServiceCode(read: FieldReader, field: string): string | null {
  const code = read.line(field);
  if (code === null || /^[A-Za-z0-9._-]{1,100}$/.test(code)) return code;
  return read.fault(field, "service_code_form", issue("service_code_form").sentence);
}

function readContacts(forms: readonly Form[]): ReadList<Contact> {
  if (forms.length > MAX_CONTACTS) return { values: [], issues: [issue("too_many_contacts")] };
  const readers = forms.map((form, at) => new FieldReader("parties", form, `contacts.${at}.`));
  return { values: readers.map(readContact), issues: readers.flatMap((read) => read.issues) };
}

function readContact(read: FieldReader): Contact {
  const contact = {
    name: read.line("name", { max: 100 }),
    role: read.line("role", { max: 60 }),
    email: read.email("email"),
    phone: read.phone("phone"),
    receivesQuotes: read.flag("receivesQuotes"),
    receivesInvoices: read.flag("receivesInvoices"),
    receivesReminders: read.flag("receivesReminders"),
  };
  if (read.issues.length > 0) return contact;
  const receives = contact.receivesQuotes || contact.receivesInvoices || contact.receivesReminders;
  if (!contact.email && receives) read.fault("email", "contact_without_email", issue("contact_without_email").sentence);
  else if (!contact.name && !contact.email && !contact.phone) {
    read.fault("name", "contact_empty", issue("contact_empty").sentence);
  }
  return contact;
}

function readAddresses(forms: readonly Form[]): ReadList<DeliveryAddress> {
  if (forms.length > MAX_DELIVERY_ADDRESSES) return { values: [], issues: [issue("too_many_addresses")] };
  const readers = forms.map((form, at) => new FieldReader("parties", form, `deliveryAddresses.${at}.`));
  return { values: readers.map(readAddress), issues: readers.flatMap((read) => read.issues) };
}

function readAddress(read: FieldReader): DeliveryAddress {
  return {
    label: read.line("label", { max: 60 }),
    addressLine1: read.requiredLine("addressLine1", "Indiquez la rue."),
    addressLine2: read.line("addressLine2"),
    addressLine3: read.line("addressLine3"),
    postcode: read.line("postcode", { max: 12 }),
    city: read.requiredLine("city", "Indiquez la ville.", 100),
    country: read.country("country", "FR"),
  };
}

const BLANK: Omit<CustomerSettings, "country" | "language"> = {
  code: null,
  kind: "professional",
  isCustomer: true,
  isProspect: false,
  isSupplier: false,
  name: "",
  firstName: null,
  lastName: null,
  tradingName: null,
  siren: null,
  siret: null,
  serviceCode: null,
  vatNumber: null,
  addressLine1: null,
  addressLine2: null,
  addressLine3: null,
  postcode: null,
  city: null,
  phone: null,
  paymentTerms: null,
  paymentDays: null,
  isConstructionPrincipal: false,
  notes: null,
};
