/** Who sold and who bought, in the words that stood on the document when it was issued (EXP-07). */

/** A postal address, frozen. */
export interface AddressSnapshot {
  readonly lines: readonly string[];
  readonly postcode: string | null;
  readonly city: string | null;
  /** ISO 3166 code. */
  readonly country: string;
}

/** The seller, frozen. */
export interface SellerSnapshot {
  /** Name with « EI » where the law wants it (R526-27 C. com.). */
  readonly name: string;
  readonly tradingName: string | null;
  /** « SARL au capital de 5 000,00 € », « RCS Lyon ». */
  readonly legal: readonly string[];
  readonly siren: string | null;
  readonly siret: string | null;
  readonly enterpriseNumber: string | null;
  readonly vatNumber: string | null;
  readonly isFranchise: boolean;
  readonly vatOnDebits: boolean;
  readonly address: AddressSnapshot;
  readonly email: string | null;
  readonly phone: string | null;
  readonly website: string | null;
  readonly iban: string | null;
  readonly bic: string | null;
  readonly accentColor: string;
  readonly logoId: string | null;
  readonly logoPosition: "left" | "center" | "right";
}

/** The customer, frozen. */
export interface BuyerSnapshot {
  readonly kind: "professional" | "public_body" | "person" | "eu_business" | "foreign";
  readonly name: string;
  readonly siren: string | null;
  readonly siret: string | null;
  readonly serviceCode: string | null;
  readonly vatNumber: string | null;
  readonly address: AddressSnapshot;
  readonly deliveryAddress: AddressSnapshot | null;
  readonly contactName: string | null;
  readonly email: string | null;
  readonly language: string;
}

/** The sentences that the law wants on the document, frozen with their wording of that day. */
export interface Mentions {
  /** PMD, taux des pénalités de retard; empty for a private person. */
  readonly latePenalty: string;
  /** PMT, indemnité de 40 € (D441-5 C. com.); empty for a private person. */
  readonly recoveryFee: string;
  /** AAB, escompte. */
  readonly earlyDiscount: string;
  /** Why no VAT is charged, where none is; empty otherwise. */
  readonly vat: string;
  /** Code of the exemption in the VATEX list, or null. */
  readonly vatexCode: string | null;
  /** Everything else, a paragraph each: assurance, médiateur, option pour les débits, pied de page. */
  readonly others: readonly string[];
}
