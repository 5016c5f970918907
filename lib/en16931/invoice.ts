import type { IsoDate } from "../base/dates.ts";
import type { Cents } from "../base/money.ts";
import type { Adjustment, Identifier, Line, Period, VatRate } from "./invoice_line.ts";

/**
 * The semantic invoice of EN 16931-1: what an electronic invoice says, whatever its syntax (CII, UBL).
 * Amounts are cents of the invoice's currency (BT-5); a list without entry is an empty list.
 * A credit note has positive amounts and its own type code (381, 261…), as a French one does.
 */
export interface Invoice {
  /** BT-1 Number, unique and sequential in its series (CGI ann. II 242 nonies A, I 7°). */
  readonly number: string;
  /** BT-2 Issue date. */
  readonly issuedOn: IsoDate;
  /** BT-3 Type code of UNTDID 1001: 380 invoice, 381 credit note, 384 corrected, 386 prepayment, 389 self-billed… */
  readonly typeCode: string;
  /** BT-5 Currency, ISO 4217. */
  readonly currency: string;
  /** BT-6 Currency of the VAT return, only where it is not BT-5; then BT-111 goes with it. */
  readonly vatCurrency?: string | undefined;
  /** BT-7 Date on which VAT is due, where known; excludes BT-8. */
  readonly taxPointOn?: IsoDate | undefined;
  /** BT-8 What makes VAT due, UNTDID 2005: 3 invoice date (option for « débits »), 35 delivery, 432 payment. */
  readonly taxPointCode?: string | undefined;
  /** BT-9 Due date. */
  readonly dueOn?: IsoDate | undefined;
  /** BT-10 The buyer's routing reference (« code service » of a public buyer). */
  readonly buyerReference?: string | undefined;
  /** BT-11 Project. */
  readonly projectReference?: string | undefined;
  /** BT-12 Contract. */
  readonly contractReference?: string | undefined;
  /** BT-13 The buyer's purchase order (« numéro d’engagement » of a public buyer). */
  readonly purchaseOrder?: string | undefined;
  /** BT-14 The seller's sales order. */
  readonly salesOrder?: string | undefined;
  /** BT-15 Receiving advice. */
  readonly receivingAdvice?: string | undefined;
  /** BT-16 Despatch advice (delivery note). */
  readonly despatchAdvice?: string | undefined;
  /** BT-17 Tender or lot. */
  readonly tenderReference?: string | undefined;
  /** BT-18 Object invoiced (meter, vehicle, subscription), scheme of UNTDID 1153. */
  readonly invoicedObject?: Identifier | undefined;
  /** BT-19 Where the buyer books it. */
  readonly buyerAccounting?: string | undefined;
  /** BT-20 Payment terms in words. */
  readonly paymentTerms?: string | undefined;
  /** BG-1 Notes. */
  readonly notes: readonly Note[];
  /** BT-23 Business process; in France the « cadre de facturation »: B1, S1, M1, B2… */
  readonly businessProcess?: string | undefined;
  /** BT-24 Specification that the invoice follows; see GUIDELINES. */
  readonly guideline: string;
  /** BG-3 Invoices that this one corrects, credits or settles. */
  readonly precedingInvoices: readonly PrecedingInvoice[];
  /** BG-4 Seller. */
  readonly seller: Seller;
  /** BG-7 Buyer. */
  readonly buyer: Party;
  /** BG-10 Who is paid, only where it is not the seller (factoring). */
  readonly payee?: Payee | undefined;
  /** BG-11 The seller's tax representative. */
  readonly taxRepresentative?: TaxRepresentative | undefined;
  /** BG-13 Delivery. */
  readonly delivery?: Delivery | undefined;
  /** BG-14 Invoicing period. */
  readonly period?: Period | undefined;
  /** BT-83 What the buyer writes on his transfer. */
  readonly remittance?: string | undefined;
  /** BG-16 Means of payment: several only where several accounts are offered, all of one code (UBL-SR-47). */
  readonly paymentMeans: readonly PaymentMeans[];
  /** BG-19 Direct debit. */
  readonly directDebit?: DirectDebit | undefined;
  /** BG-20 Allowances on the whole document. */
  readonly allowances: readonly DocumentAdjustment[];
  /** BG-21 Charges on the whole document. */
  readonly charges: readonly DocumentAdjustment[];
  /** BG-22 Totals. */
  readonly totals: Totals;
  /** BG-23 VAT by category and rate. */
  readonly vatBreakdown: readonly VatBreakdown[];
  /** BG-24 Attachments. */
  readonly attachments: readonly Attachment[];
  /** BG-25 Lines. */
  readonly lines: readonly Line[];
}

