import { addToDate, endOfMonth, type IsoDate } from "../base/dates.ts";

/** On receipt; some days after the invoice; some days after it, then to the end of that month. */
export type TermsKind = "on_receipt" | "net" | "end_of_month";

/** When an invoice is due (L441-10 C. com.). */
export interface PaymentTerms {
  readonly kind: TermsKind;
  /** Days counted from the invoice's date; 0 on receipt. */
  readonly days: number;
}

/** Longest delay that a person may choose; what the law caps is told by `exceedsLegalCap`. */
export const MAX_PAYMENT_DAYS = 120;

/** The kinds of terms in the words of our form. */
export const TERMS_KINDS: Readonly<Record<TermsKind, string>> = {
  on_receipt: "À réception",
  net: "Jours après la date de facture",
  end_of_month: "Jours fin de mois",
};

/** Due date of an invoice: the days are added first, then the month ends (the usual reading of « fin de mois »). */
export function dueDate(terms: PaymentTerms, issuedOn: IsoDate): IsoDate {
  switch (terms.kind) {
    case "on_receipt":
      return issuedOn;
    case "net":
      return addToDate(issuedOn, { days: terms.days });
    case "end_of_month":
      return endOfMonth(addToDate(issuedOn, { days: terms.days }));
  }
}

/** True beyond what professionals may agree on: 60 days, or 45 days to the end of the month (L441-10 I C. com.). */
export function exceedsLegalCap(terms: PaymentTerms): boolean {
  return terms.kind === "net" ? terms.days > 60 : terms.kind === "end_of_month" && terms.days > 45;
}

/** The terms in French, for pages: `30 jours fin de mois`. */
export function describeTerms(terms: PaymentTerms): string {
  if (terms.kind === "on_receipt") return "à réception";
  const days = `${terms.days}\u00a0jour${terms.days > 1 ? "s" : ""}`;
  return terms.kind === "net" ? days : terms.days === 0 ? "fin de mois" : `${days} fin de mois`;
}
