import type { Company } from "../company/mod.ts";
import type { DocumentKind } from "./document.ts";

/** Prefix of a kind's numbers, as the company's settings say. */
export function prefixOf(
  company: Pick<Company, "quotePrefix" | "invoicePrefix" | "creditNotePrefix">,
  kind: DocumentKind,
): string {
  return { quote: company.quotePrefix, invoice: company.invoicePrefix, credit_note: company.creditNotePrefix }[kind];
}
