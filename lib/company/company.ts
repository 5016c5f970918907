import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { BasisPoints, Cents } from "../base/money.ts";
import type { Language } from "./languages.ts";
import { LEGAL_FORMS, type LegalForm, type LegalFormCode } from "./legal_forms.ts";
import type { PaymentTerms, TermsKind } from "./payment_terms.ts";

/** How the company declares VAT: réel normal, réel simplifié, mini-réel, or franchise (CGI art. 293 B). */
export type VatRegime = "normal" | "simplified" | "mini" | "franchise";

/** Where the logo stands in the header of documents. */
export type LogoPosition = "left" | "center" | "right";

/** VAT regimes in the words of our form. */
export const VAT_REGIMES: Readonly<Record<VatRegime, string>> = {
  normal: "Réel normal",
  simplified: "Réel simplifié",
  mini: "Mini-réel",
  franchise: "Franchise en base (TVA non applicable, art. 293 B du CGI)",
};

/** Places of the logo in the words of our form. */
export const LOGO_POSITIONS: Readonly<Record<LogoPosition, string>> = {
  left: "À gauche",
  center: "Au centre",
  right: "À droite",
};

/** What a person may change of his company; null means not given. */
export interface CompanySettings {
  /** Raison sociale; first and last name of a sole trader. */
  readonly name: string;
  /** Nom commercial, where it differs. */
  readonly tradingName: string | null;
  readonly legalForm: LegalFormCode | null;
  readonly capitalCents: Cents | null;
  readonly hasVariableCapital: boolean;
  /** City of the RCS registry; in Belgium the court of the RPM. */
  readonly registryCity: string | null;
  /** Nine digits. */
  readonly siren: string | null;
  /** Fourteen digits, beginning with the SIREN. */
  readonly siret: string | null;
  /** The company is being registered and has no SIREN yet. */
  readonly isRegistrationPending: boolean;
  /** Belgian enterprise number (BCE), ten digits. */
  readonly enterpriseNumber: string | null;
  /** Intra-community VAT number, prefix included. */
  readonly vatNumber: string | null;
  readonly vatRegime: VatRegime;
  /** Option for paying VAT on services when invoiced (CGI art. 269-2 c). */
  readonly vatOnDebits: boolean;
  readonly addressLine1: string | null;
  readonly addressLine2: string | null;
  readonly addressLine3: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  /** ISO 3166 code. */
  readonly country: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly website: string | null;
  readonly iban: string | null;
  readonly bic: string | null;
  readonly bankName: string | null;
  /** Default payment terms; see `termsOf`. */
  readonly paymentTerms: TermsKind;
  readonly paymentDays: number;
  /** Rate of late penalties; null for the legal default, ECB rate + 10 points (L441-10 II C. com.). */
  readonly latePenaltyBp: BasisPoints | null;
  /** Words that replace our sentence on penalties. */
  readonly latePenaltyText: string | null;
  /** Terms of « escompte »; null for « Pas d’escompte pour paiement anticipé ». */
  readonly earlyDiscountText: string | null;
  readonly quoteValidityDays: number;
  /** Professional insurance and its territory (L243-2 C. ass. for builders). */
  readonly insuranceText: string | null;
  /** Consumer mediator (L616-1 C. conso.). */
  readonly mediatorText: string | null;
  readonly footerNote: string | null;
  /** `#rrggbb`, lower case. */
  readonly accentColor: string;
  readonly logoPosition: LogoPosition;
  /** Prefixes of the number series; see numbers.ts. */
  readonly quotePrefix: string;
  readonly invoicePrefix: string;
  readonly creditNotePrefix: string;
  /** Tells whoever verifies an invoice by its code whether it is settled. */
  readonly showsPaymentState: boolean;
  readonly language: Language;
  /** IANA name: the business day of documents and closures. */
  readonly timeZone: string;
  /** `07-01`: the first day of the fiscal year, that of the yearly closures. */
  readonly fiscalYearStart: string;
}

/** Name of a setting, which is also the name of its form field. */
export type CompanyField = keyof CompanySettings;

/** The dossier's company as it stands. */
export interface Company extends CompanySettings {
  readonly tenantId: Uuid;
  /** Raised at each change: whoever saves says which one he saw. */
  readonly version: number;
  /** Logo in force, or null. */
  readonly logoId: Uuid | null;
  readonly updatedAt: IsoInstant;
  readonly updatedBy: Uuid | null;
}

/** Default payment terms of the company. */
export function termsOf(company: Pick<Company, "paymentTerms" | "paymentDays">): PaymentTerms {
  return { kind: company.paymentTerms, days: company.paymentDays };
}

/** The company's legal form as data, or null while none is chosen. */
export function legalFormOf(company: Pick<Company, "legalForm">): LegalForm | null {
  return company.legalForm && LEGAL_FORMS[company.legalForm];
}
