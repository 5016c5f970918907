import type { InvoiceDraft } from "../draft.ts";

/** Self-billed types: the buyer writes the invoice (BR-FR-21, BR-FR-MV-13). */
export const SELF_BILLED: ReadonlySet<string> = new Set(["389", "501", "500", "471", "473", "261", "502"]);
/** Corrected invoices: each replaces one invoice (BR-FR-CO-04). */
export const CORRECTED: ReadonlySet<string> = new Set(["384", "471", "472", "473"]);
/** Credit notes that must name what they credit (BR-FR-CO-05); 262 credits a period instead. */
export const CREDITS: ReadonlySet<string> = new Set(["261", "381", "396", "502", "503"]);
/** Prepayment invoices and their credit note. */
export const PREPAYMENTS: ReadonlySet<string> = new Set(["386", "500", "503"]);
/** « Cadres » of an invoice that is already paid. */
export const PAID: ReadonlySet<string> = new Set(["B2", "S2", "M2"]);
/** « Cadres » of a final invoice after deposits. */
export const FINAL: ReadonlySet<string> = new Set(["B4", "S4", "M4"]);
/** « Cadres » of several sellers in one invoice. */
export const MULTI_SELLER: ReadonlySet<string> = new Set(["B8", "S8", "M8"]);
/** What a note BAR may say (BR-FR-20). */
export const TREATMENTS: ReadonlySet<string> = new Set(["B2B", "B2BINT", "B2C", "B2CINT", "OUTOFSCOPE", "ARCHIVEONLY"]);
/** Notes that French law wants on every invoice between professionals (C. com. L441-9), by subject code. */
export const LEGAL_NOTES: Readonly<Record<string, string>> = {
  PMD: "les pénalités de retard",
  PMT: "l’indemnité forfaitaire de recouvrement de 40 €",
  AAB: "l’escompte, ou son absence",
};

/** The texts of the notes of one subject. */
export function notesOf(invoice: InvoiceDraft, subject: string): readonly string[] {
  return invoice.notes.filter((note) => note.subject === subject).map((note) => note.text ?? "");
}

/** True when the invoice is to be treated as domestic, between professionals. */
export function isDomestic(invoice: InvoiceDraft): boolean {
  return notesOf(invoice, "BAR").includes("B2B");
}

/** True when the invoice's type stands in a list. */
export function isType(invoice: InvoiceDraft, types: ReadonlySet<string>): boolean {
  return types.has(invoice.typeCode ?? "");
}

/** True when the invoice's « cadre » stands in a list. */
export function isProcess(invoice: InvoiceDraft, processes: ReadonlySet<string>): boolean {
  return processes.has(invoice.businessProcess ?? "");
}
