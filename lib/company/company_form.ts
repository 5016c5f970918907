import { checkBic, checkIban, checkSiren, checkSiret, checkVatNumber } from "../base/identifiers.ts";
import type { Checked } from "../base/identifiers.ts";
import { MAX_CENTS } from "../base/money.ts";
import type { Issue } from "../base/refusal.ts";
import { type CompanyField, type CompanySettings, LOGO_POSITIONS, VAT_REGIMES } from "./company.ts";
import { FieldReader, type Form } from "./field_reader.ts";
import { FISCAL_YEAR_STARTS, LANGUAGES, TIME_ZONES } from "./languages.ts";
import { LEGAL_FORMS } from "./legal_forms.ts";
import { PREFIX_FORM } from "./numbers.ts";
import { MAX_PAYMENT_DAYS, TERMS_KINDS } from "./payment_terms.ts";
import { issue } from "./refusals.ts";
import { crossFaults, withDeduced } from "./company_rules.ts";

/** Longest validity of a quote that the form offers. */
export const MAX_QUOTE_VALIDITY_DAYS = 365;

/** Texts typed in the company's form; an absent field is left as it is. */
export type CompanyForm = Form<CompanyField>;

type Reader<F extends CompanyField> = (read: FieldReader, field: F) => CompanySettings[F];

const line = (read: FieldReader, field: string) => read.line(field);
const longText = (read: FieldReader, field: string) => read.text(field, { max: 1_000 });
const flag = (read: FieldReader, field: string) => read.flag(field);
const checked = (check: (text: string) => Checked) => (read: FieldReader, field: string) =>
  read.identifier(field, check);

/** How each setting is read from what was typed. */
const READERS: { readonly [F in CompanyField]: Reader<F> } = {
  name: (read, field) => read.requiredLine(field, "Indiquez la raison sociale, ou vos nom et prénom.", 100),
  tradingName: (read, field) => read.line(field, { max: 100 }),
  legalForm: (read, field) => read.choice(field, LEGAL_FORMS),
  capitalCents: (read, field) => read.amount(field, MAX_CENTS),
  hasVariableCapital: flag,
  registryCity: (read, field) => read.line(field, { max: 60 }),
  siren: checked(checkSiren),
  siret: checked(checkSiret),
  isRegistrationPending: flag,
  enterpriseNumber: checked(checkEnterpriseNumber),
  vatNumber: checked(checkVatNumber),
  vatRegime: (read, field) => read.requiredChoice(field, VAT_REGIMES, "normal"),
  vatOnDebits: flag,
  addressLine1: line,
  addressLine2: line,
  addressLine3: line,
  postcode: (read, field) => read.line(field, { max: 12 }),
  city: (read, field) => read.line(field, { max: 100 }),
  country: (read, field) => read.country(field, "FR"),
  email: (read, field) => read.email(field),
  phone: (read, field) => read.phone(field),
  website: readWebsite,
  iban: checked(checkIban),
  bic: checked(checkBic),
  bankName: (read, field) => read.line(field, { max: 100 }),
  paymentTerms: (read, field) => read.requiredChoice(field, TERMS_KINDS, "net"),
  paymentDays: (read, field) => read.whole(field, { min: 0, max: MAX_PAYMENT_DAYS }),
  latePenaltyBp: (read, field) => read.rate(field),
  latePenaltyText: longText,
  earlyDiscountText: longText,
  quoteValidityDays: (read, field) => read.whole(field, { min: 1, max: MAX_QUOTE_VALIDITY_DAYS }),
  insuranceText: longText,
  mediatorText: longText,
  footerNote: longText,
  accentColor: readColor,
  logoPosition: (read, field) => read.requiredChoice(field, LOGO_POSITIONS, "left"),
  quotePrefix: readPrefix,
  invoicePrefix: readPrefix,
  creditNotePrefix: readPrefix,
  showsPaymentState: flag,
  language: (read, field) => read.requiredChoice(field, LANGUAGES, "fr"),
  timeZone: (read, field) => read.requiredChoice(field, TIME_ZONES, "Europe/Paris"),
  fiscalYearStart: (read, field) => read.requiredChoice(field, FISCAL_YEAR_STARTS, "01-01"),
};

/** Every field of the company's form. */
export const COMPANY_FIELDS = Object.keys(READERS) as readonly CompanyField[];

/**
 * Puts what was typed over the settings that stand. Returns the settings wanted
 * and every fault at its field: those of single fields first, then those between fields.
 */
export function readCompany(
  form: CompanyForm,
  current: CompanySettings,
): { wanted: CompanySettings; issues: readonly Issue[] } {
  const read = new FieldReader("company", form);
  const submitted = COMPANY_FIELDS.filter((field) => read.has(field));
  const typed = Object.fromEntries(submitted.map((field) => [field, readField(read, field)]));
  const wanted = withDeduced({ ...current, ...typed } as CompanySettings);
  return { wanted, issues: read.issues.length > 0 ? read.issues : crossFaults(wanted) };
}

/** Belgian enterprise number (BCE): ten digits, the last two being 97 less the rest of the first eight by 97. */
export function checkEnterpriseNumber(text: string): Checked {
  const digits = text.replace(/^BE/i, "").replace(/[\s.\-\u00a0\u202f]/g, "");
  if (!/^[01]\d{9}$/.test(digits)) {
    return { ok: false, reason: "Le numéro d’entreprise belge compte dix chiffres et commence par 0 ou 1." };
  }
  return checkVatNumber(`BE${digits}`).ok
    ? { ok: true, value: digits }
    : { ok: false, reason: "Ce numéro d’entreprise n’existe pas : sa clé est fausse. Vérifiez les chiffres." };
}

function readField<F extends CompanyField>(read: FieldReader, field: F): CompanySettings[F] {
  return READERS[field](read, field);
}

function readPrefix(read: FieldReader, field: string): string {
  const prefix = read.requiredLine(field, issue("prefix_form").sentence, 20);
  if (prefix !== "" && !PREFIX_FORM.test(prefix)) read.fault(field, "prefix_form", issue("prefix_form").sentence);
  return prefix;
}

function readColor(read: FieldReader, field: string): string {
  const color = read.requiredLine(field, issue("color_form").sentence, 20).toLowerCase();
  if (color !== "" && !/^#[0-9a-f]{6}$/.test(color)) read.fault(field, "color_form", issue("color_form").sentence);
  return color;
}

function readWebsite(read: FieldReader, field: string): string | null {
  const typed = read.line(field);
  if (typed === null) return null;
  const url = URL.parse(/^[a-z][a-z\d+.-]*:/i.test(typed) ? typed : `https://${typed}`);
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && /^[^.]+(\.[^.]+)+$/.test(url.hostname);
  if (isWeb && url.username === "") return url.href.replace(/\/$/, "");
  return read.fault(field, "website_form", issue("website_form").sentence);
}