/** BG-1 A note. */
export interface Note {
  /** BT-21 Subject, UNTDID 4451; in France PMD penalties, PMT 40 € indemnity, AAB discount, BAR treatment, TXD tax. */
  readonly subject?: string | undefined;
  /** BT-22 Text. */
  readonly text: string;
}

/** BG-3 An earlier invoice. */
export interface PrecedingInvoice {
  /** BT-25 Its number. */
  readonly number: string;
  /** BT-26 Its issue date. */
  readonly issuedOn?: IsoDate | undefined;
}

/** BG-4 and BG-7 A party. */
export interface Party {
  /** BT-27, BT-44 Registered name, or first and last name. */
  readonly name: string;
  /** BT-28, BT-45 Trade name, where it differs. */
  readonly tradingName?: string | undefined;
  /** BT-29, BT-46 Identifiers; SIRET has scheme 0009. */
  readonly ids: readonly Identifier[];
  /** BT-30, BT-47 Legal registration; SIREN has scheme 0002. */
  readonly legalId?: Identifier | undefined;
  /** BT-31, BT-48 VAT number, country prefix included. */
  readonly vatId?: string | undefined;
  /** BT-34, BT-49 Electronic address; scheme of the EAS list, 0225 in France. */
  readonly electronicAddress?: Identifier | undefined;
  /** BG-5, BG-8 Postal address. */
  readonly address: Address;
  /** BG-6, BG-9 Contact. */
  readonly contact?: Contact | undefined;
}

/** BG-4 Seller. */
export interface Seller extends Party {
  /** BT-32 Tax registration other than VAT. */
  readonly taxId?: string | undefined;
  /** BT-33 Legal form, capital, registry: « SARL au capital de 5 000 €, RCS Lyon ». */
  readonly legalInformation?: string | undefined;
}

/** BG-5, BG-8, BG-12, BG-15 Address. */
export interface Address {
  /** BT-35, BT-50, BT-64, BT-75 */
  readonly line1?: string | undefined;
  /** BT-36, BT-51, BT-65, BT-76 */
  readonly line2?: string | undefined;
  /** BT-162, BT-163, BT-164, BT-165 */
  readonly line3?: string | undefined;
  /** BT-37, BT-52, BT-66, BT-77 */
  readonly city?: string | undefined;
  /** BT-38, BT-53, BT-67, BT-78 */
  readonly postcode?: string | undefined;
  /** BT-39, BT-54, BT-68, BT-79 */
  readonly subdivision?: string | undefined;
  /** BT-40, BT-55, BT-69, BT-80 ISO 3166-1 alpha-2 code. */
  readonly country: string;
}

/** BG-6, BG-9 Contact. */
export interface Contact {
  /** BT-41, BT-56 */
  readonly name?: string | undefined;
  /** BT-42, BT-57 */
  readonly phone?: string | undefined;
  /** BT-43, BT-58 */
  readonly email?: string | undefined;
}

/** BG-10 Payee. */
export interface Payee {
  /** BT-59 */
  readonly name: string;
  /** BT-60 */
  readonly id?: Identifier | undefined;
  /** BT-61 */
  readonly legalId?: Identifier | undefined;
}

/** BG-11 Tax representative. */
export interface TaxRepresentative {
  /** BT-62 */
  readonly name: string;
  /** BT-63 */
  readonly vatId: string;
  /** BG-12 */
  readonly address: Address;
}

