export type { Company, CompanyField, CompanySettings, LogoPosition, VatRegime } from "./company.ts";
export { legalFormOf, LOGO_POSITIONS, termsOf, VAT_REGIMES } from "./company.ts";
export { LEGAL_FORMS, type LegalForm, type LegalFormCode } from "./legal_forms.ts";
export { FISCAL_YEAR_STARTS, type Language, LANGUAGES, TIME_ZONES } from "./languages.ts";
export { COUNTRIES, countryName, FRENCH_TERRITORIES } from "./countries.ts";
export {
  describeTerms,
  dueDate,
  exceedsLegalCap,
  MAX_PAYMENT_DAYS,
  type PaymentTerms,
  TERMS_KINDS,
  type TermsKind,
} from "./payment_terms.ts";
export { formatNumber, MAX_SEQUENCE, NUMBER_FORM, PREFIX_FORM } from "./numbers.ts";
export { completeness, type Gap, mayIssue } from "./completeness.ts";
export { checkEnterpriseNumber, COMPANY_FIELDS, type CompanyForm } from "./company_form.ts";
export { FieldReader, type Form } from "./field_reader.ts";
export { MAX_SEARCH_WORDS, searchPatterns, searchPrefix, searchText } from "./search_text.ts";
export { type Conflict, type Difference, differences, staleRefusal } from "./stale.ts";
export { type Logo, type LogoMime, MAX_LOGO_BYTES, type NormalisedLogo } from "./logo.ts";
export { type ModuleName, MODULES_OFFERED } from "./modules_offered.ts";
export { FISCAL_FIELDS, type FiscalField, type FiscalSettings } from "./policy.ts";
export { type FiscalSettingsChanged, fiscalSettingsChanged, type IbanChanged, ibanChanged } from "./events.ts";
export { type IbanChange, lastFour } from "./iban_change.ts";
export { registerIssuedCheck } from "./iban_shield.ts";
export { approveIbanChange, type PendingIban, pendingIban, refuseIbanChange } from "./decide_iban_change.ts";
export { findIbanChange } from "./iban_change_store.ts";
export { openCompany, type Opening } from "./open_company.ts";
export { getCompany, loadCompany } from "./get_company.ts";
export { type CompanyUpdate, updateCompany } from "./update_company.ts";
export { setLogo } from "./set_logo.ts";
export { removeLogo } from "./remove_logo.ts";
export { loadLogo, openLogo } from "./open_logo.ts";
export { dossierChanges, dossierPlace } from "./dossier_place.ts";
export { askMailReview, mailDecision, memberAddress, opennessNow, trialMails } from "./mail_review.ts";
export { mirrorModules } from "./mirror_modules.ts";
export { modulesOn, switchModule } from "./switch_module.ts";
export { MIRROR_MODULES } from "./jobs.ts";
export {
  type Act,
  type ActDone,
  type ActivityCursor,
  type ActivityFilter,
  type Actor,
  type Subject,
} from "./activity.ts";
export { knowPerson, recordActivities, recordActivity } from "./record_activity.ts";
export { type ActivityPage, listActivity, listActors } from "./list_activity.ts";
export { ERASED_LABEL, labelPerson, nameOf } from "./label_person.ts";
