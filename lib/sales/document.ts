import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Decimal } from "../base/decimal.ts";
import type { Uuid } from "../base/ids.ts";
import type { BasisPoints, Cents } from "../base/money.ts";
import type { PaymentTerms } from "../company/mod.ts";
import type { VatTreatment } from "../parties/mod.ts";
import type { BuyerSnapshot, Mentions, SellerSnapshot } from "./snapshot.ts";

/** Devis, facture, avoir. */
export type DocumentKind = "quote" | "invoice" | "credit_note";

/** Where a document is in its life; what may follow is states.ts. */
export type DocumentState = "draft" | "sent" | "accepted" | "declined" | "issued";

/** Whether the unit prices that a person types are before tax (HT) or with it (TTC). */
export type EntryMode = "net" | "gross";

/** A line of goods or services, or a title, a subtotal, a remark between lines. */
export type LineKind = "item" | "title" | "subtotal" | "note";

/** VAT category of EN 16931 (UNTDID 5305). */
export type VatCategory = "S" | "Z" | "E" | "AE" | "K" | "G" | "O";

/** A line as a person writes it. */
export interface LineInput {
  readonly kind: LineKind;
  readonly itemId: Uuid | null;
  readonly reference: string | null;
  /** Designation; further lines of text are its description. */
  readonly label: string;
  readonly nature: "goods" | "service";
  readonly quantity: Decimal;
  /** UN/ECE recommendation 20. */
  readonly unitCode: string;
  /** HT or TTC by the document's entry mode. */
  readonly unitPrice: Decimal;
  readonly discountBp: BasisPoints;
  readonly vatRateBp: BasisPoints;
}

/** A line with what the totals made of it. */
export interface Line extends LineInput {
  readonly position: number;
  readonly vatCategory: VatCategory;
  /** After the line's discount, before tax, before the document's discount. */
  readonly netCents: Cents;
}

/** VAT of one category and rate. */
export interface VatTotal {
  readonly category: VatCategory;
  readonly rateBp: BasisPoints;
  /** After the document's discount. */
  readonly baseCents: Cents;
  readonly vatCents: Cents;
  /** Part of the document's discount, before tax, that this rate bears. */
  readonly discountCents: Cents;
}

/** What a person may change of a draft. */
export interface DraftContent {
  readonly customerId: Uuid | null;
  readonly subject: string;
  /** Null: the day of issue. */
  readonly issueOn: IsoDate | null;
  /** Null: computed from the terms. */
  readonly dueOn: IsoDate | null;
  /** Quotes: until when they may be accepted. Null: the company's usual number of days. */
  readonly validUntil: IsoDate | null;
  /** Date of supply or completion, where it is not the issue date. */
  readonly deliveredOn: IsoDate | null;
  /** The customer's order number. */
  readonly purchaseOrder: string | null;
  readonly terms: PaymentTerms;
  readonly notes: string;
  readonly entryMode: EntryMode;
  readonly treatment: VatTreatment;
  /** Discount on the whole document. */
  readonly discountBp: BasisPoints;
  readonly lines: readonly LineInput[];
}

/** A document as stored, without its lines. */
export interface DocumentHead extends Omit<DraftContent, "lines"> {
  readonly id: Uuid;
  readonly kind: DocumentKind;
  readonly state: DocumentState;
  /** Raised at each change of a draft; whoever saves says which one he saw. */
  readonly version: number;
  readonly number: string | null;
  readonly customerName: string;
  /** Frozen at issue; null before. */
  readonly seller: SellerSnapshot | null;
  readonly buyer: BuyerSnapshot | null;
  readonly mentions: Mentions | null;
  readonly currency: string;
  readonly netCents: Cents;
  readonly vatCents: Cents;
  readonly grossCents: Cents;
  readonly paidCents: Cents;
  readonly creditedCents: Cents;
  readonly settledOn: IsoDate | null;
  /** The quote of an invoice, the invoice of a credit note. */
  readonly sourceId: Uuid | null;
  readonly verificationCode: string | null;
  readonly sealSeq: bigint | null;
  readonly issuedAt: IsoInstant | null;
  readonly fileId: Uuid | null;
  readonly fileSha256: string | null;
  readonly sentCount: number;
  readonly lastSentAt: IsoInstant | null;
  readonly createdAt: IsoInstant;
  readonly updatedAt: IsoInstant;
}

/** A whole document. */
export interface SalesDocument extends DocumentHead {
  readonly lines: readonly Line[];
  readonly vatTotals: readonly VatTotal[];
}

/** Name of each kind in French sentences, with its article. */
export const KIND_LABELS: Readonly<Record<DocumentKind, { one: string; the: string; title: string }>> = {
  quote: { one: "devis", the: "le devis", title: "Devis" },
  invoice: { one: "facture", the: "la facture", title: "Facture" },
  credit_note: { one: "avoir", the: "l’avoir", title: "Avoir" },
};

/** What remains to be paid of an issued invoice: never below zero. */
export function balanceOf(document: Pick<DocumentHead, "grossCents" | "paidCents" | "creditedCents">): Cents {
  const rest = document.grossCents - document.paidCents - document.creditedCents;
  return rest > 0n ? rest : 0n;
}