/** BG-13 Delivery. */
export interface Delivery {
  /** BT-70 Who receives the goods. */
  readonly name?: string | undefined;
  /** BT-71 Identifier of the place. */
  readonly locationId?: Identifier | undefined;
  /** BT-72 Date of supply or completion. */
  readonly deliveredOn?: IsoDate | undefined;
  /** BG-15 Delivery address. */
  readonly address?: Address | undefined;
}

/** BG-16 One means of payment. */
export interface PaymentMeans {
  /** BT-81 UNTDID 4461: 30 transfer, 58 SEPA transfer, 48 card, 59 SEPA direct debit, 10 cash, 20 cheque. */
  readonly code: string;
  /** BT-82 In words; on the first means only. */
  readonly text?: string | undefined;
  /** BG-17 Account to pay into. */
  readonly account?: PaymentAccount | undefined;
  /** BG-18 Card that paid. */
  readonly card?: PaymentCard | undefined;
}

/** BG-17 Account. */
export interface PaymentAccount {
  /** BT-84 IBAN without spaces, or another account number. */
  readonly id: string;
  /** BT-85 Holder. */
  readonly name?: string | undefined;
  /** BT-86 BIC. */
  readonly bic?: string | undefined;
}

/** BG-18 Card. */
export interface PaymentCard {
  /** BT-87 Last four to six digits, never the whole number. */
  readonly number: string;
  /** BT-88 Holder. */
  readonly holder?: string | undefined;
}

/** BG-19 Direct debit. */
export interface DirectDebit {
  /** BT-89 Unique mandate reference (RUM). */
  readonly mandate?: string | undefined;
  /** BT-90 SEPA creditor identifier (ICS). */
  readonly creditorId?: string | undefined;
  /** BT-91 Debited account. */
  readonly debitedAccount?: string | undefined;
}

/** BG-20, BG-21 Allowance or charge on the document, with its VAT. */
export interface DocumentAdjustment extends Adjustment {
  readonly vat: VatRate;
}

/** BG-22 Totals. */
export interface Totals {
  /** BT-106 Sum of the lines. */
  readonly linesCents: Cents;
  /** BT-107 Sum of the document's allowances. */
  readonly allowancesCents?: Cents | undefined;
  /** BT-108 Sum of the document's charges. */
  readonly chargesCents?: Cents | undefined;
  /** BT-109 Total without VAT. */
  readonly netCents: Cents;
  /** BT-110 VAT. */
  readonly vatCents?: Cents | undefined;
  /** BT-111 VAT in cents of BT-6. */
  readonly vatAccountingCents?: Cents | undefined;
  /** BT-112 Total with VAT. */
  readonly grossCents: Cents;
  /** BT-113 Already paid. */
  readonly prepaidCents?: Cents | undefined;
  /** BT-114 Rounding. */
  readonly roundingCents?: Cents | undefined;
  /** BT-115 Due. */
  readonly dueCents: Cents;
}

/** BG-23 VAT of one category and rate. */
export interface VatBreakdown extends VatRate {
  /** BT-116 */
  readonly baseCents: Cents;
  /** BT-117 */
  readonly taxCents: Cents;
  /** BT-120 Why there is no VAT, in words. */
  readonly exemptionReason?: string | undefined;
  /** BT-121 Why, by VATEX code. */
  readonly exemptionCode?: string | undefined;
}

/** BG-24 Supporting document. */
export interface Attachment {
  /** BT-122 */
  readonly id: string;
  /** BT-123 Description; in France one of a closed list (RIB, LISIBLE, BON_LIVRAISON…). */
  readonly description?: string | undefined;
  /** BT-124 */
  readonly url?: string | undefined;
  /** BT-125 */
  readonly content?: AttachedFile | undefined;
}

/** BT-125 Attached file. */
export interface AttachedFile {
  /** BT-125-1 */
  readonly mimeCode: string;
  /** BT-125-2 */
  readonly fileName: string;
  /** Its bytes in base 64. */
  readonly base64: string;
}
